"""Each journey is credited once, by five models, and every cent is given."""

from datetime import timedelta

from domain.work import AttributeRevenue
from jobs import attribute_revenue
from jobs.attribute_revenue import MODELS
from memory import performance
from memory.ctx import Ctx
from tests.worlds import facts
from tools.performance import JourneyRow, Journeys, Touch, import_journeys

WORK = AttributeRevenue(batch="journeys:1")


async def bring(ctx: Ctx, name: str, cents: int, *channels: str, bought: bool = True) -> None:
    """One journey with a touch a day."""
    touches = [
        Touch(at=ctx.at - timedelta(days=len(channels) - n), channel=channel, artifact_id=f"a{n}")
        for n, channel in enumerate(channels)
    ]
    row = JourneyRow(
        id=name, touches=touches, converted_at=ctx.at if bought else None, value_cents=cents
    )
    await import_journeys(ctx, Journeys(journeys=[row]))


async def test_every_model_gives_away_every_cent(ctx: Ctx) -> None:
    await bring(ctx, "j1", 10_001, "seo", "email", "webinars")
    await attribute_revenue.run(ctx, WORK)
    sums = dict.fromkeys(MODELS, 0)
    for row in await performance.credit_by_entry(ctx):
        sums[row.model] += row.cents
    assert sums == dict.fromkeys(MODELS, 10_001)
    assert len(MODELS) == 5


async def test_a_journey_is_credited_once(ctx: Ctx) -> None:
    await bring(ctx, "j1", 500, "seo")
    for _ in range(2):
        await attribute_revenue.run(ctx, WORK)
    rows = await performance.credit_by_entry(ctx)
    assert {row.cents for row in rows} == {500}
    assert await facts(ctx, "RevenueAttributed") == 2


async def test_who_did_not_buy_earns_nobody_anything(ctx: Ctx) -> None:
    await bring(ctx, "j1", 0, "seo", bought=False)
    await attribute_revenue.run(ctx, WORK)
    assert await performance.credit_by_entry(ctx) == []
