"""A fact is written once, in order, together with the work that follows from it."""

from contextlib import suppress

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from core.ids import new_id
from domain.access import Actor
from domain.events import BeliefMoved, InputKept, ReadingsPulled
from memory import events, queue
from memory.ctx import Ctx, open_ctx
from tests.memory.rows import as_actor, founder_of


async def test_a_fact_and_what_follows_stand_in_one_transaction(ctx: Ctx) -> None:
    vent = new_id()
    await events.record(ctx, InputKept(kind="vent", id=vent))
    (row,) = await events.after(ctx, 0)
    assert (row.name, row.channel, row.payload) == (
        "InputKept", "inputs", {"kind": "vent", "id": str(vent)}
    )  # fmt: skip
    assert (row.actor_id, row.at) == (ctx.actor.user_id, ctx.at)
    assert await queue.waiting(ctx) == 1


async def test_a_rolled_back_transaction_leaves_neither_fact_nor_work(lasting: Actor) -> None:
    with suppress(ZeroDivisionError):
        async with open_ctx(lasting) as ctx:
            await events.record(ctx, InputKept(kind="vent", id=new_id()))
            raise ZeroDivisionError
    async with open_ctx(lasting) as ctx:
        assert await events.after(ctx, 0) == []
        assert await queue.waiting(ctx) == 0


async def test_most_facts_ask_for_nothing(ctx: Ctx) -> None:
    await events.record(ctx, BeliefMoved(belief_id=new_id(), status="active", confidence=0.8))
    await events.record(ctx)
    assert await queue.waiting(ctx) == 0
    assert len(await events.after(ctx, 0)) == 1


async def test_a_reader_goes_on_where_it_stopped(ctx: Ctx) -> None:
    months = [f"2026-0{n}" for n in range(1, 6)]
    await events.record(ctx, *(ReadingsPulled(months=(month,)) for month in months))
    first = await events.after(ctx, 0, limit=3)
    rest = await events.after(ctx, first[-1].seq)
    assert [row.payload["months"][0] for row in [*first, *rest]] == months


async def test_nobody_reads_the_facts_of_another_business(ctx: Ctx) -> None:
    await events.record(ctx, ReadingsPulled(months=("2026-01",)))
    async with as_actor(ctx, founder_of(new_id())) as other:
        assert await events.after(other, 0) == []


async def test_a_written_fact_is_never_changed(ctx: Ctx) -> None:
    await events.record(ctx, ReadingsPulled(months=("2026-01",)))
    with pytest.raises(DBAPIError, match="append-only"):
        await ctx.db.execute(update(events.events).values(name="SomethingElse"))
