"""The cycle is told ahead by the rules that schedule it, and looking schedules nothing."""

from datetime import timedelta

from sqlalchemy import text

from cdt import release
from domain.loop import TRAINING_DAY, begun
from memory import releases
from memory.ctx import Ctx
from tests.cdt.test_release import trained
from tools.base import Nothing
from tools.cycle import look_ahead


async def test_what_is_told_ahead_is_what_each_day_would_begin(ctx: Ctx) -> None:
    found = await look_ahead(ctx, Nothing())
    told = {
        (one.first + timedelta(days=n), name)
        for one in found.items
        for n in range((one.last - one.first).days + 1)
        for name in one.works
        if name != "track_training"
    }
    day, begins = ctx.at.date() + timedelta(days=1), set()
    while day <= found.trains_on:
        begins |= {(day, work.name()) for start, work in begun(day) if start == day}
        day += timedelta(days=1)
    assert told == begins
    assert found.items[-1].phase == "train"
    assert found.trains_on.day == TRAINING_DAY
    assert await ctx.rows(text("select 1 from scheduled_work")) == []


async def test_a_training_tells_what_it_will_use_and_cost_and_when_a_trial_ends(ctx: Ctx) -> None:
    assert (await look_ahead(ctx, Nothing())).items[-1].cost is None
    await trained(ctx, "2026-08", "2026-09")
    await release.promote(ctx, 1)
    await releases.make_canary(ctx, 2)
    found = await look_ahead(ctx, Nothing())
    last = found.items[-1]
    assert last.cost is not None
    assert (last.rows, last.cost.measured) == (last.cost.rows, 2)
    assert found.trial_ends == (ctx.at + release.CANARY_LASTS).date()
