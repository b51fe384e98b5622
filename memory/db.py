"""The engine, and the settings that row-level security reads from each transaction."""

from functools import lru_cache

import psycopg
from sqlalchemy import text
from sqlalchemy.exc import DataError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoneFree
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from core.settings import settings
from domain.access import Actor
from memory import server

LOST = (OperationalError, InterfaceError, NoneFree, psycopg.OperationalError)
"""What is raised when Postgres cannot be reached or goes away; a retry may help."""

UNKNOWN = (IntegrityError,)
"""What is raised for a row of a business that is not there, or not yet committed."""

UNFIT = (DataError,)
"""What is raised for a value that its column cannot hold, such as a number of forty digits."""

_SET = text(
    "select set_config('app.tenant', :tenant, true), set_config('app.actor', :actor, true),"
    " set_config('app.user', :user, true), set_config('app.creator', :creator, true)"
)


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
    return create_async_engine(
        target, pool_size=connections, max_overflow=connections, pool_pre_ping=True
    )


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


async def act_as(connection: AsyncConnection, actor: Actor) -> None:
    """Tell the open transaction who acts; it ends with the transaction and so never leaks."""
    await connection.execute(
        _SET,
        {
            "tenant": str(actor.business_id or ""),
            "actor": actor.role,
            "user": str(actor.user_id or ""),
            "creator": str(actor.creator_id or ""),
        },
    )
