"""After ninety days nothing of a map is held any more: what is owed is paid, the rest is back."""

from datetime import timedelta
from uuid import UUID

import pytest

from core.clock import SimulatedClock
from domain.work import EndHold
from jobs import end_hold
from memory import market, plans, schedule
from memory.ctx import Ctx
from tests.worlds import bought, facts, fitting, offered, passed, taken
from tools.base import Nothing
from tools.offers import Work, deliver
from tools.payments import Funds, funds


async def ended(worker: Ctx, simulated: SimulatedClock) -> Funds:
    """The funds after the one map's hold has ended, twice."""
    (plan,) = await plans.all_maps(worker)
    due = await schedule.waiting(worker, EndHold(map_id=plan.id))
    assert due == plan.purchased_at + timedelta(days=90)
    simulated.move_to(due)
    for _ in range(2):
        await end_hold.run(worker, EndHold(map_id=plan.id))
    return await funds(worker, Nothing())


async def state(worker: Ctx, assignment_id: UUID) -> str:
    """Where an assignment stands."""
    return (await market.assignment(worker, assignment_id)).status


@pytest.mark.parametrize("begin", [offered, taken])
async def test_work_that_was_not_handed_in_is_over_and_the_money_is_back(
    worker: Ctx, simulated: SimulatedClock, begin
) -> None:
    assignment_id = await begin(worker)
    account = await ended(worker, simulated)
    assert (account.still_held, account.refunded) == (0, account.held)
    assert await state(worker, assignment_id) in ("withdrawn", "closed")
    (creator,) = await market.all_creators(worker)
    assert (creator.active_briefs, await facts(worker, "HoldEnded")) == (0, 1)


async def test_work_that_was_handed_in_is_paid(worker: Ctx, simulated: SimulatedClock) -> None:
    assignment_id = await taken(worker)
    await deliver(worker, Work(assignment_id=assignment_id, text=await fitting(worker)))
    account = await ended(worker, simulated)
    assert await state(worker, assignment_id) == "passed"
    assert account.released > 0


async def test_a_bonus_is_settled_by_what_is_known(worker: Ctx, simulated: SimulatedClock) -> None:
    await passed(worker)
    await ended(worker, simulated)
    assert await facts(worker, "HoldEnded") == 1


async def test_a_map_without_a_brief_is_left_to_its_briefing(
    worker: Ctx, simulated: SimulatedClock
) -> None:
    await bought(worker)
    await ended(worker, simulated)
    assert await facts(worker, "HoldEnded") == 0
