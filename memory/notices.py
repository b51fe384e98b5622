"""Word that something is new, so that who waits for it need not ask: LISTEN on one connection.

A notice is given inside a transaction and heard when it commits, by everybody in every process who
waits for its key. It may be lost with a connection, so a waiter also looks now and then by itself.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

import psycopg
from sqlalchemy import func, select

from core.telemetry import logger
from memory import db
from memory.ctx import Ctx

CHANNEL = "refleqt_notices"
CONNECT_SECONDS = 5.0
LOST_SECONDS = 1.0
"""How long a waiter sleeps at most while nobody listens."""

log = logger("notices")


async def give(ctx: Ctx, key: str) -> None:
    """Tell who waits for `key` in this business, once the transaction commits."""
    await ctx.db.execute(select(func.pg_notify(CHANNEL, f"{ctx.business_id}/{key}")))


@dataclass(eq=False)
class Waiter:
    """Somebody who waits for one key; `wait` returns at a notice given since the last look."""

    hub: "_Hub"
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def wait(self, seconds: float) -> bool:
        """Sleep until a notice or for `seconds`; whether there was a notice."""
        if not self.hub.listens:
            seconds = min(seconds, LOST_SECONDS)
        with suppress(TimeoutError):
            await asyncio.wait_for(self.news.wait(), seconds)
        heard = self.news.is_set()
        self.news.clear()
        return heard


@dataclass
class _Hub:
    """The one listening connection of an event loop, and who waits for what."""

    waiters: defaultdict[str, set[Waiter]] = field(default_factory=lambda: defaultdict(set))
    task: asyncio.Task[None] | None = None
    up: asyncio.Event = field(default_factory=asyncio.Event)
    lost: bool = False

    @property
    def listens(self) -> bool:
        return self.up.is_set()

    async def ready(self) -> None:
        """Listen, if Postgres lets us; a waiter that comes too early looks by itself."""
        if self.task is None or self.task.done():
            self.up.clear()
            self.task = asyncio.create_task(self._listen(), name="notices")
        with suppress(TimeoutError):
            await asyncio.wait_for(self.up.wait(), CONNECT_SECONDS)

    async def _listen(self) -> None:
        while True:
            try:
                await self._hear()
            except (psycopg.Error, OSError) as wrong:
                log.warning("notices lost the store", error=type(wrong).__name__)
            self.lost = True
            self.up.clear()
            await asyncio.sleep(LOST_SECONDS)

    async def _hear(self) -> None:
        async with await psycopg.AsyncConnection.connect(db.dsn(), autocommit=True) as connection:
            await connection.execute(f"listen {CHANNEL}")
            self.up.set()
            if self.lost:
                self._wake_all()  # what was said while nobody listened is found by looking
            async for notice in connection.notifies():
                for waiter in self.waiters.get(notice.payload, ()):
                    waiter.news.set()

    def _wake_all(self) -> None:
        for waiting in self.waiters.values():
            for waiter in waiting:
                waiter.news.set()


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, _Hub] = WeakKeyDictionary()


@asynccontextmanager
async def waiting(business_id: object, key: str) -> AsyncIterator[Waiter]:
    """A waiter for `key` of a business. Look first, then wait: nothing said since is missed."""
    hub = _hubs.setdefault(asyncio.get_running_loop(), _Hub())
    waiter, place = Waiter(hub), f"{business_id}/{key}"
    hub.waiters[place].add(waiter)
    try:
        await hub.ready()
        yield waiter
    finally:
        hub.waiters[place].discard(waiter)
        if not hub.waiters[place]:
            del hub.waiters[place]
