"""Predictions that were frozen before launch, and the figures that they are held against."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    Float,
    Integer,
    Text,
    Uuid,
    and_,
    case,
    func,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, insert

from memory import performance
from memory.calendar import calendar_entries
from memory.ctx import Ctx
from memory.plans import execution_maps, map_artifacts
from memory.tables import moment, tenant_table, unique

predictions = tenant_table(
    "predictions",
    Column("subject_kind", Text, nullable=False),
    Column("subject_id", Uuid),
    Column("output_type", Text, nullable=False, server_default=""),
    Column("belief_ids", ARRAY(Uuid), nullable=False, server_default="{}"),
    Column("metric", Text, nullable=False),
    Column("expected", Float, nullable=False),
    Column("low", Float, nullable=False),
    Column("high", Float, nullable=False),
    Column("probability", Float, nullable=False),
    Column("bar", Float, nullable=False),
    Column("chance", Float, nullable=False),
    Column("basis", Integer, nullable=False, server_default="0"),
    Column("due_on", Date, nullable=False),
    Column("cdt_version", Integer),
    Column("outcome", Float),
    Column("verdict", Text),
    Column("why", Text),
    moment("scored_at"),
    unique("subject_kind", "subject_id", "metric"),
    CheckConstraint("verdict IN ('worked', 'underperformed', 'unclear')", name="verdict_known"),
    refers={"map_id": "execution_maps", "artifact_id": "map_artifacts"},
)


async def freeze(ctx: Ctx, rows: Sequence[dict[str, Any]]) -> None:
    """Freeze predictions; one that is frozen is never written again."""
    if rows:
        ours = {"business_id": ctx.business_id}
        full = [{**ours, "subject_id": row.get("artifact_id"), **row} for row in rows]
        await ctx.db.execute(insert(predictions).on_conflict_do_nothing(), full)


async def of_map(ctx: Ctx, map_id: UUID) -> list[Any]:
    """What was frozen for a map, in the order of its artifacts."""
    query = (
        select(predictions, map_artifacts.c.position, map_artifacts.c.title)
        .join(map_artifacts, map_artifacts.c.id == predictions.c.artifact_id)
        .where(predictions.c.map_id == map_id, predictions.c.subject_kind == "artifact")
        .order_by(map_artifacts.c.position, predictions.c.metric)
    )
    return await ctx.rows(query)


async def due(ctx: Ctx) -> list[Any]:
    """Predictions without a verdict whose day is over, with the entry that came of each, if any."""
    query = _told().where(predictions.c.verdict.is_(None), predictions.c.due_on < ctx.at.date())
    return await ctx.rows(query)


async def of_artifacts(ctx: Ctx) -> list[Any]:
    """What was predicted of artifacts and measured, with the type of the artifact."""
    query = (
        select(predictions, map_artifacts.c.artifact_type)
        .join(map_artifacts, map_artifacts.c.id == predictions.c.artifact_id)
        .where(predictions.c.outcome.is_not(None), predictions.c.subject_kind == "artifact")
        .order_by(predictions.c.due_on, predictions.c.id)
    )
    return await ctx.rows(query)


async def every(ctx: Ctx) -> list[Any]:
    """Every prediction with the title of what it is about, first due first."""
    return await ctx.rows(_told())


async def score(ctx: Ctx, prediction_id: UUID, **found: Any) -> None:
    """Write what became of a prediction: `verdict`, `outcome` and `why`; that is final."""
    table = predictions
    values = {"scored_at": ctx.at, **found}
    await ctx.db.execute(update(table).where(table.c.id == prediction_id).values(**values))


async def first_days(ctx: Ctx, metric: str, days: int) -> dict[str, float]:
    """Artifact → sum of a metric in the first `days` days after its entry was published."""
    table, entry = performance.performance_records, calendar_entries
    query = (
        select(table.c.artifact_ref, func.sum(table.c.value).label("value"))
        .join(entry, entry.c.external_id == table.c.artifact_ref)
        .where(table.c.metric == metric, table.c.date <= entry.c.publish_on + days)
        .group_by(table.c.artifact_ref)
    )
    return {row.artifact_ref: float(row.value) for row in await ctx.rows(query)}


async def until(ctx: Ctx, artifact_ref: str, day: date) -> dict[str, float]:
    """Metric → sum of an artifact's figures up to a day, that day included."""
    table = performance.performance_records
    query = (
        select(table.c.metric, func.sum(table.c.value).label("value"))
        .where(table.c.artifact_ref == artifact_ref, table.c.date <= day)
        .group_by(table.c.metric)
    )
    return {row.metric: float(row.value) for row in await ctx.rows(query)}


def _told() -> Any:
    """Predictions with the title of their subject and the calendar entry that came of it."""
    of_entry = func.coalesce(
        map_artifacts.c.calendar_entry_id,
        case((predictions.c.subject_kind == "suggestion", predictions.c.subject_id)),
    )
    title = func.coalesce(
        map_artifacts.c.title, execution_maps.c.title, calendar_entries.c.title, ""
    )
    same = predictions.c.business_id
    return (
        select(
            predictions, title.label("title"), calendar_entries.c.id.label("entry_id"),
            calendar_entries.c.external_id, calendar_entries.c.publish_on,
            calendar_entries.c.status.label("entry_status"),
        )
        .outerjoin(map_artifacts, map_artifacts.c.id == predictions.c.artifact_id)
        .outerjoin(execution_maps, execution_maps.c.id == predictions.c.map_id)
        .outerjoin(
            calendar_entries,
            and_(calendar_entries.c.id == of_entry, calendar_entries.c.business_id == same),
        )
        .order_by(predictions.c.due_on, predictions.c.id)
    )  # fmt: skip
