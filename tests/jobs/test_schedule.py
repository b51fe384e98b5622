"""Periods begin once for each business, what was missed is caught up with, what is due goes on."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from core import clock
from domain.loop import TRAINING_DAY, begun
from domain.work import GenerateMaps
from jobs import schedule
from memory import schedule as waiting
from memory.ctx import Ctx


async def begun_works(ctx: Ctx) -> list[str]:
    """Names of the work that waits for its time."""
    found = await ctx.rows(text("select work from scheduled_work order by work"))
    return [row.work for row in found]


async def test_each_period_begins_once(ctx: Ctx) -> None:
    for _ in range(3):
        await schedule.begin(ctx, date(2026, 11, 2))  # a Monday, the day after the business came
    works = await begun_works(ctx)
    assert works == [
        "analyze_patterns", "empty_trash", "generate_maps", "recheck_briefs", "remove_old_words",
        "score_predictions", "send_slack_digests", "suggest_entries", "tend_vault", "update_tiers",
        "watch_release",
    ]  # fmt: skip


async def test_a_monday_that_was_missed_is_caught_up_with(ctx: Ctx) -> None:
    await schedule.begin(ctx, date(2026, 11, 5))
    assert "generate_maps" in await begun_works(ctx)


async def test_a_month_trains_once_on_its_day_or_after(ctx: Ctx) -> None:
    await schedule.begin(ctx, date(2026, 11, TRAINING_DAY - 1))
    assert "train_cdt" not in await begun_works(ctx)
    for day in range(TRAINING_DAY, 31):
        await schedule.begin(ctx, date(2026, 11, day))
    await schedule.begin(ctx, date(2026, 12, 5))
    assert (await begun_works(ctx)).count("train_cdt") == 1


async def test_what_began_before_the_business_came_is_not_its_work(ctx: Ctx) -> None:
    await schedule.begin(ctx, date(2026, 11, 1))
    assert await begun_works(ctx) == []


async def test_what_is_due_is_handed_over_once(ctx: Ctx, simulated: clock.SimulatedClock) -> None:
    await waiting.wait_until(ctx, ctx.at + timedelta(hours=24), GenerateMaps(week="2026-W45"))
    assert await waiting.hand_over(clock.now()) == 0


@pytest.mark.parametrize("day", [29, 30, 31])
def test_days_beyond_the_training_day_belong_to_their_own_month(day: int) -> None:
    works = {work.name(): start for start, work in begun(date(2026, 12, day))}
    assert works["train_cdt"] == date(2026, 12, TRAINING_DAY)


@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)))
def test_looking_late_finds_the_periods_that_a_daily_look_would(day: date) -> None:
    starts = {work.key(): start for start, work in begun(day)}
    for key, start in starts.items():
        assert (key, start) in {(work.key(), at) for at, work in begun(start)}
        assert day - timedelta(days=31) <= start <= day


@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)))
def test_every_month_trains_exactly_once(day: date) -> None:
    first = day.replace(day=1)
    days = [first + timedelta(days=n) for n in range(31)]
    keys = {
        work.key()
        for each in days
        if each.month == day.month
        for start, work in begun(each)
        if work.name() == "train_cdt" and start.month == day.month
    }
    assert len(keys) == 1
