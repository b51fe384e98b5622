"""A thread belongs to one business, and so does every checkpoint of it."""

from typing import Any

import pytest
from langgraph.checkpoint.base import empty_checkpoint

from core.ids import new_id
from domain.access import Actor
from memory import threads
from memory.ctx import Ctx, open_ctx
from tests.memory.rows import as_actor, founder_of


async def test_the_same_key_finds_the_same_thread(ctx: Ctx) -> None:
    first = await threads.start(ctx, "onboarding", "first")
    assert await threads.start(ctx, "onboarding", "first") == first
    assert await threads.start(ctx, "onboarding", "second") != first
    assert await threads.start(ctx, "chat") != await threads.start(ctx, "chat")


async def test_a_thread_is_closed_for_good(ctx: Ctx) -> None:
    thread_id = await threads.start(ctx, "onboarding")
    assert (await threads.thread(ctx, thread_id)).status == "open"
    await threads.close(ctx, thread_id)
    assert (await threads.thread(ctx, thread_id)).status == "closed"


async def test_nobody_finds_the_thread_of_another_business(ctx: Ctx) -> None:
    thread_id = await threads.start(ctx, "onboarding", "first")
    async with as_actor(ctx, founder_of(new_id())) as other:
        assert await threads.thread(other, thread_id) is None
        assert threads.checkpoint_key(other, thread_id) != threads.checkpoint_key(ctx, thread_id)


def config(key: str) -> Any:
    """Where a checkpoint is kept."""
    return {"configurable": {"thread_id": key, "checkpoint_ns": ""}}


async def test_a_checkpoint_is_read_again_by_its_business_only(lasting: Actor) -> None:
    async with open_ctx(lasting) as ctx:
        key = threads.checkpoint_key(ctx, await threads.start(ctx, "onboarding"))
        async with threads.checkpoints(ctx) as saver:
            await saver.aput(config(key), empty_checkpoint(), {"step": 1}, {})
        async with threads.checkpoints(ctx) as saver:
            assert await saver.aget_tuple(config(key)) is not None
    async with open_ctx(founder_of(new_id())) as other, threads.checkpoints(other) as saver:
        assert await saver.aget_tuple(config(key)) is None


async def test_a_checkpoint_under_another_business_is_refused(lasting: Actor) -> None:
    async with open_ctx(lasting) as ctx, threads.checkpoints(ctx) as saver:
        with pytest.raises(Exception, match="row-level security"):
            await saver.aput(config(f"{new_id()}:x"), empty_checkpoint(), {"step": 1}, {})
