"""Every period begins once, also when nobody was running when it began."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from core.clock import SimulatedClock
from domain.access import Actor
from jobs import schedule
from memory.ctx import Ctx, open_ctx
from memory.people import businesses
from memory.schedule import scheduled_work
from tests.conftest import START

MONDAY = date(2026, 11, 9)


@pytest.fixture
async def settled(ctx: Ctx) -> Ctx:
    """A business that has been here for a while."""
    await ctx.db.execute(businesses.update().values(created_at=START - timedelta(days=60)))
    return ctx


async def begun(ctx: Ctx) -> list[str]:
    """Names of the work that is scheduled."""
    return sorted(row.work for row in await ctx.rows(select(scheduled_work.c.work)))


async def test_a_monday_begins_its_day_and_its_week_and_catches_up_with_the_month(
    settled: Ctx,
) -> None:
    for _ in range(2):
        await schedule.begin(settled, MONDAY)
    assert await begun(settled) == [
        "analyze_patterns", "generate_maps", "suggest_entries", "train_cdt", "update_policy"
    ]  # fmt: skip


async def test_a_tuesday_adds_its_day_only(settled: Ctx) -> None:
    await schedule.begin(settled, MONDAY)
    before = len(await begun(settled))
    await schedule.begin(settled, MONDAY + timedelta(days=1))
    assert len(await begun(settled)) - before == 2


async def test_what_began_before_the_business_came_is_not_its_own(ctx: Ctx) -> None:
    await ctx.db.execute(businesses.update().values(created_at=START))
    await schedule.begin(ctx, START.date())
    assert await begun(ctx) == []


async def test_a_tick_hands_over_what_is_due(lasting: Actor, simulated: SimulatedClock) -> None:
    async with open_ctx(lasting) as ctx:
        await ctx.db.execute(
            businesses.update().where(businesses.c.id == ctx.business_id).values(created_at=START)
        )
    simulated.move_to(START + timedelta(days=1))
    assert await schedule.tick(simulated.now().date()) >= 2
    assert not await schedule.something_waits()
    assert await schedule.tick(simulated.now().date()) == 0
