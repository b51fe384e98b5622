"""What was planted in two years of figures is said; one figure is checked by plain SQL."""

import numpy as np
import pytest
from sqlalchemy import text

from memory.ctx import Ctx
from tests import worlds
from tools.trends import (
    AheadAsk,
    MetricAsk,
    OddAsk,
    PairAsk,
    PeriodsAsk,
    best_periods,
    compare_periods,
    find_anomalies,
    forecast_metric,
    metric_trend,
    move_together,
)


async def test_a_planted_rise_is_said_with_its_interval(ctx: Ctx) -> None:
    await worlds.figures_of_two_years(ctx)
    found = await metric_trend(ctx, MetricAsk(metric="signups"))
    assert found.value == pytest.approx(2, abs=0.1)
    assert found.low is not None
    assert found.low > 0
    assert "rose by about" in found.said
    assert "24 months" in found.said


async def test_a_planted_jump_is_the_one_odd_month(ctx: Ctx) -> None:
    await worlds.figures_of_two_years(ctx)
    found = await find_anomalies(ctx, OddAsk(metric="site visits"))
    assert [part.name for part in found.parts] == ["site visits, 2026-03"]
    assert "March 2026" in found.said


async def test_two_periods_are_compared_as_plain_sql_would(ctx: Ctx) -> None:
    await worlds.figures_of_two_years(ctx)
    found = await compare_periods(ctx, PeriodsAsk(metric="ad spend"))
    query = text("select value from readings where metric_name = 'Ad Spend' order by date")
    values = [row[0] for row in (await ctx.db.execute(query)).all()]
    assert found.value == pytest.approx(np.mean(values[-3:]) - np.mean(values[-6:-3]), abs=0.5)


async def test_a_forecast_goes_on_from_the_last_month(ctx: Ctx) -> None:
    await worlds.figures_of_two_years(ctx)
    found = await forecast_metric(ctx, AheadAsk(metric="signups", months_ahead=3))
    assert found.value == pytest.approx(50 + 2 * 26, rel=0.05)
    assert "January 2027" in found.said


async def test_the_best_month_is_named(ctx: Ctx) -> None:
    await worlds.figures_of_two_years(ctx)
    found = await best_periods(ctx, MetricAsk(metric="visits"))
    assert found.parts[0].name == "2026-03"


async def test_figures_that_do_not_follow_each_other_are_not_tied(ctx: Ctx) -> None:
    await worlds.figures_of_two_years(ctx)
    found = await move_together(ctx, PairAsk(metric="site visits", other="ad spend"))
    assert "no clear tie" in found.said
