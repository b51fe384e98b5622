"""Evidence moves beliefs once, in the direction it points, and every move can be traced."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import select

from cdt import beliefs as cdt_beliefs
from cdt.beliefs import Measured
from core import clock
from core.ids import new_id
from memory import beliefs, context, outcomes
from memory.ctx import Ctx
from tests.worlds import facts, quarter


async def said(ctx: Ctx, **read: object) -> UUID:
    """What was read from a vent; returns the extraction's id."""
    extraction_id = new_id()
    row = {"id": extraction_id, "source_kind": "vent", "source_id": new_id(), "version": "1",
           "payload": dict(read), "said_at": ctx.at}  # fmt: skip
    await context.keep_extractions(ctx, [row])
    return extraction_id


async def held(ctx: Ctx) -> dict[str, beliefs.Belief]:
    """The beliefs by their subject."""
    return {one.scope.subject: one for one in await beliefs.load(ctx)}


async def test_an_artifact_is_measured_within_its_business(ctx: Ctx) -> None:
    count = await quarter(ctx)
    found = await cdt_beliefs.measured(ctx)
    best, worst = max(found, key=_outcome), min(found, key=_outcome)
    assert len(found) == count
    assert (best.channel, worst.channel) == ("webinars", "google_ads")
    assert 0 <= worst.outcome < best.outcome <= 1


def _outcome(one: Measured) -> float:
    return one.outcome


async def test_a_belief_from_results_names_its_artifacts(ctx: Ctx) -> None:
    await quarter(ctx)
    assert await cdt_beliefs.weigh_results(ctx) == await facts(ctx, "BeliefMoved")
    webinars = (await held(ctx))["webinars"]
    links = outcomes.evidence_links
    query = select(links.c.to_id).where(links.c.from_id == UUID(webinars.id))
    pointed = {row.to_id for row in await ctx.rows(query)}
    named = {one.entry_id for one in await cdt_beliefs.measured(ctx) if one.channel == "webinars"}
    assert pointed == named
    assert await cdt_beliefs.weigh_results(ctx) == 0


async def test_fewer_artifacts_than_a_mean_needs_say_nothing(ctx: Ctx) -> None:
    await quarter(ctx, per_cell=cdt_beliefs.LEAST - 1)
    await cdt_beliefs.weigh_results(ctx)
    assert "webinars" not in await held(ctx)


@pytest.mark.parametrize(("sentiment", "direction"), [(2.0, 1), (-2.0, -1)])
async def test_a_word_on_a_channel_leans_as_it_was_meant(
    ctx: Ctx, sentiment: float, direction: int
) -> None:
    extraction_id = await said(ctx, sentiment=sentiment, channels=["email"])
    assert await cdt_beliefs.weigh_extractions(ctx, [extraction_id]) == 1
    assert await cdt_beliefs.weigh_extractions(ctx, [extraction_id]) == 0
    email = (await held(ctx))["email"]
    assert (email.direction, email.evidence_count) == (direction, 1)
    assert 0.5 < email.confidence <= 0.6


async def test_an_abstaining_reader_moves_no_channel_and_still_knows_a_rival(ctx: Ctx) -> None:
    extraction_id = await said(ctx, channels=["email"], competitors=["Veltrane"])
    await cdt_beliefs.weigh_extractions(ctx, [extraction_id])
    assert [*(await held(ctx))] == ["Veltrane"]
    assert await cdt_beliefs.weigh_extractions(ctx, [new_id()]) == 0


async def test_a_month_closes_once_and_what_is_old_fades(
    ctx: Ctx, simulated: clock.SimulatedClock
) -> None:
    await quarter(ctx)
    await cdt_beliefs.weigh_results(ctx)
    before = (await held(ctx))["webinars"]
    simulated.move_to(datetime(2027, 11, 1, tzinfo=UTC))
    assert await cdt_beliefs.turn_month(ctx) > 0
    after = (await held(ctx))["webinars"]
    assert 0 < after.mass < before.mass
    assert (after.evidence_count, await cdt_beliefs.turn_month(ctx)) == (before.evidence_count, 0)
