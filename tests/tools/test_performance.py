"""Results come in once; a correction replaces; a journey is kept with its touches."""

from datetime import date

from domain.imports import MetricRow, PerformanceRow
from memory import connections, performance
from memory.ctx import Ctx
from tools.performance import (
    Figures,
    JourneyRow,
    Journeys,
    MetricRows,
    Touch,
    import_journeys,
    import_metrics,
    import_performance,
)

FIGURE = PerformanceRow(date=date(2026, 10, 8), artifact_id="a1", metric="clicks", value=40)


async def test_a_figure_twice_counts_once(ctx: Ctx) -> None:
    assert (await import_performance(ctx, Figures(rows=[FIGURE]))).changed == 1
    assert (await import_performance(ctx, Figures(rows=[FIGURE]))).changed == 0


async def test_a_correction_replaces_the_figure(ctx: Ctx) -> None:
    await import_performance(ctx, Figures(rows=[FIGURE]))
    await import_performance(ctx, Figures(rows=[FIGURE.model_copy(update={"value": 44.0})]))
    assert [row.value for row in await performance.totals(ctx)] == [44.0]


async def test_a_journey_keeps_its_touches_in_order(ctx: Ctx) -> None:
    touches = [Touch(at=ctx.at, channel=name) for name in ("seo", "email", "direct")]
    journey = JourneyRow(id="j1", touches=touches, converted_at=ctx.at, value_cents=1000)
    assert (await import_journeys(ctx, Journeys(journeys=[journey]))).changed == 1
    assert (await import_journeys(ctx, Journeys(journeys=[journey]))).changed == 0
    assert [row.channel for row in await performance.open_journeys(ctx)] == [
        "seo",
        "email",
        "direct",
    ]


async def test_monthly_figures_stand_on_the_first_of_the_month(ctx: Ctx) -> None:
    row = MetricRow(month="2026-09", metric="signups", value=12)
    await import_metrics(ctx, MetricRows(rows=[row]))
    assert [(r.metric_name, r.date) for r in await connections.all_readings(ctx)] == [
        ("signups", date(2026, 9, 1))
    ]
