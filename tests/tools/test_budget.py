"""Spend adds up, and a what-if promises no more than past months show."""

import pytest

from memory.ctx import Ctx
from tests import worlds
from tools.budget import ChangeAsk, SpendAsk, budget_what_if, spend_summary
from tools.measures import NoSuchFigure


async def test_spend_is_what_was_made_and_advertised(ctx: Ctx) -> None:
    await worlds.content(ctx)
    found = await spend_summary(ctx, SpendAsk())
    made, spent = 60 * 200 + sum(range(60)), sum(50 + 7 * (at % 6) for at in range(1, 60, 3))
    assert found.value == pytest.approx(made + spent, abs=1)
    assert found.figures["advertising"] == pytest.approx(spent, abs=1)


async def test_spend_without_a_visible_effect_promises_nothing(ctx: Ctx) -> None:
    await worlds.figures_of_two_years(ctx)
    found = await budget_what_if(ctx, ChangeAsk(metric="trial signups", change_percent=50))
    assert "may bring nothing" in found.said
    assert found.n == 24


async def test_a_goal_that_nobody_measures_is_refused(ctx: Ctx) -> None:
    await worlds.figures_of_two_years(ctx)
    with pytest.raises(NoSuchFigure, match="Site Visits"):
        await budget_what_if(ctx, ChangeAsk(metric="hot-air balloons"))


async def test_the_cost_of_one_channel_leads_where_it_is_asked_for(ctx: Ctx) -> None:
    await worlds.content(ctx)
    found = await spend_summary(ctx, SpendAsk(of="Google Ads"))
    assert found.said.startswith("Google Ads cost ")
    unknown = await spend_summary(ctx, SpendAsk(of="billboards"))
    assert (unknown.enough, unknown.said) == (
        False, "No cost of “billboards” is known in that time.",
    )  # fmt: skip
