"""Who waits hears of news when they are committed, and of nobody else's."""

import asyncio

import psycopg

from core.ids import new_id
from domain.access import Actor
from memory import db, notices
from memory.ctx import open_ctx
from memory.server import OWNER


async def test_a_notice_is_heard_once_its_transaction_commits(lasting: Actor) -> None:
    async with notices.waiting(lasting.business_id, "a") as waiter:
        async with open_ctx(lasting) as ctx:
            await notices.give(ctx, "a")
            assert not await waiter.wait(0.1)
        assert await waiter.wait(10)
        assert not await waiter.wait(0.05)


async def test_a_notice_that_came_before_the_wait_is_not_missed(lasting: Actor) -> None:
    async with notices.waiting(lasting.business_id, "a") as waiter:
        async with open_ctx(lasting) as ctx:
            await notices.give(ctx, "a")
        await asyncio.sleep(0.1)
        assert await waiter.wait(0)


async def test_nobody_hears_what_is_meant_for_others(lasting: Actor) -> None:
    async with (
        notices.waiting(lasting.business_id, "b") as another_key,
        notices.waiting(new_id(), "a") as another_business,
        notices.waiting(lasting.business_id, "a") as meant,
    ):
        async with open_ctx(lasting) as ctx:
            await notices.give(ctx, "a")
        assert await meant.wait(10)
        assert not await another_key.wait(0.05)
        assert not await another_business.wait(0.05)


async def test_whoever_listens_does_so_again_after_the_connection_was_lost(
    lasting: Actor,
) -> None:
    async with notices.waiting(lasting.business_id, "a") as waiter:
        with psycopg.connect(db.dsn(OWNER), autocommit=True) as owner:
            owner.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen%'"
            )
        heard = False
        while not heard:
            async with open_ctx(lasting) as ctx:
                await notices.give(ctx, "a")
            heard = await waiter.wait(0.2)
