"""Ctx: who acts, for which business, at what time, in which transaction.

One request, job or command opens one Ctx; the transaction commits when the block ends without an
error. Nobody inside commits.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from core import clock
from core.errors import RefleqtError
from domain.access import Actor, worker_for
from memory import db, keys
from memory.tables import data_keys


class NoBusiness(RefleqtError):
    """This needs a business, and none was chosen."""

    status = 400


@dataclass(frozen=True)
class Ctx:
    """What every tool, graph and job is given; `db` is the open transaction."""

    actor: Actor
    db: AsyncConnection
    read_only: bool = False

    @property
    def business_id(self) -> UUID:
        """The tenant. Raises `NoBusiness` where the actor has none."""
        if self.actor.business_id is None:
            raise NoBusiness
        return self.actor.business_id

    @property
    def at(self) -> datetime:
        """Now, by the running clock."""
        return clock.now()

    async def rows(self, query: Any) -> list[Any]:
        """All rows of a query."""
        return list((await self.db.execute(query)).all())

    async def row(self, query: Any) -> Any:
        """The first row of a query, or None."""
        return (await self.db.execute(query)).first()

    async def value(self, query: Any) -> Any:
        """The first column of the first row, or None."""
        return (await self.db.execute(query)).scalar()


@asynccontextmanager
async def open_ctx(
    actor: Actor, *, read_only: bool = False, aside: bool = False
) -> AsyncIterator[Ctx]:
    """A Ctx in a fresh transaction: committed at the end of the block, rolled back by an error.

    `aside` is for a short one while the caller may hold another open: see `db.engine_aside`.
    """
    engine = db.engine_aside() if aside else db.engine()
    async with (
        engine.begin() as connection,
        acting(connection, actor, read_only=read_only) as ctx,
    ):
        yield ctx


@asynccontextmanager
async def acting(
    connection: AsyncConnection, actor: Actor, *, read_only: bool = False
) -> AsyncIterator[Ctx]:
    """A Ctx in a transaction that is open already; tests and `open_ctx` share it."""
    newest = await db.act_as(connection, actor, read_only=read_only)
    ring = await keys.ring_of(connection, actor.business_id, newest) if actor.business_id else None
    token = data_keys.set(ring)
    try:
        yield Ctx(actor, connection, read_only)
    finally:
        data_keys.reset(token)


@asynccontextmanager
async def as_worker(ctx: Ctx) -> AsyncIterator[Ctx]:
    """Do as the worker of the business what follows from an actor's act; then act as before.

    For consequences that the rules decide, such as the payment of work that a reviewer let pass.
    """
    async with on_behalf(ctx, worker_for(ctx.business_id)) as worker:
        yield worker


@asynccontextmanager
async def on_behalf(ctx: Ctx, actor: Actor) -> AsyncIterator[Ctx]:
    """Do something as another actor of the same business; then act as before."""
    async with ctx.db.begin_nested(), acting(ctx.db, actor, read_only=ctx.read_only) as other:
        yield other  # an error undoes the savepoint, and with it the change of actor
    await db.act_as(ctx.db, ctx.actor)


@asynccontextmanager
async def as_person(ctx: Ctx, person: Actor) -> AsyncIterator[Ctx]:
    """Do what a person asked for through a door that knows them; then act as before.

    An error undoes what was done for them, and nothing else.
    """
    async with ctx.db.begin_nested(), acting(ctx.db, person) as theirs:
        yield theirs
    await db.act_as(ctx.db, ctx.actor)


async def make_key(connection: AsyncConnection, business_id: UUID) -> None:
    """Give a new business its data key; the open transaction seals with it from now on.

    A business that has one is refused by the database.
    """
    data_keys.set(await keys.make(connection, business_id))
