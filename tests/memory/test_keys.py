"""Keys are changed while others read and write, and destroyed for good."""

import asyncio
from contextlib import suppress

import pytest
from sqlalchemy import LargeBinary, select, text, type_coerce

from core.ids import new_id
from core.keyring import KeyDestroyed, key_number
from domain.access import Actor
from memory import inputs, keys
from memory.ctx import Ctx, open_ctx
from memory.tables import NoDataKey, held_keys


async def vent(ctx: Ctx, words: str) -> None:
    """Keep a note."""
    row = {"id": new_id(), "text": words, "content_hash": words, "at": ctx.at}
    await inputs.keep_vents(ctx, [row])


async def said(actor: Actor) -> list[str]:
    """The words of all notes, as a transaction of its own reads them."""
    async with open_ctx(actor) as ctx:
        return [row.text for row in await inputs.vents(ctx)]


async def numbers(actor: Actor) -> list[int]:
    """The keys that seal the notes, in the order of the notes."""
    table = inputs.vent_entries
    async with open_ctx(actor) as ctx:
        query = select(type_coerce(table.c.text, LargeBinary)).order_by(table.c.at, table.c.id)
        return [key_number(bytes(row[0])) for row in await ctx.rows(query)]


async def changed(actor: Actor) -> int:
    """A new key, committed."""
    async with open_ctx(actor) as ctx:
        return await keys.change(ctx.db, ctx.business_id)


async def test_a_new_key_seals_new_words_at_once_and_the_old_one_still_opens(
    lasting: Actor,
) -> None:
    async with open_ctx(lasting) as ctx:
        await vent(ctx, "before")
    assert await changed(lasting) == 2
    async with open_ctx(lasting) as ctx:
        await vent(ctx, "after")
    assert sorted(await numbers(lasting)) == [1, 2]
    assert sorted(await said(lasting)) == ["after", "before"]


async def test_an_open_transaction_reads_what_a_newer_key_sealed(lasting: Actor) -> None:
    async with open_ctx(lasting) as early:
        assert held_keys().newest == 1
        await changed(lasting)
        async with open_ctx(lasting) as late:
            assert held_keys().newest == 2
            await vent(late, "newer")
        assert [row.text for row in await inputs.vents(early)] == ["newer"]
        await vent(early, "older")
    assert sorted(await numbers(lasting)) == [1, 2]


async def test_a_change_that_is_rolled_back_seals_nothing(lasting: Actor) -> None:
    with suppress(ZeroDivisionError):
        async with open_ctx(lasting) as ctx:
            await keys.change(ctx.db, ctx.business_id)
            raise ZeroDivisionError
    async with open_ctx(lasting) as ctx:
        await vent(ctx, "words")
    assert await numbers(lasting) == [1]


async def test_the_lasting_secret_outlives_a_change(lasting: Actor) -> None:
    found = []
    for _ in range(3):
        async with open_ctx(lasting) as ctx:
            found.append(held_keys().derive("facets"))
            await keys.change(ctx.db, ctx.business_id)
    async with open_ctx(lasting) as ctx:
        await keys.destroy_older(ctx.db, ctx.business_id, 4)
    async with open_ctx(lasting):
        found.append(held_keys().derive("facets"))
    assert len(set(found)) == 1


async def test_what_a_destroyed_key_sealed_is_gone(lasting: Actor) -> None:
    async with open_ctx(lasting) as ctx:
        await vent(ctx, "before")
    number = await changed(lasting)
    async with open_ctx(lasting) as ctx:
        assert await keys.destroy_older(ctx.db, ctx.business_id, number) == 1
        assert [one for one, _ in await keys.made(ctx.db, ctx.business_id)] == [2]
    keys.forget(lasting.business_id)
    with pytest.raises(KeyDestroyed):
        await said(lasting)


async def test_without_any_key_nothing_opens_at_once_in_every_process(lasting: Actor) -> None:
    async with open_ctx(lasting) as ctx:
        await vent(ctx, "words")
        await ctx.db.execute(keys.business_keys.delete())
    with pytest.raises(NoDataKey):
        await said(lasting)


async def test_two_changes_at_once_make_two_keys(lasting: Actor) -> None:
    assert sorted(await asyncio.gather(changed(lasting), changed(lasting))) == [2, 3]


async def test_an_open_transaction_is_known_to_be_older(lasting: Actor) -> None:
    async with open_ctx(lasting) as early:
        await early.value(text("select 1"))
        async with open_ctx(lasting) as ctx:
            since = await keys.now(ctx.db)
            assert await keys.any_older(ctx.db, since)
    async with open_ctx(lasting) as ctx:
        assert not await keys.any_older(ctx.db, since)
