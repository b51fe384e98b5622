"""The plain value of a figure, in a month, over months, or last."""

from datetime import date

import pytest

from memory.ctx import Ctx
from tools.figures import read_figure
from tools.measures import MetricAsk
from tools.performance import MetricRows, import_metrics


async def known(ctx: Ctx) -> None:
    """Three months of visitors."""
    rows = [
        {"month": f"2026-{month:02}", "metric": "Site Visitors", "value": 1000 * month}
        for month in (7, 8, 9)
    ]
    await import_metrics(ctx, MetricRows.model_validate({"rows": rows}))


SAID = {
    ("2026-08-01", "2026-08-31"): "Site visitors was 8,000 in August 2026.",
    ("2026-07-01", "2026-09-30"): (
        "Site visitors was 7,000 in July 2026 and 9,000 in September 2026. "
        "Over the 3 months the mean was 8,000 a month."
    ),
}


@pytest.mark.parametrize("days", SAID)
async def test_a_figure_is_told_for_its_time(ctx: Ctx, days: tuple[str, str]) -> None:
    await known(ctx)
    since, until = map(date.fromisoformat, days)
    told = await read_figure(ctx, MetricAsk(metric="visitors", since=since, until=until))
    assert told.said == SAID[days]
    assert {ref.kind for ref in told.evidence} == {"reading"}


async def test_without_a_time_the_last_month_is_told(ctx: Ctx) -> None:
    await known(ctx)
    told = await read_figure(ctx, MetricAsk(metric="site visitors"))
    assert told.said == (
        "Site visitors was 9,000 in September 2026, the last month that is known. "
        "The month before it was 8,000."
    )


async def test_a_time_without_figures_says_since_when_there_are_any(ctx: Ctx) -> None:
    await known(ctx)
    ask = MetricAsk(metric="visitors", since=date(2020, 1, 1), until=date(2020, 1, 31))
    told = await read_figure(ctx, ask)
    assert not told.enough
    assert "from July 2026 to September 2026" in told.said


async def test_without_any_figures_nothing_is_told(ctx: Ctx) -> None:
    assert not (await read_figure(ctx, MetricAsk(metric="visitors"))).enough
