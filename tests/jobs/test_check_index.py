"""A check repairs; an index that is away is no reason for a dead letter."""

import shutil
from pathlib import Path

import pytest

from core import clock
from core.settings import settings, use
from domain.access import Actor, worker_for
from domain.work import CheckIndex
from jobs import check_index
from memory import generations, index, locks, server, vault, vectors
from memory.ctx import open_ctx
from tests.memory.test_vectors import a_chunk


@pytest.fixture
async def house(lasting: Actor, data_dir: Path) -> Actor:
    """The worker of a business with two passages; its index runs and is empty."""
    server.ensure_chroma()
    async with open_ctx(lasting) as ctx:
        await vectors.put(ctx, [a_chunk(ctx, 0), a_chunk(ctx, 1)])
    assert lasting.business_id is not None
    return worker_for(lasting.business_id)


async def test_a_check_repairs_and_is_noted(house: Actor, simulated: clock.SimulatedClock) -> None:
    for _ in range(2):
        await check_index.run(house, CheckIndex())
    async with open_ctx(house) as ctx:
        row = await vault.noted(ctx)
        assert (row.held, row.missing, row.repaired, row.checked_at) == (2, 0, 2, ctx.at)
        assert index.held(ctx.business_id, 1) == await vectors.ids_of(
            ctx, await generations.live(ctx)
        )


async def test_a_folder_deleted_under_a_running_server_is_healed(house: Actor) -> None:
    await check_index.run(house, CheckIndex())
    before = index.held(house.business_id, 1)
    shutil.rmtree(settings().data_dir / "chroma")
    assert (await check_index.check(house)).missing == 2
    assert index.held(house.business_id, 1) == before


async def test_an_index_elsewhere_that_is_away_ends_the_check_well(house: Actor) -> None:
    use(chroma_url="http://127.0.0.1:9")
    await check_index.run(house, CheckIndex())
    use(chroma_url="")
    async with open_ctx(house) as ctx:
        assert await vault.noted(ctx) is None


async def test_one_checks_at_a_time(house: Actor) -> None:
    async with locks.alone("index", house.business_id):
        with pytest.raises(locks.HeldElsewhere):
            await check_index.check(house)
