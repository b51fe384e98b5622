"""Readings are kept by source and day, pulls by month, changes once."""

from datetime import date
from typing import Any

from memory import connections
from memory.ctx import Ctx


def reading(day: date, value: float, **changes: Any) -> dict[str, Any]:
    """A row for a figure from a tool."""
    return {"source": "stripe", "project": "", "metric_name": "revenue", "date": day,
            "value": value, "unit": "cents", **changes}  # fmt: skip


def a_signal(period: str, magnitude: float = 2.5) -> dict[str, Any]:
    """A row for a flagged change."""
    return {"signal_type": "up_shift", "metric_name": "revenue", "magnitude": magnitude,
            "source": "stripe", "period": period, "payload": {}}  # fmt: skip


async def test_months_with_something_new_are_told(ctx: Ctx) -> None:
    rows = [reading(date(2026, 9, 1), 10), reading(date(2026, 10, 1), 12)]
    assert await connections.keep_readings(ctx, rows) == ["2026-09", "2026-10"]
    assert await connections.keep_readings(ctx, rows) == []
    corrected = [rows[0], reading(date(2026, 10, 1), 13)]
    assert await connections.keep_readings(ctx, corrected) == ["2026-10"]
    assert [row.value for row in await connections.all_readings(ctx)] == [10, 13]


async def test_the_same_metric_of_two_projects_stays_apart(ctx: Ctx) -> None:
    rows = [reading(date(2026, 9, 1), 1, project=name) for name in ("b", "a")]
    await connections.keep_readings(ctx, rows)
    assert [row.project for row in await connections.all_readings(ctx)] == ["a", "b"]


async def test_a_month_is_pulled_once_and_kept_raw(ctx: Ctx) -> None:
    assert await connections.keep_pull(ctx, "stripe", "2026-10", {"rows": [1]})
    assert not await connections.keep_pull(ctx, "stripe", "2026-10", {"rows": [2]})
    row = await ctx.row(connections.tooling_extractions.select())
    assert (row.raw, row.extraction_date) == ({"rows": [1]}, ctx.at)


async def test_a_change_is_flagged_once_and_the_newest_comes_first(ctx: Ctx) -> None:
    first = await connections.keep_signals(ctx, [a_signal("2026-09"), a_signal("2026-10")])
    again = await connections.keep_signals(ctx, [a_signal("2026-10", 9.9), a_signal("2026-11")])
    assert (len(first), len(again)) == (2, 1)
    assert await connections.keep_signals(ctx, []) == []
    found = [(row.period, row.magnitude) for row in await connections.all_signals(ctx)]
    assert found == [("2026-11", 2.5), ("2026-10", 2.5), ("2026-09", 2.5)]
    assert again == [connections.signal_id(ctx, a_signal("2026-11"))]
