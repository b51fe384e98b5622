"""A person decides what failed three reviews; the name comes back in passed work."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from core.clock import SimulatedClock
from core.ids import new_id
from domain.access import ScopeMissing
from domain.assignments import NotEscalated, NotPassed
from domain.reviews import Judgement, Point
from domain.work import ReleaseWork
from jobs import release_work
from memory import market, plans, schedule
from memory.ctx import Ctx, as_worker
from tests.memory.rows import as_actor, in_role
from tests.worlds import facts, fitting, handed_in, passed, taken
from tools.offers import Work, deliver
from tools.onboarding import Description, describe_business
from tools.payments import AssignmentId, Nothing, funds, pay_creator
from tools.reviews import (
    Decision,
    Judged,
    NoSuchDeliverable,
    ReviewedAlready,
    decide_escalated,
    list_waiting,
    read_work,
    record_review,
)

GOOD = Judgement(passed=True, score=1.0, points=())
BAD = Judgement(passed=False, score=0.0, points=(Point(check="length", met=False, note="Short."),))


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
    finished = (await read_work(worker, AssignmentId(assignment_id=assignment_id))).text
    assert "Gaugewren keeps every calibration record" in finished
    assert "{{" not in finished


async def test_work_in_progress_is_not_read(worker: Ctx) -> None:
    assignment_id = await taken(worker)
    with pytest.raises(NotPassed):
        await read_work(worker, AssignmentId(assignment_id=assignment_id))


async def test_a_reviewer_lets_work_pass_and_the_house_pays(worker: Ctx) -> None:
    assignment_id = await taken(worker)
    handed = await deliver(worker, Work(assignment_id=assignment_id, text=await fitting(worker)))
    async with as_actor(worker, in_role(worker.actor, "reviewer")) as reviewer:
        judged = Judged(deliverable_id=handed.deliverable_id, judgement=GOOD)
        said = await record_review(reviewer, judged)
        assert (said.status, said.paid_cents > 0) == ("passed", True)
        with pytest.raises(ScopeMissing, match="money:move"):
            await pay_creator(reviewer, AssignmentId(assignment_id=assignment_id))
        assert await reviewer.value(text("select app_actor()")) == "reviewer"
        async with as_worker(reviewer) as house:
            account = await funds(house, Nothing())
            assert account.released == said.paid_cents + account.fees
            assert await facts(house, "CreatorPaid") == 1


async def test_work_that_nobody_handed_in_is_not_reviewed(worker: Ctx) -> None:
    nobody = new_id()
    with pytest.raises(NoSuchDeliverable, match=str(nobody)) as refused:
        await record_review(worker, Judged(deliverable_id=nobody, judgement=GOOD))
    assert refused.value.status == 404


async def test_a_version_that_went_back_cannot_pass_later(worker: Ctx) -> None:
    assignment_id = await taken(worker)
    first = await handed_in(worker, assignment_id, "Too short to be anything.")
    await deliver(worker, Work(assignment_id=assignment_id, text=await fitting(worker)))
    with pytest.raises(ReviewedAlready, match="Version 1 went back"):
        await record_review(worker, Judged(deliverable_id=first, judgement=GOOD))
    assert await facts(worker, "CreatorPaid") == 0


@pytest.mark.parametrize("percent", [1, 50, 99])
async def test_work_may_pass_in_part_and_the_rest_goes_back_at_once(
    worker: Ctx, percent: int
) -> None:
    assignment_id = await escalated(worker)
    row = await market.assignment(worker, assignment_id)
    yes = Decision(assignment_id=assignment_id, passed=True, paid_percent=percent)
    assert (await decide_escalated(worker, yes)).status == "passed"
    account = await funds(worker, Nothing())
    assert account.released == row.fee_cents * percent // 100
    assert (account.still_held, account.sum) == (0, 0)
    assert account.refunded == account.held - account.released


async def test_premium_work_waits_for_a_person_and_passes_without_an_answer(
    worker: Ctx, simulated: SimulatedClock
) -> None:
    assignment_id = await taken(worker)
    (plan,) = await plans.all_maps(worker)
    await plans.change_map(worker, plan.id, premium=True)
    await handed_in(worker, assignment_id, await fitting(worker))
    row = await market.assignment(worker, assignment_id)
    (item,) = (await list_waiting(worker, Nothing())).items
    assert (row.status, item.waits_for, item.decide_by) == (
        "delivered", "review", worker.at + timedelta(days=7),
    )  # fmt: skip
    assert item.points
    assert (await funds(worker, Nothing())).released == 0
    simulated.move_to(item.decide_by)
    await release_work.run(worker, ReleaseWork(assignment_id=assignment_id))
    assert (await market.assignment(worker, assignment_id)).status == "passed"
    assert (await funds(worker, Nothing())).released > 0


async def test_premium_work_that_misses_the_brief_goes_back_before_a_person_reads_it(
    worker: Ctx,
) -> None:
    assignment_id = await taken(worker)
    (plan,) = await plans.all_maps(worker)
    await plans.change_map(worker, plan.id, premium=True)
    await handed_in(worker, assignment_id, "Ten words at the most, and no step at all.")
    assert (await market.assignment(worker, assignment_id)).status == "revision"
    assert (await list_waiting(worker, Nothing())).items == []


async def test_what_code_found_stands_beside_the_line_that_it_is_about(worker: Ctx) -> None:
    assignment_id = await escalated(worker)
    (item,) = (await list_waiting(worker, Nothing())).items
    assert item.id == assignment_id
    found = {line: fault for line, fault in zip(item.acceptance, item.faults, strict=True) if fault}
    unmet = {point.note for point in item.points if not point.met}
    assert found
    assert set(found.values()) <= unmet


async def test_a_reviewer_sends_premium_work_back_and_the_clock_begins_anew(worker: Ctx) -> None:
    assignment_id = await taken(worker)
    (plan,) = await plans.all_maps(worker)
    await plans.change_map(worker, plan.id, premium=True)
    handed = await handed_in(worker, assignment_id, await fitting(worker))
    work = ReleaseWork(assignment_id=assignment_id)
    assert await schedule.waiting(worker, work) is not None
    await record_review(worker, Judged(deliverable_id=handed, judgement=BAD))
    assert await schedule.waiting(worker, work) is None
    await handed_in(worker, assignment_id, await fitting(worker))
    assert await schedule.waiting(worker, work) == worker.at + timedelta(days=7)
