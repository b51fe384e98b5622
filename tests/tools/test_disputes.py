"""A creator who holds a review for wrong gets a person's decision, once."""

import pytest

from core.ids import new_id
from domain.access import Actor
from domain.assignments import NothingToDispute
from memory import market
from memory.ctx import Ctx
from tests.tools.market_people import creator_of, turn
from tests.worlds import facts, handed_in, taken
from tools.briefs import TellsWhoseItIs
from tools.disputes import DisputedAlready, Objection, open_dispute, read_dispute
from tools.offers import Offered
from tools.onboarding import Description, describe_business
from tools.reviews import Decision, Nothing, decide_escalated, list_waiting


async def test_a_dispute_brings_a_person_and_the_person_pays(worker: Ctx) -> None:
    assignment_id = await taken(worker)
    await handed_in(worker, assignment_id, "Too short to be anything.")
    objection = Objection(
        assignment_id=assignment_id, claim="brief", reason="The brief asks for two lengths."
    )
    async with creator_of(worker, assignment_id) as creator:
        said = (await open_dispute(creator, objection)).dispute
        assert said
        assert (said.status, said.decide_by is not None) == ("open", True)
        with pytest.raises(DisputedAlready):
            await open_dispute(creator, objection)
    reviewer = Actor("reviewer", new_id(), worker.business_id)
    async with turn(worker, reviewer) as person:
        (waits,) = (await list_waiting(person, Nothing())).items
        assert (waits.waits_for, waits.disputed) == ("decision", True)
        yes = Decision(
            assignment_id=waits.id, passed=True, notes="Two lengths, yes.", fault="brief"
        )
        decided = await decide_escalated(person, yes)
        assert (await list_waiting(person, Nothing())).items == []
    assert decided.paid_cents > 0
    ended = (await read_dispute(worker, Offered(assignment_id=assignment_id))).dispute
    assert ended
    assert (ended.status, ended.decision) == ("upheld", "Two lengths, yes.")
    assert (await market.assignment(worker, assignment_id)).fault == "brief"
    assert await facts(worker, "WorkDecided") == 1


async def test_what_was_not_refused_is_not_disputed(worker: Ctx) -> None:
    assignment_id = await taken(worker)
    async with creator_of(worker, assignment_id) as creator:
        with pytest.raises(NothingToDispute):
            await open_dispute(
                creator,
                Objection(assignment_id=assignment_id, claim="review", reason="Just because."),
            )


async def test_a_decision_does_not_tell_whose_work_it_was(worker: Ctx) -> None:
    await describe_business(worker, Description(business_name="Gaugewren"))
    assignment_id = await taken(worker)
    await handed_in(worker, assignment_id, "Too short to be anything.")
    async with creator_of(worker, assignment_id) as creator:
        await open_dispute(
            creator, Objection(assignment_id=assignment_id, claim="review", reason="It is good.")
        )
    no = Decision(assignment_id=assignment_id, passed=False, notes="Gaugewren does not want it.")
    with pytest.raises(TellsWhoseItIs):
        await decide_escalated(worker, no)
