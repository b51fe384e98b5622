"""Credit by five models adds up, says how far they differ, and how sure the shares are."""

from datetime import timedelta

import pytest

from domain.work import AttributeRevenue
from jobs import attribute_revenue
from memory import performance
from memory.ctx import Ctx
from tests import worlds
from tools.performance import JourneyRow, Journeys, Touch, import_journeys
from tools.results import MODELS, Slice, compare_credit


@pytest.fixture
async def sold(ctx: Ctx) -> Ctx:
    """A business with sixty pieces and twenty purchases."""
    await worlds.content(ctx)
    await worlds.buyers(ctx)
    return ctx


async def test_every_model_gives_away_all_revenue(sold: Ctx) -> None:
    account = await compare_credit(sold, Slice())
    assert account.purchases == 20
    for model in MODELS:
        assert sum(one.cents[model] for one in account.channels) == account.revenue_cents > 0
    assert sum(sum(month.cents.values()) for month in account.months) == account.revenue_cents
    assert 0 < account.disagreement < 1
    pieces = sum(one.cents["position"] for one in account.pieces)
    assert pieces + account.direct_cents == account.revenue_cents


async def test_a_share_has_its_range_and_says_what_it_needs(sold: Ctx) -> None:
    email = (await compare_credit(sold, Slice())).channels[0]
    assert email.channel == "email"
    assert email.low < email.share < email.high
    assert email.need > 0
    assert email.back is not None
    assert email.back.roi == pytest.approx(email.back.roas - 1)
    assert email.back.cost_cents == sum(20_000 + 100 * at for at in range(2, 60, 3))


async def test_a_period_and_a_channel_narrow_it_down(sold: Ctx) -> None:
    whole = await compare_credit(sold, Slice())
    late = (sold.at - timedelta(days=60)).date()
    after = await compare_credit(sold, Slice(since=late))
    before = await compare_credit(sold, Slice(until=late - timedelta(days=1)))
    assert after.revenue_cents + before.revenue_cents == whole.revenue_cents
    assert after.purchases + before.purchases == whole.purchases
    mail = await compare_credit(sold, Slice(channel="email", limit=2))
    assert [one.channel for one in mail.channels] == ["email"]
    assert len(mail.pieces) == 2 < mail.pieces_in_all
    assert mail.revenue_cents == whole.revenue_cents


async def test_new_credit_is_seen_at_once(sold: Ctx) -> None:
    before = await compare_credit(sold, Slice())
    touch = Touch(at=sold.at - timedelta(days=1), channel="email", artifact_id="t2")
    journey = JourneyRow(id="late", touches=[touch], converted_at=sold.at, value_cents=5_000)
    await import_journeys(sold, Journeys(journeys=[journey]))
    await attribute_revenue.run(sold, AttributeRevenue(batch="late"))
    after = await compare_credit(sold, Slice())
    assert after.revenue_cents == before.revenue_cents + 5_000
    assert after.purchases == before.purchases + 1


async def test_a_business_without_sales_says_nothing(ctx: Ctx) -> None:
    account = await compare_credit(ctx, Slice())
    assert (account.purchases, account.revenue_cents, account.channels) == (0, 0, [])
    assert (account.pieces, account.months, account.disagreement) == ([], [], 0.0)
    assert await performance.loose_ends(ctx) == (0, 0)


async def test_a_piece_that_fits_no_entry_is_counted(sold: Ctx) -> None:
    measured, lost = await performance.loose_ends(sold)
    assert (measured, lost) == (60, 0)
    account = await compare_credit(sold, Slice())
    assert (account.measured, account.unmatched) == (60, 0)
