"""The nightly batch writes one snapshot a day, however often it runs."""

from sqlalchemy import func, select

from domain.work import AnalyzePatterns, ExtractContext
from jobs import analyze_patterns, extract_context
from memory import context
from memory.ctx import Ctx
from tests.worlds import quarter
from tools.vents import Vent, submit_vent

DAY = AnalyzePatterns(day="2026-11-01")


async def test_the_nine_signals_of_the_calendar_are_kept(ctx: Ctx) -> None:
    await quarter(ctx)
    for _ in range(2):
        await analyze_patterns.run(ctx, DAY)
    found = (await context.snapshot(ctx, "calendar")).payload
    assert len(found) == 9
    count = select(func.count()).select_from(context.analytics_snapshots)
    assert await ctx.value(count) == 1


async def test_vents_give_mood_and_rivals(worker: Ctx) -> None:
    kept = await submit_vent(
        worker, Vent(text="We lost the deal to Trackwise again. I am furious.")
    )
    await extract_context.run(worker, ExtractContext(source_kind="vent", source_ids=(kept.id,)))
    await analyze_patterns.run(worker, DAY)
    assert set((await context.snapshot(worker, "vents")).payload) >= {"mood", "late_night_share"}


async def test_an_empty_business_has_nothing_to_show(ctx: Ctx) -> None:
    await analyze_patterns.run(ctx, DAY)
    assert await context.snapshot(ctx, "calendar") is None
