"""The engine, and the settings that row-level security reads from each transaction."""

import asyncio
import select
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import lru_cache
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

import psycopg
from psycopg_pool import AsyncConnectionPool
from sqlalchemy import TextClause, event, text
from sqlalchemy.engine.interfaces import AdaptedConnection
from sqlalchemy.exc import (
    DataError,
    DisconnectionError,
    IntegrityError,
    InterfaceError,
    OperationalError,
)
from sqlalchemy.exc import TimeoutError as NoneFree
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from core.settings import settings
from domain.access import Actor
from memory import server

LOST = (OperationalError, InterfaceError, NoneFree, psycopg.OperationalError)
"""What is raised when Postgres cannot be reached or goes away; a retry may help."""

UNKNOWN = (IntegrityError,)
"""What is raised for a row of a business that is not there, or not yet committed."""

UNLINKED = (IntegrityError,)
"""What is raised for a row that names something that is not there, or that is there already."""
UNFIT = (DataError,)
"""What is raised for a value that its column cannot hold, such as a number of forty digits."""

PREPARED = 1_000
MOST_BESIDE = 6
"""Connections of a process for checkpoints; each use takes milliseconds."""

_pools: WeakKeyDictionary[asyncio.AbstractEventLoop, AsyncConnectionPool] = WeakKeyDictionary()

_ACTS = (
    "select set_config('app.tenant', :tenant, true), set_config('app.actor', :actor, true),"
    " set_config('app.user', :user, true), set_config('app.creator', :creator, true)"
)
_NEWEST_KEY = (
    "(select wrapped || coalesce(lasting, '') from business_keys"
    " where business_id = cast(:business as uuid) order by version desc limit 1) as newest_key"
)
_READ_ONLY = "set_config('transaction_read_only', 'on', true)"


def _acts(*more: str) -> TextClause:
    return text(", ".join([_ACTS, *more]))


_SET = {
    (read_only, keyed): _acts(*[_READ_ONLY] * read_only, *[_NEWEST_KEY] * keyed)
    for read_only in (False, True)
    for keyed in (False, True)
}
"""By whether nothing can be written, and whether a business has a key to be read."""


def dsn(role: str = server.APP) -> str:
    """libpq connection string of the application's (or the owner's) role."""
    given = settings().database_url if role == server.APP else settings().owner_database_url
    if settings().embedded:
        return server.conninfo(role)
    return given or settings().database_url


@lru_cache(maxsize=4)
def _engine(url: str, connections: int) -> AsyncEngine:
    if url.startswith("host="):
        parts = dict(part.split("=", 1) for part in url.split())
        target = f"postgresql+psycopg://{parts['user']}@/{parts['dbname']}?host={parts['host']}"
    else:
        target = url.replace("postgresql://", "postgresql+psycopg://", 1)
    made = create_async_engine(
        target, pool_size=2 * connections, max_overflow=0, pool_use_lifo=True
    )
    event.listen(made.sync_engine, "connect", _prepare_all)
    event.listen(made.sync_engine, "checkout", _refuse_ended)
    return made


def _prepare_all(connection: AdaptedConnection, _record: object) -> None:
    """Let a connection keep every statement that it prepared: pages have some hundred of them."""
    connection.driver_connection.prepared_max = PREPARED


def _refuse_ended(connection: AdaptedConnection, _record: object, _proxy: object) -> None:
    """Let the pool take another connection where the server has ended this one.

    A server that ends says so: there is something to read though nothing was asked. That costs no
    answer of the server, as asking it would.
    """
    try:
        socket = connection.driver_connection.fileno()
    except psycopg.OperationalError as gone:
        raise DisconnectionError from gone
    said = select.poll()
    said.register(socket, select.POLLIN)
    if said.poll(0):
        raise DisconnectionError


def engine() -> AsyncEngine:
    """The engine of the application role; one per process and database."""
    return _engine(dsn(), 10)


def engine_aside() -> AsyncEngine:
    """A few connections apart, for short transactions beside one that is open.

    Were they taken from the same pool, twenty who hold one each would wait for one more for ever.
    """
    return _engine(dsn(), 3)


async def answers() -> None:
    """Ask Postgres something; raises one of `LOST` when it does not answer."""
    async with engine().connect() as connection:
        await connection.execute(text("select 1"))


async def close() -> None:
    """Give all connections back; a process calls it before its event loop ends."""
    await engine().dispose()
    await engine_aside().dispose()
    _engine.cache_clear()
    pool = _pools.pop(asyncio.get_running_loop(), None)
    if pool is not None:
        await pool.close()


@asynccontextmanager
async def beside(tenant: UUID) -> AsyncIterator[psycopg.AsyncConnection[Any]]:
    """A connection of a small pool that commits statement by statement, set to a tenant.

    For LangGraph alone, which needs autocommit. The tenant is set for the session and wiped with
    everything else before the connection is given to somebody else.
    """
    loop = asyncio.get_running_loop()
    if loop not in _pools:
        _pools[loop] = AsyncConnectionPool(
            dsn(), min_size=0, max_size=MOST_BESIDE, open=False, reset=_wipe, timeout=60,
            kwargs={"autocommit": True, "prepare_threshold": None},
        )  # fmt: skip
        await _pools[loop].open()
    async with _pools[loop].connection() as connection:
        await connection.execute("select set_config('app.tenant', %s, false)", (str(tenant),))
        yield connection


async def _wipe(connection: psycopg.AsyncConnection[Any]) -> None:
    await connection.execute("discard all")


async def act_as(
    connection: AsyncConnection, actor: Actor, *, read_only: bool = False
) -> bytes | None:
    """Tell the open transaction who acts; it ends with the transaction and so never leaks.

    With `read_only` nothing can be written in it from then on. Returns the newest data key of the
    actor's business as it is stored, or None where there is none: the settings stand first in the
    query, so the key is read under them.
    """
    given = {
        "tenant": str(actor.business_id or ""),
        "actor": actor.role,
        "user": str(actor.user_id or ""),
        "creator": str(actor.creator_id or ""),
    }
    keyed = actor.business_id is not None
    found = await connection.execute(
        _SET[read_only, keyed], {**given, "business": actor.business_id} if keyed else given
    )
    newest = found.one().newest_key if keyed else None
    return None if newest is None else bytes(newest)
