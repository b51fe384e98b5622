"""Stages are weighed against the target, and holes in the calendar are seen."""

from memory.ctx import Ctx
from tests import worlds
from tools.funnel import AheadAsk, PeriodAsk, funnel_steps, stage_balance, stage_gaps


async def test_a_stage_without_anything_is_named(ctx: Ctx) -> None:
    await worlds.content(ctx)
    found = await stage_balance(ctx, PeriodAsk())
    shares = {part.name: part.n for part in found.parts}
    assert (shares["consideration"], sum(shares.values())) == (0, 61)
    assert "Consideration lies 30 points under its target" in found.said


async def test_steps_are_counted_from_seeing_to_converting(ctx: Ctx) -> None:
    await worlds.content(ctx)
    found = await funnel_steps(ctx, PeriodAsk())
    assert found.low is not None
    assert found.high is not None
    assert found.low < (found.value or 0) < found.high
    assert found.figures["clicked of 1000"] == 49.8


async def test_an_empty_stretch_ahead_is_told(ctx: Ctx) -> None:
    await worlds.content(ctx)
    found = await stage_gaps(ctx, AheadAsk(days_ahead=30))
    assert [part.value for part in found.parts] == [9, 21]
