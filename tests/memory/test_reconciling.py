"""Whatever diverges between Postgres and the index is found, counted and repaired."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from core.ids import new_id
from core.settings import settings, use
from memory import generations, index, reconciling, server, vault, vectors
from memory.ctx import Ctx
from tests.memory.test_vectors import a_chunk, axis

DRAWN = np.random.default_rng(11)


@pytest.fixture(autouse=True)
def _running(data_dir: Path) -> None:
    server.ensure_chroma()


async def filled(ctx: Ctx, count: int) -> None:
    """A business with so many passages, all of them in the index."""
    made = DRAWN.normal(size=(count, 384)).astype(np.float32)
    rows = [a_chunk(ctx, 0, embedding=one / np.linalg.norm(one)) for one in made]
    await vectors.put(ctx, rows)
    await reconciling.rebuild(ctx)


async def is_equal(ctx: Ctx) -> bool:
    """Whether the index holds Postgres's ids and vectors, and nothing else."""
    it = await generations.live(ctx)
    rows = {row.id: np.asarray(row.embedding, np.float32) for row in await vectors.stored(ctx, it)}
    held = index.vectors_of(ctx.business_id, [*index.held(ctx.business_id, it.number)], it.number)
    return held.keys() == rows.keys() and all(
        np.allclose(held[k], rows[k], atol=1e-6) for k in rows
    )


async def test_a_thousand_injected_differences_are_repaired(ctx: Ctx) -> None:
    await filled(ctx, 1_200)
    it, business = await generations.live(ctx), ctx.business_id
    ids = sorted(index.held(business, it.number))
    index.forget(business, ids[:400], it.number)
    index.put(business, {one: axis(1) for one in ids[400:700]}, it.number)
    index.put(business, {new_id(): axis(2) for _ in range(300)}, it.number)
    looked = await reconciling.check(ctx, repair=False)
    assert (looked.missing, looked.different, looked.surplus) == (400, 300, 300)
    assert not await is_equal(ctx)
    found = await reconciling.check(ctx)
    assert (found.held, found.missing, found.different, found.surplus) == (1_200, 400, 300, 300)
    assert await is_equal(ctx)
    again = await reconciling.check(ctx)
    assert (again.found, again.held) == (0, 1_200)
    row = await vault.noted(ctx)
    assert (row.missing, row.repaired, row.checked_at) == (0, 1_000, ctx.at)


async def test_a_rebuilt_index_is_equal_and_tells_its_progress(ctx: Ctx) -> None:
    await filled(ctx, 1_100)
    index.drop(ctx.business_id)
    seen: list[tuple[int, int]] = []
    assert await reconciling.rebuild(ctx, lambda *told: seen.append(told)) == 1_100
    assert seen == [(500, 1_100), (1_000, 1_100), (1_100, 1_100)]
    assert await is_equal(ctx)


async def test_a_folder_deleted_under_a_running_server_is_healed(ctx: Ctx) -> None:
    await filled(ctx, 40)
    found = await vectors.proposed(ctx, axis(0), 5)
    shutil.rmtree(settings().data_dir / "chroma")
    assert not index.reachable()
    assert await vectors.proposed(ctx, axis(0), 5) == []  # all are compared in memory meanwhile
    with pytest.raises(index.IndexLost):
        await reconciling.check(ctx)
    server.ensure_chroma()  # what the supervisor does each second
    assert index.reachable()
    assert (await reconciling.check(ctx)).missing == 40
    assert await is_equal(ctx)
    assert await vectors.proposed(ctx, axis(0), 5) == found


async def test_a_search_fills_an_index_that_was_started_over_empty_files(ctx: Ctx) -> None:
    await filled(ctx, 40)
    server.renew_chroma()
    await vectors.proposed(ctx, axis(0), 5)
    assert await is_equal(ctx)


async def test_collections_of_generations_that_are_gone_go(ctx: Ctx) -> None:
    await filled(ctx, 3)
    index.put(ctx.business_id, {new_id(): axis(0)}, 7)
    await reconciling.check(ctx)
    assert index.generations_of(ctx.business_id) == [1]


async def test_without_chroma_a_check_counts(ctx: Ctx) -> None:
    await vectors.put(ctx, [a_chunk(ctx, 0)])
    use(vectors="pgvector")
    found = await reconciling.check(ctx)
    assert (found.held, found.found) == (1, 0)
    assert await reconciling.rebuild(ctx) == 0
    use(vectors="chroma")
