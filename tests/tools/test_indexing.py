"""Passages get a vector of every model that is searched or wanted."""

from typing import Any

from cdt.embed import MODEL, read_tokens
from core import clock
from core.ids import new_id
from domain.access import Actor, worker_for
from memory import generations, meanings, vectors
from memory.ctx import Ctx, open_ctx
from tests import embedding
from tools import indexing


def row(ctx: Ctx, words: str) -> dict[str, Any]:
    """A passage of a note."""
    return {"source_type": "vent", "source_id": new_id(), "position": 0,
            "text_chunk": words, "said_at": ctx.at}  # fmt: skip


async def test_passages_are_written_for_both_models_while_one_takes_over(
    lasting: Actor, simulated: clock.SimulatedClock
) -> None:
    assert lasting.business_id is not None
    async with open_ctx(worker_for(lasting.business_id)) as ctx:
        await indexing.keep(ctx, [row(ctx, "before")])
        assert await indexing.models(ctx) == [MODEL]
    with embedding.embedding():
        async with open_ctx(worker_for(lasting.business_id)) as ctx:
            assert await indexing.models(ctx) == [embedding.MODEL, MODEL]
            await indexing.keep(ctx, [row(ctx, "after")])
            assert await indexing.reader(ctx) is read_tokens
            counts = {
                one.number: await vectors.count(ctx, one)
                for one in await generations.known(ctx, "live", "building")
            }
    assert counts == {1: 2, 2: 1}


async def test_signs_of_tokens_go_with_the_words(worker: Ctx) -> None:
    await indexing.keep(worker, [row(worker, "Nobody reads our newsletter.")])
    (found,) = (await meanings.meanings(worker))[1].values()
    _, (signs,) = read_tokens(["Nobody reads our newsletter."])
    assert found.signs is not None
    assert found.signs.tolist() == signs.tolist()
