"""Every checkpoint of a thread belongs to one business, and nobody else reads it."""

import asyncio
from contextlib import AsyncExitStack
from typing import Any

import pytest
from langgraph.checkpoint.base import empty_checkpoint

from core.ids import new_id
from domain.access import Actor
from memory import checkpoints, db, threads
from memory.ctx import open_ctx


def config(key: str) -> Any:
    """Where a checkpoint is kept."""
    return {"configurable": {"thread_id": key, "checkpoint_ns": ""}}


async def test_a_checkpoint_is_read_again_by_its_business_only(lasting: Actor) -> None:
    async with open_ctx(lasting) as ctx:
        key = checkpoints.key_of(ctx, await threads.start(ctx, "onboarding"))
        saver = checkpoints.saver(ctx.business_id)
        await saver.aput(config(key), empty_checkpoint(), {"step": 1}, {})
        assert await checkpoints.saver(ctx.business_id).aget_tuple(config(key)) is not None
    assert await checkpoints.saver(new_id()).aget_tuple(config(key)) is None


async def test_a_checkpoint_under_another_business_is_refused(lasting: Actor) -> None:
    saver = checkpoints.saver(lasting.business_id or new_id())
    with pytest.raises(Exception, match="row-level security"):
        await saver.aput(config(f"{new_id()}:x"), empty_checkpoint(), {"step": 1}, {})


async def test_a_hundred_at_once_share_a_few_connections(lasting: Actor) -> None:
    async def step(number: int) -> None:
        saver = checkpoints.saver(lasting.business_id or new_id())
        place = config(f"{lasting.business_id}:{number}")
        await saver.aput(place, empty_checkpoint(), {"step": 1}, {})
        assert await saver.aget_tuple(place) is not None

    await asyncio.gather(*(step(number) for number in range(100)))
    async with db.beside(new_id()) as connection:
        mine = "select count(*) from pg_stat_activity where query ilike '%%discard all%%'"
        row = await (await connection.execute(mine)).fetchone()
        assert row is not None
        assert row[0] <= db.MOST_BESIDE


async def test_a_connection_forgets_its_tenant_when_it_is_given_back(lasting: Actor) -> None:
    async with db.beside(lasting.business_id or new_id()):
        pass
    pool = db._pools[asyncio.get_running_loop()]
    async with AsyncExitStack() as all_of_them:
        for _ in range(db.MOST_BESIDE):
            connection = await all_of_them.enter_async_context(pool.connection())
            found = await connection.execute("select current_setting('app.tenant', true)")
            (tenant,) = await found.fetchone() or ("none",)
            assert not tenant
