"""Predictions that were frozen before launch, and how each came out."""

from datetime import date
from typing import Literal
from uuid import UUID

from memory import plans
from memory.ctx import Ctx
from tools.base import Answer, Nothing, tool

Fate = Literal["worked", "underperformed", "unclear", "open"]


class PredictionLine(Answer):
    """A prediction. `worked` reached its range or more, `underperformed` fell below it; `unclear`
    was due and nothing was measured; `open` is not due. `probability` is that of the range."""

    id: UUID
    map_id: UUID
    artifact_id: UUID
    title: str
    metric: str
    expected: float
    low: float
    high: float
    probability: float
    due_on: date
    outcome: float | None
    fate: Fate
    version: int | None


class PredictionList(Answer):
    """Every prediction, first due first, and of those that were scored how many lay in range."""

    items: list[PredictionLine]
    scored: int
    inside: int


@tool("plans:read")
async def list_predictions(ctx: Ctx, ask: Nothing) -> PredictionList:
    """What was predicted before launch, shown when it came out badly too."""
    rows = await plans.all_predictions(ctx)
    today = ctx.at.date()
    lines = [
        PredictionLine(
            id=row.id, map_id=row.map_id, artifact_id=row.artifact_id, title=row.title,
            metric=row.metric, expected=row.expected, low=row.low, high=row.high,
            probability=row.probability, due_on=row.due_on, outcome=row.outcome,
            fate=_fate(row.verdict, row.due_on, today), version=row.cdt_version,
        )
        for row in rows
    ]  # fmt: skip
    scored = [row for row in rows if row.outcome is not None]
    inside = sum(row.verdict == "inside" for row in scored)
    return PredictionList(items=lines, scored=len(scored), inside=inside)


def _fate(verdict: str | None, due_on: date, today: date) -> Fate:
    if verdict is None:
        return "open" if due_on >= today else "unclear"
    return "underperformed" if verdict == "below" else "worked"
