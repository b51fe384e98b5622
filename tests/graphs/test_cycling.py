"""Weeks one to three observe, the fourth trains; what was missed is trained later, once."""

from datetime import date

from sqlalchemy import text

from graphs import base, cycling
from memory.ctx import Ctx


async def run(ctx: Ctx, day: int, month: int = 11) -> list[str]:
    """The nodes that a day goes through."""
    state = {"today": date(2026, month, day), "since": date(2026, 11, 1)}
    return [
        name
        async for step in cycling.graph.astream(state, context=ctx, stream_mode="updates")
        for name in step
    ]


async def test_three_weeks_observe_and_the_fourth_trains_once(ctx: Ctx) -> None:
    assert [await run(ctx, day) for day in (2, 9, 16, 23, 27)] == [["observe"]] * 5
    assert await run(ctx, 28) == ["observe", "train"]
    assert await run(ctx, 29) == ["observe"]


async def test_a_training_day_that_was_missed_is_made_up_for(ctx: Ctx) -> None:
    assert await run(ctx, 3, month=12) == ["observe", "train"]
    assert await run(ctx, 4, month=12) == ["observe"]
    due = await ctx.rows(text("select due_at from scheduled_work where work = 'train_cdt'"))
    assert [f"{row.due_at:%Y-%m-%d}" for row in due] == ["2026-11-28"]


async def test_nothing_is_owed_from_before_the_business_came(ctx: Ctx) -> None:
    state = {"today": date(2026, 11, 1), "since": date(2026, 11, 1)}
    assert (await base.run(cycling.graph, ctx, state))["owed"] == []
    assert await ctx.rows(text("select 1 from scheduled_work")) == []
