"""What happened reaches people by the loop: recorded once, told once, however often it runs."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text

from core.ids import new_id
from domain.access import Actor
from domain.events import MapPublished
from jobs import worker
from memory import events
from memory.ctx import open_ctx
from tests.people import actor, address, joined, registered
from tools.notifications import Newest, list_notifications


@pytest.fixture(autouse=True)
async def _empty(_idle: None) -> AsyncIterator[None]:
    yield
    async with open_ctx(Actor("operator")) as ctx:
        await ctx.db.execute(text("delete from pgqueuer"))


async def test_facts_become_notices() -> None:
    tokens = await registered(address())
    assert tokens.business_id is not None
    await joined(tokens.business_id, "team")
    map_id = new_id()
    async with open_ctx(actor(tokens)) as ctx:
        for _ in range(3):
            await events.record(ctx, MapPublished(map_id=map_id))
    await worker.drain()
    async with open_ctx(actor(tokens), read_only=True) as ctx:
        found = await list_notifications(ctx, Newest())
    assert sorted(each.kind for each in found.items) == ["map_published", "member_joined"]
