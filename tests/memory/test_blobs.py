"""Files are sealed, belong to one business, and can all be forgotten."""

import pytest

from core.ids import new_id
from core.settings import settings
from domain.access import Actor
from memory import blobs, people
from memory.ctx import Ctx, acting


async def test_what_was_kept_comes_back(ctx: Ctx) -> None:
    name = await blobs.put(ctx, b"a voice note")
    assert await blobs.get(ctx, name) == b"a voice note"


async def test_the_same_bytes_are_one_blob(ctx: Ctx) -> None:
    assert await blobs.put(ctx, b"twice") == await blobs.put(ctx, b"twice")
    assert len(await blobs.names(ctx)) == 1


async def test_the_stored_file_does_not_show_its_words(ctx: Ctx) -> None:
    name = await blobs.put(ctx, b"the secret plan")
    assert b"secret" not in (settings().blobs / name).read_bytes()


async def test_another_business_finds_nothing(ctx: Ctx) -> None:
    name = await blobs.put(ctx, b"ours")
    other = Actor("founder", user_id=new_id(), business_id=new_id())
    async with ctx.db.begin_nested(), acting(ctx.db, other) as theirs:
        await people.make_business(theirs, {"name": "Other", "slug": "other"})
        with pytest.raises(blobs.NoSuchBlob):
            await blobs.get(theirs, name)
        await blobs.forget(theirs, name)
    async with acting(ctx.db, ctx.actor):
        assert await blobs.get(ctx, name) == b"ours"


async def test_forgetting_all_leaves_no_file(ctx: Ctx) -> None:
    kept = [await blobs.put(ctx, text) for text in (b"one", b"two")]
    assert await blobs.forget_all(ctx) == 2
    assert await blobs.names(ctx) == []
    for name in kept:
        with pytest.raises(blobs.NoSuchBlob):
            await blobs.get(ctx, name)
