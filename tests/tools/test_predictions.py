"""A prediction is shown however it came out."""

from datetime import timedelta

import pytest

from core.clock import SimulatedClock
from memory import plans
from memory.ctx import Ctx
from tests import worlds
from tools.base import Nothing
from tools.plans import score_predictions
from tools.predictions import list_predictions


async def test_before_its_day_a_prediction_is_open_and_after_it_unclear(
    ctx: Ctx, simulated: SimulatedClock
) -> None:
    await worlds.bought(ctx)
    (line,) = (await list_predictions(ctx, Nothing())).items
    assert (line.fate, line.metric, line.low, line.high) == ("open", "conversions", 20, 60)
    simulated.move_to(ctx.at + timedelta(days=60))
    (line,) = (await list_predictions(ctx, Nothing())).items
    assert line.fate == "unclear"


@pytest.mark.parametrize(
    ("value", "fate", "inside"), [(5, "underperformed", 0), (40, "worked", 1), (90, "worked", 0)]
)
async def test_what_was_measured_says_how_it_came_out(
    ctx: Ctx, simulated: SimulatedClock, value: float, fate: str, inside: int
) -> None:
    (artifact,) = await plans.artifacts_of(ctx, await worlds.bought(ctx))
    simulated.move_to(ctx.at + timedelta(days=60))
    await score_predictions(ctx, artifact.id, {"conversions": value})
    found = await list_predictions(ctx, Nothing())
    assert (found.items[0].fate, found.items[0].outcome) == (fate, value)
    assert (found.scored, found.inside) == (1, inside)
