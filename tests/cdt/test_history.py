"""What was believed on a day can be asked for ever; an ingest retires what it is about alone."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from cdt import history as cdt_history
from cdt.beliefs import turn_month, weigh_extractions, weigh_results
from cdt.unlearning import unlearn
from core.clock import SimulatedClock
from core.ids import new_id
from domain.beliefs import Belief, Scope
from domain.contradictions import MOST_RETIRED
from memory import beliefs, context, history
from memory.ctx import Ctx
from tests.worlds import quarter

PLANTED = 30
"""Beliefs in use, of which one text contradicts a few."""


async def said(ctx: Ctx, **read: object) -> tuple[UUID, UUID]:
    """Something that was read from an activity; ids of source and extraction."""
    source, one = new_id(), new_id()
    row = {"id": one, "source_kind": "activity", "source_id": source, "version": "1",
           "payload": dict(read), "topics": [], "said_at": ctx.at}  # fmt: skip
    await context.keep_extractions(ctx, [row])
    await weigh_extractions(ctx, [one])
    return source, one


async def planted(ctx: Ctx) -> dict[str, Belief]:
    """Beliefs about channels, each barely in use; by id."""
    rows = []
    for number in range(PLANTED):
        scope = Scope(category="channel", subject=f"channel {number}")
        rows.append(
            Belief(
                id=f"{beliefs.belief_id(ctx, scope)}", scope=scope, claim=scope.subject, alpha=2.0,
                beta=1.9, status="weakening", as_of=ctx.at, first_observed=ctx.at,
            )
        )  # fmt: skip
    await beliefs.keep(ctx, rows)
    return {one.id: one for one in await beliefs.load(ctx)}


async def test_what_was_believed_on_a_day_stays_what_was_believed(
    ctx: Ctx, simulated: SimulatedClock
) -> None:
    source, _ = await said(ctx, sentiment=2.0, channels=["email"])
    first = ctx.at
    (before,) = (await cdt_history.believed(ctx, first)).values()
    simulated.move_to(first + timedelta(days=30))
    await said(ctx, sentiment=-2.0, channels=["email"])
    (now,) = (await cdt_history.believed(ctx, ctx.at)).values()
    assert now.confidence_after < before.confidence_after
    assert (await cdt_history.believed(ctx, first))[before.belief_id].id == before.id
    assert await cdt_history.believed(ctx, first - timedelta(days=1)) == {}
    await unlearn(ctx, "activity", source)
    (then,) = (await cdt_history.believed(ctx, first)).values()
    assert then.confidence_after == before.confidence_after
    assert await cdt_history.hindsight(ctx, first) == {}


async def test_hindsight_has_what_came_to_light_later(ctx: Ctx, simulated: SimulatedClock) -> None:
    await quarter(ctx)
    day = datetime(2026, 9, 15, tzinfo=UTC)
    await weigh_results(ctx)
    assert await cdt_history.believed(ctx, day) == {}
    seen = await cdt_history.hindsight(ctx, day)
    assert seen
    assert all(one.as_of <= day for one in seen.values())


async def test_nobody_rewrites_what_was_believed(ctx: Ctx) -> None:
    await said(ctx, sentiment=2.0, channels=["email"])
    table = history.belief_moves
    for change in (update(table).values(confidence_after=0.1), delete(table)):
        savepoint = await ctx.db.begin_nested()
        with pytest.raises(DBAPIError, match="append-only"):
            await ctx.db.execute(change)
        await savepoint.rollback()


async def test_an_ingest_moves_the_beliefs_it_speaks_of_and_no_other(ctx: Ctx) -> None:
    before = await planted(ctx)
    await said(ctx, sentiment=-2.0, channels=["channel 3", "channel 7"], competitors=["Acme"])
    after = {one.id: one for one in await beliefs.load(ctx)}
    moved = {one.scope.subject for name, one in after.items() if one != before.get(name)}
    assert moved == {"channel 3", "channel 7", "Acme"}
    retired = {one.scope.subject for one in after.values() if one.status != "weakening"}
    assert retired == {"channel 3", "channel 7", "Acme"}
    assert set(before) <= set(after)


async def test_one_ingest_retires_only_so_many_and_the_next_goes_on(
    ctx: Ctx, simulated: SimulatedClock
) -> None:
    await planted(ctx)
    wide = [f"channel {number}" for number in range(PLANTED)]
    for jobs in (1, 2):
        simulated.move_to(ctx.at + timedelta(days=jobs))
        await said(ctx, sentiment=-2.0, channels=wide)
        gone = [one for one in await beliefs.load(ctx) if one.status != "weakening"]
        assert len(gone) == 6 * jobs - (jobs - 1)  # a fifth of 30, then of the 24 that are left
    assert MOST_RETIRED < 6


async def test_a_month_that_turns_beliefs_is_in_their_history(
    ctx: Ctx, simulated: SimulatedClock
) -> None:
    await planted(ctx)
    simulated.move_to(ctx.at + timedelta(days=40))
    poor = {"beta": 30.0, "low_cycles": 1}
    low = [one.model_copy(update=poor) for one in await beliefs.load(ctx)]
    await beliefs.keep(ctx, low[:2])
    assert await turn_month(ctx) == 2
    rows = await history.of_belief(ctx, UUID(low[0].id))
    assert [(row.cause, row.status_after) for row in rows] == [("month", "deprecated")]
    kept = await beliefs.one(ctx, UUID(low[0].id))
    assert kept is not None
    assert kept.valid_to == ctx.at
