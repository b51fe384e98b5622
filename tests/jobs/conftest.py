"""What the tests of jobs share: a worker's Ctx, and a look at the log."""

from collections.abc import AsyncIterator

import pytest

from domain.access import worker_for
from memory import events
from memory.ctx import Ctx, acting


@pytest.fixture
async def worker(ctx: Ctx) -> AsyncIterator[Ctx]:
    """The worker of the business, in the transaction that the test rolls back."""
    async with acting(ctx.db, worker_for(ctx.business_id)) as worker:
        yield worker


async def facts(ctx: Ctx, name: str) -> int:
    """How often a fact was recorded."""
    return sum(row.name == name for row in await events.after(ctx, 0, limit=10_000))
