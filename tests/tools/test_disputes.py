"""A creator who holds a review for wrong gets a person's decision, once."""

from datetime import timedelta
from uuid import UUID

import pytest

from core.clock import SimulatedClock
from core.ids import new_id
from domain.access import Actor
from domain.assignments import NothingToDispute, NotPassed, WorkUnderWay
from domain.disputes import DEFAULT, NotNeutral, ReplyStillOpen
from domain.reviews import Judgement, Point
from domain.work import ReleaseWork
from jobs import release_work
from memory import market, plans
from memory.ctx import Ctx
from tests.tools.market_people import creator_of, turn
from tests.worlds import facts, fitting, handed_in, taken
from tools.briefs import BriefId, TellsWhoseItIs
from tools.disputes import (
    DisputedAlready,
    Objection,
    Reply,
    open_dispute,
    read_dispute,
    reply_to_dispute,
)
from tools.offers import Offered
from tools.onboarding import Description, describe_business
from tools.payments import AssignmentId, funds, pay_creator, withdraw_brief
from tools.reviews import (
    Decision,
    Judged,
    Nothing,
    decide_escalated,
    list_waiting,
    record_review,
)


async def disputed(worker: Ctx, reason: str = "It is good.") -> UUID:
    """Work that its creator holds for wrongly refused."""
    assignment_id = await taken(worker)
    await handed_in(worker, assignment_id, "Too short to be anything.")
    async with creator_of(worker, assignment_id) as creator:
        ask = Objection(assignment_id=assignment_id, claim="review", reason=reason)
        await open_dispute(creator, ask)
    return assignment_id


def a_reviewer(worker: Ctx) -> Actor:
    """Somebody who reviews and belongs to no side."""
    return Actor("reviewer", new_id(), worker.business_id)


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
    said_back = Reply(assignment_id=assignment_id, reply="It asks for one length only.")
    await reply_to_dispute(worker, said_back)
    async with turn(worker, a_reviewer(worker)) as person:
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


async def test_a_decision_and_a_reply_do_not_tell_whose_work_it_was(worker: Ctx) -> None:
    await describe_business(worker, Description(business_name="Gaugewren"))
    assignment_id = await disputed(worker)
    with pytest.raises(TellsWhoseItIs):
        await reply_to_dispute(
            worker, Reply(assignment_id=assignment_id, reply="Gaugewren says no.")
        )
    await reply_to_dispute(worker, Reply(assignment_id=assignment_id, reply="We say no."))
    no = Decision(assignment_id=assignment_id, passed=False, notes="Gaugewren does not want it.")
    async with turn(worker, a_reviewer(worker)) as person:
        with pytest.raises(TellsWhoseItIs):
            await decide_escalated(person, no)


async def test_neither_side_decides_and_nobody_before_the_other_was_heard(
    worker: Ctx, simulated: SimulatedClock
) -> None:
    assignment_id = await disputed(worker)
    no = Decision(assignment_id=assignment_id, passed=False)
    founder = Actor("founder", new_id(), worker.business_id)
    async with turn(worker, founder) as person:
        with pytest.raises(NotNeutral):
            await decide_escalated(person, no)
    async with turn(worker, a_reviewer(worker)) as person:
        with pytest.raises(ReplyStillOpen):
            await decide_escalated(person, no)
    simulated.move_to(worker.at + timedelta(days=3))
    async with turn(worker, a_reviewer(worker)) as person:
        assert (await decide_escalated(person, no)).status == "closed"
    assert await facts(worker, "CreatorPaid") == 0


async def test_who_reviewed_the_work_does_not_decide_the_dispute_about_it(worker: Ctx) -> None:
    assignment_id = await taken(worker)
    (plan,) = await plans.all_maps(worker)
    await plans.change_map(worker, plan.id, premium=True)
    handed = await handed_in(worker, assignment_id, await fitting(worker))
    first = a_reviewer(worker)
    async with turn(worker, first) as person:
        point = Point(check="length", met=False, note="Shorter.")
        bad = Judgement(passed=False, score=0.0, points=(point,))
        await record_review(person, Judged(deliverable_id=handed, judgement=bad))
    async with creator_of(worker, assignment_id) as creator:
        ask = Objection(assignment_id=assignment_id, claim="review", reason="It is as asked.")
        await open_dispute(creator, ask)
    await reply_to_dispute(worker, Reply(assignment_id=assignment_id, reply="We think not."))
    yes = Decision(assignment_id=assignment_id, passed=True)
    async with turn(worker, first) as person:
        with pytest.raises(NotNeutral):
            await decide_escalated(person, yes)
    async with turn(worker, a_reviewer(worker)) as person:
        assert (await decide_escalated(person, yes)).status == "passed"


async def test_the_business_may_give_in_but_only_whole(worker: Ctx) -> None:
    assignment_id = await disputed(worker)
    founder = Actor("founder", new_id(), worker.business_id)
    half = Decision(assignment_id=assignment_id, passed=True, paid_percent=50)
    async with turn(worker, founder) as person:
        with pytest.raises(NotNeutral):
            await decide_escalated(person, half)
    async with turn(worker, founder) as person:
        yes = Decision(assignment_id=assignment_id, passed=True)
        assert (await decide_escalated(person, yes)).paid_cents > 0


async def test_without_a_decision_the_written_default_holds_and_the_funds_wait_frozen(
    worker: Ctx, simulated: SimulatedClock
) -> None:
    assignment_id = await disputed(worker)
    row = await market.assignment(worker, assignment_id)
    undone = await worker.db.begin_nested()
    with pytest.raises(WorkUnderWay):
        await withdraw_brief(worker, BriefId(brief_id=row.brief_id))
    await undone.rollback()
    with pytest.raises(NotPassed):
        await pay_creator(worker, AssignmentId(assignment_id=assignment_id))
    held = (await funds(worker, Nothing())).still_held
    simulated.move_to(worker.at + timedelta(days=7))
    assert (await funds(worker, Nothing())).still_held == held > 0
    await release_work.run(worker, ReleaseWork(assignment_id=assignment_id))
    ended = (await read_dispute(worker, Offered(assignment_id=assignment_id))).dispute
    assert ended
    assert [one.state for one in ended.steps] == ["done", "missed", "default"]
    assert (ended.status, ended.decision) == ("upheld", DEFAULT)
    assert await facts(worker, "CreatorPaid") == 1


async def test_the_desk_says_from_when_a_dispute_may_be_decided(worker: Ctx) -> None:
    assignment_id = await disputed(worker)
    (line,) = (await list_waiting(worker, Nothing())).items
    assert line.disputed
    assert line.not_before == worker.at + timedelta(days=3)
    await reply_to_dispute(worker, Reply(assignment_id=assignment_id, reply="We say no."))
    (line,) = (await list_waiting(worker, Nothing())).items
    assert (line.not_before, line.decide_by) == (None, worker.at + timedelta(days=7))
