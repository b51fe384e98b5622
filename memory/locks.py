"""One of all processes at a time: locks of Postgres held on one connection of this process.

A transaction's lock would need a transaction as long as the work; these need one connection for
any number of locks, and a killed process holds none.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, LiteralString
from weakref import WeakKeyDictionary

import psycopg

from core.errors import Conflict
from core.ids import content_hash
from memory import db


class HeldElsewhere(Conflict):
    """Another process is at this."""


@dataclass
class _Keys:
    """The connection of an event loop and the locks that are held on it."""

    connection: psycopg.AsyncConnection[Any] | None = None
    held: set[int] = field(default_factory=set)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def ask(self, query: LiteralString, key: int) -> bool:
        async with self.turn:
            if self.connection is None or self.connection.closed:
                self.held.clear()  # a connection that was lost took its locks along
                self.connection = await psycopg.AsyncConnection.connect(db.dsn(), autocommit=True)
            row = await (await self.connection.execute(query, (key,))).fetchone()
            return bool(row and row[0])


_keys: WeakKeyDictionary[asyncio.AbstractEventLoop, _Keys] = WeakKeyDictionary()


@asynccontextmanager
async def alone(*parts: object) -> AsyncIterator[bool]:
    """Whether nobody else, here or in another process, is inside a block of the same `parts`."""
    keys = _keys.setdefault(asyncio.get_running_loop(), _Keys())
    key = int(content_hash(*parts)[:15], 16)
    if key in keys.held:
        yield False
        return
    keys.held.add(key)
    try:
        got = await keys.ask("select pg_try_advisory_lock(%s)", key)
        keys.held.add(key)
        try:
            yield got
        finally:
            if got:
                await _let_go(keys, key)
    finally:
        keys.held.discard(key)


async def _let_go(keys: _Keys, key: int) -> None:
    try:
        await keys.ask("select pg_advisory_unlock(%s)", key)
    except psycopg.Error:
        return  # the lock went with the connection
