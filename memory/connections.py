"""Tools of the customer: connections, versioned pulls, the readings in them, and the changes
flagged."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Date, Float, Text, select
from sqlalchemy.dialects.postgresql import insert

from core.ids import derived_id
from memory.ctx import Ctx
from memory.tables import document, moment, sealed, tenant_table, unique

tooling_connections = tenant_table(
    "tooling_connections",
    Column("tool", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("grant", Text, nullable=False, server_default="one_shot"),
    Column("status", Text, nullable=False, server_default="closed"),
    sealed("credentials"),
    moment("expires_at"),
    unique("tool"),
)

tooling_extractions = tenant_table(
    "tooling_extractions",
    Column("tool", Text, nullable=False),
    Column("month", Text, nullable=False),
    moment("extraction_date", nullable=False),
    sealed("raw", nullable=False),
    Column("completeness", Text, nullable=False, server_default="complete"),
    unique("tool", "month"),
)

readings = tenant_table(
    "readings",
    Column("source", Text, nullable=False),
    Column("project", Text, nullable=False, server_default=""),
    Column("metric_name", Text, nullable=False),
    Column("date", Date, nullable=False),
    Column("value", Float, nullable=False),
    Column("unit", Text, nullable=False, server_default="count"),
    Column("currency", Text),
    Column("timezone", Text, nullable=False, server_default="UTC"),
    unique("source", "project", "metric_name", "date"),
    refers={"extraction_id": "tooling_extractions"},
)

signals = tenant_table(
    "signals",
    Column("signal_type", Text, nullable=False),
    Column("metric_name", Text, nullable=False),
    Column("magnitude", Float, nullable=False),
    Column("source", Text, nullable=False),
    Column("period", Text, nullable=False),
    document("payload"),
    unique("signal_type", "metric_name", "source", "period"),
    refers={"extraction_id": "tooling_extractions"},
)


async def keep_readings(ctx: Ctx, rows: Sequence[dict[str, Any]]) -> list[str]:
    """Write figures by source, project, metric and day; returns the months with something new."""
    full = [
        {
            "id": reading_id(ctx, r),
            "business_id": ctx.business_id,
            **r,
        }
        for r in rows
    ]
    write = insert(readings)
    statement = write.on_conflict_do_update(
        index_elements=["business_id", "source", "project", "metric_name", "date"],
        set_={"value": write.excluded.value},
        where=readings.c.value != write.excluded.value,
    ).returning(readings.c.date)
    days = [*(await ctx.db.scalars(statement, full))]
    return sorted({f"{day:%Y-%m}" for day in days})


def reading_id(ctx: Ctx, row: dict[str, Any]) -> UUID:
    """Our id of one figure; the same for ever."""
    parts = (row["source"], row["project"], row["metric_name"], row["date"])
    return derived_id(ctx.business_id, "reading", *parts)


async def keep_pull(ctx: Ctx, tool: str, month: str, raw: dict[str, Any]) -> bool:
    """Keep one tool's raw answer of one month; False when that month was kept already."""
    row = {
        "id": derived_id(ctx.business_id, "pull", tool, month),
        "business_id": ctx.business_id,
        "tool": tool,
        "month": month,
        "extraction_date": ctx.at,
        "raw": raw,
    }
    made = insert(tooling_extractions).values(row).on_conflict_do_nothing()
    return (await ctx.value(made.returning(tooling_extractions.c.id))) is not None


async def all_readings(ctx: Ctx) -> list[Any]:
    """Every figure, by source, project, metric and day."""
    table = readings
    order = (table.c.source, table.c.project, table.c.metric_name, table.c.date)
    return await ctx.rows(select(table).order_by(*order))


async def keep_signals(ctx: Ctx, rows: Sequence[dict[str, Any]]) -> list[Any]:
    """Flag changes; a change flagged before is left as it is. Returns the rows that are new."""
    if not rows:
        return []
    full = [
        {
            "id": signal_id(ctx, r),
            "business_id": ctx.business_id,
            **r,
        }
        for r in rows
    ]
    made = insert(signals).on_conflict_do_nothing().returning(signals.c.id)
    return [*(await ctx.db.scalars(made, full))]


def signal_id(ctx: Ctx, row: dict[str, Any]) -> UUID:
    """Id of a flagged change; the same for ever."""
    parts = (row["signal_type"], row["metric_name"], row["source"], row["period"])
    return derived_id(ctx.business_id, "signal", *parts)


async def all_signals(ctx: Ctx) -> list[Any]:
    """Every flagged change, newest period first."""
    table = signals
    return await ctx.rows(select(table).order_by(table.c.period.desc(), table.c.metric_name))
