"""Opened meanings are plain, of the live generation, and the same after keys and models change."""

import numpy as np

from core.ids import new_id
from memory import generations, keys, meanings, vectors
from memory.ctx import Ctx, acting
from tests.memory.test_vectors import a_chunk, axis

SIGNS = np.arange(96, dtype=np.uint8).reshape(2, 48)


async def test_what_is_stored_turned_is_opened_plain_with_its_signs(ctx: Ctx) -> None:
    row = a_chunk(ctx, 3, signs=meanings.packed(SIGNS))
    await vectors.put(ctx, [row, a_chunk(ctx, 9, source_type="theme_quote")])
    it, opened = await meanings.meanings(ctx)
    (found,) = opened.values()
    assert [*opened] == [("vent", row["source_id"], 0)]
    assert (it.number, found.digest) == (1, meanings.digest("passage 3"))
    assert found.vector @ axis(3) > 0.999
    assert found.signs is not None
    assert np.array_equal(found.signs, SIGNS)
    (stored,) = await vectors.stored(ctx, it)
    assert stored.id == found.id
    assert abs(float(np.asarray(stored.embedding) @ axis(3))) < 0.5


async def test_a_new_key_changes_no_meaning(ctx: Ctx) -> None:
    await vectors.put(ctx, [a_chunk(ctx, 3, signs=meanings.packed(SIGNS))])
    _, before = await meanings.meanings(ctx)
    await keys.change(ctx.db, ctx.business_id)
    meanings.let_go(ctx.business_id)
    async with acting(ctx.db, ctx.actor) as later:
        await vectors.put(later, [a_chunk(later, 4, signs=meanings.packed(SIGNS))])
        _, after = await meanings.meanings(later)
    assert len(after) == 2
    for key, one in before.items():
        assert np.allclose(after[key].vector, one.vector, atol=1e-6)
        assert after[key].digest == one.digest
        assert np.array_equal(np.asarray(after[key].signs), np.asarray(one.signs))


async def test_only_the_live_generation_is_opened(ctx: Ctx) -> None:
    row = a_chunk(ctx, 0)
    await vectors.put(ctx, [row])
    it = await generations.begin(ctx, "next", 32)
    other = np.eye(32, dtype=np.float32)[5]
    await vectors.put(ctx, [{**row, "model": "next", "embedding": other}])
    assert [len(one.vector) for one in (await meanings.meanings(ctx))[1].values()] == [384]
    await generations.switch(ctx, it)
    live, opened = await meanings.meanings(ctx)
    assert (live.number, live.width) == (2, 32)
    assert [float(one.vector @ other) > 0.999 for one in opened.values()] == [True]


async def test_what_was_taken_back_is_dropped(ctx: Ctx) -> None:
    one = new_id()
    await vectors.put(ctx, [a_chunk(ctx, 0, source_id=one), a_chunk(ctx, 1)])
    assert len((await meanings.meanings(ctx))[1]) == 2
    await vectors.forget(ctx, "vent", [one])
    assert [*(await meanings.meanings(ctx))[1]] != []
    assert len((await meanings.meanings(ctx))[1]) == 1
