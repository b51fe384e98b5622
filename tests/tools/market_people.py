"""People of the marketplace, as the tests of its tools act."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from core.ids import new_id
from domain.access import Actor
from memory import market
from memory.ctx import Ctx, acting


@asynccontextmanager
async def creator_of(worker: Ctx, assignment_id: UUID) -> AsyncIterator[Ctx]:
    """The creator to whom an assignment was offered, at the desk of its business."""
    row = await market.assignment(worker, assignment_id)
    actor = Actor("creator", new_id(), worker.business_id, row.creator_id)
    async with turn(worker, actor) as ctx:
        yield ctx


@asynccontextmanager
async def turn(worker: Ctx, actor: Actor) -> AsyncIterator[Ctx]:
    """Somebody else's turn in the same transaction; what they write stays."""
    try:
        async with acting(worker.db, actor) as ctx:
            yield ctx
    finally:
        async with acting(worker.db, worker.actor):
            pass
