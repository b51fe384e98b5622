"""Passages get a vector of every model that is searched or wanted."""

from cdt.embed import MODEL, read_tokens
from core.ids import new_id
from memory import generations, vectors
from memory.ctx import Ctx
from tests import embedding
from tools import indexing


async def test_passages_are_written_for_both_models_while_one_takes_over(worker: Ctx) -> None:
    def row(words: str) -> dict[str, object]:
        return {"source_type": "vent", "source_id": new_id(), "position": 0,
                "text_chunk": words, "said_at": worker.at}  # fmt: skip

    await indexing.keep(worker, [row("before")])
    assert await indexing.models(worker) == [MODEL]
    with embedding.embedding():
        assert await indexing.models(worker) == [embedding.MODEL, MODEL]
        await indexing.keep(worker, [row("after")])
        assert await indexing.reader(worker) is read_tokens
    counts = {
        one.number: await vectors.count(worker, one)
        for one in await generations.known(worker, "live", "building")
    }
    assert counts == {1: 2, 2: 1}
