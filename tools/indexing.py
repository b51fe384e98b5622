"""Passages into the index: vectors by every model that the index is of or shall be of.

Not tools of their own: what reads inputs and what builds the index share them.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import numpy as np

from cdt import embedders
from cdt.embed import MODEL
from core.errors import Unavailable
from domain.work import GenerateEmbeddings
from memory import building, generations, schedule, vectors
from memory.ctx import Ctx

LATER = timedelta(minutes=10)
"""When to try again with an embedding model that did not answer."""


async def models(ctx: Ctx) -> list[str]:
    """The models that passages get vectors of: the wanted one, and those being searched."""
    there = await generations.known(ctx, "live", "building")
    return list(dict.fromkeys([embedders.wanted(), *[one.model for one in there]]))


async def keep(ctx: Ctx, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep passages (rows as for `vectors.put`, without model and vector) with their vectors.

    Where a model does not answer the words are kept all the same, and get their vector later.
    """
    missed = False
    for model in await models(ctx):
        try:
            said = [row["text_chunk"] for row in rows]
            found = await embedders.vectors_of(ctx.business_id, model, said)
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


async def vector_of(ctx: Ctx, question: str) -> np.ndarray:
    """The vector of a question by the model of the live generation."""
    model = (await generations.live(ctx)).model or MODEL
    return (await embedders.vectors_of(ctx.business_id, model, [question]))[0]
