"""The daily look moves a creator once, tells them, and reads work done for anybody."""

from datetime import timedelta

from core.clock import SimulatedClock
from domain.work import UpdateTiers
from jobs import update_tiers
from memory import market
from memory.ctx import Ctx
from tests.worlds import facts, passed

WORK = UpdateTiers(day="2026-11-02")


async def test_who_finishes_nothing_for_ninety_days_begins_again_and_is_told_once(
    worker: Ctx, simulated: SimulatedClock
) -> None:
    row = await market.assignment(worker, await passed(worker))
    before = await market.creator(worker, row.creator_id)
    assert before.tier == "proven"
    simulated.move_to(worker.at + timedelta(days=91))
    for _ in range(2):
        await update_tiers.run(worker, WORK)
    assert (await market.creator(worker, row.creator_id)).tier == "rising"
    assert await facts(worker, "TierChanged") == 1


async def test_who_was_never_asked_here_is_left_alone(worker: Ctx) -> None:
    await update_tiers.run(worker, WORK)
    assert await facts(worker, "TierChanged") == 0
