"""Once a day what keys and index lack is begun, and nothing else."""

from datetime import timedelta

from core import clock
from domain.vault import KEY_LIFE
from domain.work import TendVault
from jobs import tend_vault
from memory import keys, queue, vectors
from memory.ctx import Ctx
from tests import embedding
from tests.memory.test_vectors import a_chunk
from tools import indexing

SUNDAY, MONDAY = "2026-11-01", "2026-11-02"


async def names(ctx: Ctx) -> list[str]:
    """The jobs that wait."""
    return sorted(name for name, _, _ in await queue.counts(ctx))


async def test_a_business_without_words_has_nothing_to_do(worker: Ctx) -> None:
    await tend_vault.run(worker, TendVault(day=SUNDAY))
    assert await names(worker) == []


async def test_the_index_is_checked_on_mondays(worker: Ctx) -> None:
    for _ in range(2):
        await tend_vault.run(worker, TendVault(day=MONDAY))
    assert await queue.counts(worker) == [("check_index", "queued", 1)]


async def test_an_old_key_is_changed_once(worker: Ctx, simulated: clock.SimulatedClock) -> None:
    simulated.move_to(simulated.now() + KEY_LIFE)
    for _ in range(2):
        await tend_vault.run(worker, TendVault(day=SUNDAY))
    assert len(await keys.made(worker.db, worker.business_id)) == 2
    assert await names(worker) == ["reseal_words"]
    simulated.move_to(simulated.now() + timedelta(days=1))
    await tend_vault.run(worker, TendVault(day=SUNDAY))
    assert len(await keys.made(worker.db, worker.business_id)) == 2


async def test_an_index_of_another_model_is_brought_over(worker: Ctx) -> None:
    row = {"source_type": "vent", "source_id": worker.business_id, "position": 0,
           "text_chunk": "Words.", "said_at": worker.at}  # fmt: skip
    await indexing.keep(worker, [row])
    await tend_vault.run(worker, TendVault(day=SUNDAY))
    assert await names(worker) == []
    with embedding.embedding():
        await tend_vault.run(worker, TendVault(day=SUNDAY))
    assert await names(worker) == ["generate_embeddings"]


async def test_a_passage_that_the_live_generation_lacks_gets_its_vector(worker: Ctx) -> None:
    await indexing.keep(worker, [])
    await vectors.put(worker, [a_chunk(worker, 0, model="all")])
    await vectors.put(worker, [a_chunk(worker, 1, model="another")])
    await tend_vault.run(worker, TendVault(day=SUNDAY))
    assert await names(worker) == ["generate_embeddings"]
