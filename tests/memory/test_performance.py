"""Figures, journeys and credit: what came twice counts once, a correction replaces."""

from datetime import date, timedelta
from typing import Any

from core.ids import new_id
from memory import calendar, performance
from memory.ctx import Ctx


def figure(value: float, **changes: Any) -> dict[str, Any]:
    """A row for one figure."""
    return {"artifact_ref": "a1", "metric": "clicks", "date": date(2026, 10, 1), "source": "file",
            "value": value, **changes}  # fmt: skip


def journey(ctx: Ctx, name: str, *channels: str) -> dict[str, Any]:
    """A journey with a touch an hour."""
    touches = [
        {"channel": channel, "touch_at": ctx.at + timedelta(hours=n), "artifact_ref": "a1"}
        for n, channel in enumerate(channels)
    ]
    head = {"external_id": name, "converted_at": ctx.at, "value_cents": 1000, "currency": "USD"}
    return {"external_id": name, "head": head, "touches": touches}


async def test_a_figure_counts_once_and_a_correction_replaces(ctx: Ctx) -> None:
    assert await performance.keep_records(ctx, [figure(40)]) == 1
    assert await performance.keep_records(ctx, [figure(40)]) == 0
    assert await performance.keep_records(ctx, [figure(44)]) == 1
    assert [row.value for row in await performance.totals(ctx)] == [44]


async def test_totals_add_up_over_days_and_sources(ctx: Ctx) -> None:
    rows = [figure(1), figure(2, date=date(2026, 10, 2)), figure(4, source="crm"),
            figure(8, metric="conversions")]  # fmt: skip
    await performance.keep_records(ctx, rows)
    totals = {row.metric: (row.value, row.last) for row in await performance.totals(ctx)}
    assert totals == {"clicks": (7, date(2026, 10, 2)), "conversions": (8, date(2026, 10, 1))}


async def test_figures_and_touches_find_their_entry(ctx: Ctx) -> None:
    await performance.keep_records(ctx, [figure(1), figure(2, artifact_ref="unknown")])
    await performance.keep_journeys(ctx, [journey(ctx, "j1", "seo")])
    (entry,) = await calendar.keep_entries(ctx, [{"id": "a1", "title": "t", "artifact_type": "ad"}])
    assert await performance.map_to_entries(ctx, {"a1": entry}) == (1, 1)
    assert await performance.map_to_entries(ctx, {"a1": entry}) == (1, 1)
    (touch,) = await performance.open_journeys(ctx)
    assert touch.calendar_entry_id == entry


async def test_a_journey_keeps_its_touches_in_order(ctx: Ctx) -> None:
    assert not await performance.any_journey(ctx)
    rows = [journey(ctx, "j1", "seo", "email"), journey(ctx, "j2", "direct")]
    assert await performance.keep_journeys(ctx, rows) == 2
    assert await performance.keep_journeys(ctx, rows) == 0
    found = [(row.external_id, row.channel) for row in await performance.open_journeys(ctx)]
    assert found == [("j1", "seo"), ("j1", "email"), ("j2", "direct")]
    assert await performance.any_journey(ctx)


async def test_a_credited_journey_is_closed_and_its_cents_add_up(ctx: Ctx) -> None:
    await performance.keep_journeys(ctx, [journey(ctx, "j1", "seo", "email")])
    touches = await performance.open_journeys(ctx)
    rows = [
        {"journey_id": touch.id, "touchpoint_id": touch.touch_id, "model": "linear",
         "channel": touch.channel, "artifact_ref": "a1", "amount_cents": 500, "currency": "USD"}
        for touch in touches
    ]  # fmt: skip
    for _ in range(2):
        await performance.keep_credits(ctx, rows, [touches[0].id])
    await performance.keep_credits(ctx, [], [])
    assert await performance.open_journeys(ctx) == []
    totals = await performance.credit_by_entry(ctx)
    assert [(row.model, row.artifact_ref, row.cents) for row in totals] == [("linear", "a1", 1000)]


async def test_an_unknown_journey_marks_nothing_done(ctx: Ctx) -> None:
    await performance.keep_journeys(ctx, [journey(ctx, "j1", "seo")])
    await performance.keep_credits(ctx, [], [new_id()])
    assert len(await performance.open_journeys(ctx)) == 1
