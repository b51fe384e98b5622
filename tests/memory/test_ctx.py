"""A Ctx commits at the end of its block, rolls back on an error, and knows its business."""

from contextlib import suppress

import pytest
from sqlalchemy.exc import DBAPIError

from core.ids import new_id
from domain.access import Actor
from memory import inputs, people
from memory.ctx import Ctx, NoBusiness, make_key, open_ctx
from memory.tables import data_keys

VENT = {"id": new_id(), "text": "Churn.", "content_hash": "1"}


async def kept(actor: Actor) -> int:
    """How many vents the business has by now."""
    async with open_ctx(actor) as ctx:
        return len(await inputs.vents(ctx))


async def test_a_block_that_ends_well_is_committed(lasting: Actor) -> None:
    async with open_ctx(lasting) as ctx:
        await inputs.keep_vents(ctx, [{**VENT, "at": ctx.at}])
        assert await kept(lasting) == 0
    assert await kept(lasting) == 1


async def test_a_block_that_fails_leaves_nothing(lasting: Actor) -> None:
    with suppress(ZeroDivisionError):
        async with open_ctx(lasting) as ctx:
            await inputs.keep_vents(ctx, [{**VENT, "at": ctx.at}])
            raise ZeroDivisionError
    assert await kept(lasting) == 0


async def test_a_read_only_ctx_cannot_write(lasting: Actor) -> None:
    with pytest.raises(DBAPIError, match="read-only transaction"):
        async with open_ctx(lasting, read_only=True) as ctx:
            await inputs.keep_vents(ctx, [{**VENT, "at": ctx.at}])


async def test_an_actor_without_a_business_is_told_so(lasting: Actor) -> None:
    async with open_ctx(Actor("operator")) as ctx:
        with pytest.raises(NoBusiness, match="none was chosen"):
            assert ctx.business_id


async def test_the_key_leaves_with_the_block(lasting: Actor) -> None:
    async with open_ctx(lasting):
        assert data_keys.get() is not None
    assert data_keys.get() is None


async def test_a_business_keeps_its_first_key(ctx: Ctx) -> None:
    before = data_keys.get()
    with pytest.raises(DBAPIError, match="pk_business_keys"):
        await make_key(ctx.db, ctx.business_id)
    assert data_keys.get() == before


async def test_a_ctx_answers_rows_a_row_or_a_value(ctx: Ctx) -> None:
    query = people.businesses.select()
    assert [row.name for row in await ctx.rows(query)] == ["Test House"]
    assert (await ctx.row(query)).name == "Test House"
    assert await ctx.value(query) == ctx.business_id
    assert await ctx.value(query.where(people.businesses.c.id == new_id())) is None
