"""Paused, everything waits in the schedule and nothing is lost; resumed, it is done."""

from datetime import date

from core import clock
from domain.access import Actor
from domain.work import AnalyzePatterns
from jobs import schedule as ticking
from jobs import worker
from memory import models, queue, schedule
from memory.context import snapshot
from memory.ctx import Ctx, open_ctx
from tools.base import Nothing
from tools.pauses import pause_business, read_pause, resume_business

WORK = AnalyzePatterns(day="2026-11-01")


async def test_models_are_paused_along_and_only_those_that_were_asked(ctx: Ctx) -> None:
    assert (await pause_business(ctx, Nothing())).paused
    assert (await models.limits(ctx)).paused
    assert not (await resume_business(ctx, Nothing())).paused
    assert not (await models.limits(ctx)).paused
    await models.keep_limits(ctx, {"paused": True})
    await pause_business(ctx, Nothing())
    await resume_business(ctx, Nothing())
    assert (await models.limits(ctx)).paused


async def test_work_that_is_queued_waits_until_the_business_is_resumed(lasting: Actor) -> None:
    async with open_ctx(lasting) as ctx:
        await pause_business(ctx, Nothing())
        await queue.enqueue(ctx, [WORK])
    assert await worker.drain() == 1
    await ticking.tick()
    assert await worker.drain() == 0
    assert await schedule.next_due() is None
    async with open_ctx(lasting) as ctx:
        assert await snapshot(ctx, "calendar") is None
        await resume_business(ctx, Nothing())
    await ticking.tick()
    assert await worker.drain() >= 1
    async with open_ctx(lasting) as ctx:
        assert not (await read_pause(ctx, Nothing())).paused


async def test_what_falls_due_meanwhile_waits_too(
    lasting: Actor, simulated: clock.SimulatedClock
) -> None:
    async with open_ctx(lasting) as ctx:
        await schedule.wait_until(ctx, ctx.at, WORK)
        await pause_business(ctx, Nothing())
    assert await schedule.hand_over(simulated.now()) == 0
    async with open_ctx(lasting) as ctx:
        await resume_business(ctx, Nothing())
    assert await schedule.hand_over(simulated.now()) == 1
    assert date(2026, 11, 1) == simulated.now().date()
