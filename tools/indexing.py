"""Passages into the index: vectors by every model that the index is of or shall be of.

Not tools of their own: what reads inputs and what builds the index share them.
"""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

import numpy as np

from cdt import embedders
from cdt.embed import MODEL, read_tokens
from core.errors import Unavailable
from domain.work import GenerateEmbeddings
from memory import building, generations, schedule, vectors
from memory.ctx import Ctx
from memory.meanings import packed
from memory.retrieval import ReadTokens

LATER = timedelta(minutes=10)
"""When to try again with an embedding model that did not answer."""


async def models(ctx: Ctx) -> list[str]:
    """The models that passages get vectors of: the wanted one, and those being searched."""
    there = await generations.known(ctx, "live", "building")
    return list(dict.fromkeys([embedders.wanted(), *[one.model for one in there]]))


async def keep(ctx: Ctx, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep passages (rows as for `vectors.put`, without model and vector) with their vectors.

    With them go the signs of their tokens. Where a model does not answer the words are kept all the
    same, and get their vector later.
    """
    missed, said, own = False, [row["text_chunk"] for row in rows], None
    with suppress(Unavailable):
        own, signs = await embedders.tokens_of(said)
        rows = [{**row, "signs": packed(bits)} for row, bits in zip(rows, signs, strict=True)]
    for model in await models(ctx):
        try:
            if model != MODEL or own is None:
                found = await embedders.vectors_of(ctx.business_id, model, said)
            else:
                found = own
        except Unavailable:
            missed = True
            continue
        full = [
            {**row, "model": model, "embedding": vector}
            for row, vector in zip(rows, found, strict=True)
        ]
        await vectors.put(ctx, full)
    if missed and rows:
        await building.park(ctx, rows)
        await try_later(ctx, embedders.wanted())


async def try_later(ctx: Ctx, model: str) -> None:
    """Make the missing vectors of a model once it may answer again."""
    await schedule.put_back(ctx, GenerateEmbeddings(model=model), ctx.at + LATER)


async def reader(ctx: Ctx) -> ReadTokens:
    """What reads questions, and words that have no vector yet, by the model of the live generation.

    Called off the event loop. Signs of tokens are the built-in model's, whichever is live.
    """
    model = (await generations.live(ctx)).model or MODEL
    if model == MODEL:
        return read_tokens
    loop, business_id = asyncio.get_running_loop(), ctx.business_id

    def read(texts: Sequence[str]) -> tuple[np.ndarray, list[np.ndarray]]:
        _, signs = read_tokens(texts)
        asked = embedders.vectors_of(business_id, model, texts)
        try:
            return asyncio.run_coroutine_threadsafe(asked, loop).result(), signs
        except Unavailable:  # then words and signs alone tell
            return np.zeros((len(texts), 1), np.float32), signs

    return read
