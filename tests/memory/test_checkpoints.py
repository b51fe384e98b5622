"""Every checkpoint of a thread belongs to one business, and nobody else reads it."""

from typing import Any

import pytest
from langgraph.checkpoint.base import empty_checkpoint

from core.ids import new_id
from domain.access import Actor
from memory import checkpoints, threads
from memory.ctx import open_ctx
from tests.memory.rows import founder_of


def config(key: str) -> Any:
    """Where a checkpoint is kept."""
    return {"configurable": {"thread_id": key, "checkpoint_ns": ""}}


async def test_a_checkpoint_is_read_again_by_its_business_only(lasting: Actor) -> None:
    async with open_ctx(lasting) as ctx:
        key = checkpoints.key_of(ctx, await threads.start(ctx, "onboarding"))
        async with checkpoints.checkpoints(ctx) as saver:
            await saver.aput(config(key), empty_checkpoint(), {"step": 1}, {})
        async with checkpoints.checkpoints(ctx) as saver:
            assert await saver.aget_tuple(config(key)) is not None
    async with open_ctx(founder_of(new_id())) as other, checkpoints.checkpoints(other) as saver:
        assert await saver.aget_tuple(config(key)) is None


async def test_a_checkpoint_under_another_business_is_refused(lasting: Actor) -> None:
    async with open_ctx(lasting) as ctx, checkpoints.checkpoints(ctx) as saver:
        with pytest.raises(Exception, match="row-level security"):
            await saver.aput(config(f"{new_id()}:x"), empty_checkpoint(), {"step": 1}, {})
