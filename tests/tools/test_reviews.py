"""A person decides what failed three reviews; the name comes back in passed work."""

from uuid import UUID

import pytest

from domain.assignments import NotEscalated, NotPassed
from memory import market
from memory.ctx import Ctx
from tests.worlds import facts, handed_in, passed, taken
from tools.onboarding import Description, describe_business
from tools.payments import AssignmentId, Nothing, funds
from tools.reviews import Decision, decide_escalated, read_work


async def escalated(worker: Ctx) -> UUID:
    """An assignment whose work failed three reviews."""
    assignment_id = await taken(worker)
    for n in range(3):
        await handed_in(worker, assignment_id, f"Too short to be anything, version {n}.")
    return assignment_id


async def test_a_person_may_let_it_pass_and_then_it_is_paid(worker: Ctx) -> None:
    assignment_id = await escalated(worker)
    said = await decide_escalated(worker, Decision(assignment_id=assignment_id, passed=True))
    assert said.paid_cents > 0
    assert await facts(worker, "CreatorPaid") == 1


async def test_a_person_may_close_it_and_nobody_is_paid(worker: Ctx) -> None:
    assignment_id = await escalated(worker)
    said = await decide_escalated(worker, Decision(assignment_id=assignment_id, passed=False))
    assert (said.paid_cents, await facts(worker, "CreatorPaid")) == (0, 0)
    assert (await funds(worker, Nothing())).released == 0
    (creator,) = [row for row in await market.all_creators(worker) if row.name == "Ada"]
    assert creator.active_briefs == 0


async def test_what_has_not_escalated_is_not_decided(worker: Ctx) -> None:
    assignment_id = await taken(worker)
    with pytest.raises(NotEscalated):
        await decide_escalated(worker, Decision(assignment_id=assignment_id, passed=True))


async def test_the_name_stands_in_passed_work_only(worker: Ctx) -> None:
    await describe_business(worker, Description(business_name="Gaugewren"))
    assignment_id = await passed(worker)
    text = (await read_work(worker, AssignmentId(assignment_id=assignment_id))).text
    assert "Gaugewren keeps every calibration record" in text
    assert "{{" not in text


async def test_work_in_progress_is_not_read(worker: Ctx) -> None:
    assignment_id = await taken(worker)
    with pytest.raises(NotPassed):
        await read_work(worker, AssignmentId(assignment_id=assignment_id))
