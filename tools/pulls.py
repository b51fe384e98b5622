"""Monthly pulls from the customer's tools: kept whole, read as figures, then closed."""

from datetime import date
from typing import Any

from pydantic import Field

from core.ids import derived_id
from domain.events import ReadingsPulled
from memory import connections, events, outcomes
from memory.ctx import Ctx
from tools.base import Answer, Ask, tool


class Figure(Ask):
    """One figure that a tool gave for a day."""

    metric: str = Field(min_length=1, max_length=200)
    date: date
    value: float = Field(allow_inf_nan=False)
    unit: str = "count"


class Pull(Ask):
    """What one tool said of one month."""

    tool: str = Field(min_length=1, max_length=100)
    category: str = Field(min_length=1, max_length=100)
    month: str = Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")
    rows: list[Figure] = Field(min_length=1, max_length=100_000)


class Pulled(Answer):
    """How many figures came; none are new where that month was pulled before."""

    read: int
    new: bool


@tool("performance:write")
async def import_pull(ctx: Ctx, ask: Pull) -> Pulled:
    """Keep a month of one tool's figures; what moved more than its noise is flagged."""
    if not await connections.keep_pull(ctx, ask.tool, ask.month, ask.model_dump(mode="json")):
        return Pulled(read=len(ask.rows), new=False)
    pull_id = derived_id(ctx.business_id, "pull", ask.tool, ask.month)
    rows = [*{(row.metric, row.date): _reading(ask, row, pull_id) for row in ask.rows}.values()]
    await connections.keep_readings(ctx, rows)
    ids = [connections.reading_id(ctx, row) for row in rows]
    await outcomes.account_for(ctx, "reading", ids)
    await events.record(ctx, ReadingsPulled(months=(ask.month,)))
    return Pulled(read=len(rows), new=True)


def _reading(pull: Pull, row: Figure, pull_id: Any) -> dict[str, Any]:
    return {
        "source": pull.tool,
        "project": "",
        "metric_name": row.metric,
        "date": row.date,
        "value": row.value,
        "unit": row.unit,
        "extraction_id": pull_id,
    }
