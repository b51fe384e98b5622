"""What was frozen stays, what was scored is closed, and figures are those of the days asked for."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from core.clock import SimulatedClock
from core.ids import new_id
from memory import plans, predictions
from memory.ctx import Ctx
from tests.memory.test_plans import a_map
from tests.worlds import quarter


def a_prediction(map_id: UUID, artifact_id: UUID, due: date, expected: float) -> dict[str, Any]:
    """A row for a prediction."""
    return {"id": new_id(), "map_id": map_id, "artifact_id": artifact_id, "metric": "outcome",
            "subject_kind": "artifact", "expected": expected, "low": 0.1, "high": 0.9,
            "probability": 0.8, "bar": 0.1,
            "chance": 0.9, "due_on": due}  # fmt: skip


async def test_a_frozen_prediction_is_never_written_again(
    ctx: Ctx, simulated: SimulatedClock
) -> None:
    map_id = await a_map(ctx)
    artifact = (await plans.artifacts_of(ctx, map_id))[0].id
    due = ctx.at.date() + timedelta(days=30)
    for expected in (0.6, 0.9):
        await predictions.freeze(ctx, [a_prediction(map_id, artifact, due, expected)])
    assert await predictions.due(ctx) == []
    simulated.move_to(ctx.at + timedelta(days=31))
    (row,) = await predictions.due(ctx)
    assert row.expected == 0.6


async def test_what_was_frozen_or_scored_is_refused_to_whoever_would_change_it(ctx: Ctx) -> None:
    map_id = await a_map(ctx)
    artifact = (await plans.artifacts_of(ctx, map_id))[0].id
    row = a_prediction(map_id, artifact, ctx.at.date(), 0.6)
    await predictions.freeze(ctx, [row])
    table = predictions.predictions
    changes = [update(table).values(low=0.0), update(table).values(due_on=None), delete(table)]
    for change in changes:
        savepoint = await ctx.db.begin_nested()
        with pytest.raises(DBAPIError, match="frozen"):
            await ctx.db.execute(change)
        await savepoint.rollback()
    await predictions.score(ctx, row["id"], verdict="worked", outcome=0.7)
    with pytest.raises(DBAPIError, match="frozen"):
        await predictions.score(ctx, row["id"], verdict="underperformed", outcome=0.05)


async def test_a_verdict_is_one_of_three_words(ctx: Ctx) -> None:
    map_id = await a_map(ctx)
    artifact = (await plans.artifacts_of(ctx, map_id))[0].id
    row = a_prediction(map_id, artifact, ctx.at.date(), 0.6)
    await predictions.freeze(ctx, [row])
    with pytest.raises(DBAPIError, match="verdict_known"):
        await predictions.score(ctx, row["id"], verdict="fine", outcome=0.7)


async def test_a_scored_prediction_is_closed(ctx: Ctx) -> None:
    map_id = await a_map(ctx)
    artifact = (await plans.artifacts_of(ctx, map_id))[0].id
    yesterday = ctx.at.date() - timedelta(days=1)
    await predictions.freeze(ctx, [a_prediction(map_id, artifact, yesterday, 0.6)])
    (row,) = await predictions.due(ctx)
    await predictions.score(ctx, row.id, verdict="unclear", why="late")
    assert await predictions.due(ctx) == []


async def test_figures_are_those_of_the_days_asked_for(ctx: Ctx) -> None:
    await quarter(ctx, months=("2026-08",))
    reached = await predictions.first_days(ctx, "conversions", 30)
    assert (len(reached), reached["email-2026-08-1"]) == (12, 41)
    before, since = date(2026, 8, 5), date(2026, 8, 6)
    assert await predictions.until(ctx, "email-2026-08-1", before) == {}
    assert (await predictions.until(ctx, "email-2026-08-1", since))["conversions"] == 41
