"""The index is filled anew from Postgres: the same ids, the same vectors."""

from pathlib import Path

from core.settings import use
from domain.access import Actor, worker_for
from domain.work import RebuildIndex
from jobs import rebuild_index
from memory import index, server, vectors
from memory.ctx import open_ctx
from tests.memory.test_vectors import a_chunk


async def test_a_rebuilt_index_is_equal(lasting: Actor, data_dir: Path) -> None:
    server.ensure_chroma()
    async with open_ctx(lasting) as ctx:
        await vectors.put(ctx, [a_chunk(ctx, place) for place in range(3)])
    assert lasting.business_id is not None
    actor = worker_for(lasting.business_id)
    for _ in range(2):
        await rebuild_index.run(actor, RebuildIndex())
        assert len(index.held(lasting.business_id, 1)) == 3


async def test_an_index_that_is_away_ends_the_job_well(lasting: Actor) -> None:
    assert lasting.business_id is not None
    use(chroma_url="http://127.0.0.1:9")
    await rebuild_index.run(worker_for(lasting.business_id), RebuildIndex())
    use(chroma_url="")
