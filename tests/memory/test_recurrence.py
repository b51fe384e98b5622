"""What mentions are compared by is kept sealed and read again as it was."""

import numpy as np
from sqlalchemy import text

from core.ids import new_id
from domain.recurrence import Gist
from memory import recurrence
from memory.ctx import Ctx

VECTOR = np.eye(384, dtype=np.float32)[0]


async def test_a_gist_is_kept_and_read_again(ctx: Ctx) -> None:
    mine = new_id()
    it = Gist(VECTOR, ("leaving", "leaving"), frozenset({"cancel"}))
    await recurrence.keep_gists(ctx, {mine: (it, ctx.at)}, model="m")
    found = await recurrence.gists(ctx, [mine, new_id()])
    assert list(found) == [mine]
    assert (found[mine].families, found[mine].words) == (it.families, it.words)
    assert np.allclose(found[mine].vector, VECTOR, atol=1e-6)


async def test_the_words_of_a_gist_are_sealed(ctx: Ctx) -> None:
    it = Gist(VECTOR, (), frozenset({"secretword"}))
    await recurrence.keep_gists(ctx, {new_id(): (it, ctx.at)}, model="m")
    raw = await ctx.value(text("select text_chunk from context_embeddings"))
    assert b"secretword" not in bytes(raw)
