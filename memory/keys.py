"""The data keys of businesses: wrapped by the master key, opened once a process, changed, gone.

Each transaction asks for the newest wrapped key together with saying who acts (`memory.db`), so a
new key is used by the next transaction of every process, and a destroyed one by none.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Uuid,
    delete,
    insert,
    select,
    text,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from core import clock, security
from core.keyring import FIRST, Keyring, lasting_of
from memory import db
from memory.tables import created, global_table

business_keys = global_table(
    "business_keys",
    "one wrapped data key per business, read before the tenant's words can be opened",
    Column("business_id", Uuid, ForeignKey("businesses.id", ondelete="CASCADE"), nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("wrapped", LargeBinary, nullable=False),
    Column("lasting", LargeBinary),
    created(),
    PrimaryKeyConstraint("business_id", "version"),
)

KEPT_SECONDS = 600.0
"""How long a process keeps a business's opened keys; then they are read, and may be gone, anew."""
MOST_KEPT = 10_000
"""Businesses whose keys a process keeps open at once."""

_rings: OrderedDict[UUID, tuple[bytes, Keyring]] = OrderedDict()
_OLDER = text(
    "select count(*) from pg_stat_activity where datname = current_database()"
    " and backend_type = 'client backend' and pid <> pg_backend_pid() and xact_start < :since"
)


async def ring_of(
    connection: AsyncConnection, business_id: UUID, newest: bytes | None
) -> Keyring | None:
    """The opened keys of a business whose newest row reads `newest`; None where it has no key."""
    if newest is None:
        _rings.pop(business_id, None)
        return None
    known = _rings.get(business_id)
    if known is None or known[0] != newest:
        query = select(business_keys).where(business_keys.c.business_id == business_id)
        ring = _opened(business_id, (await connection.execute(query)).all())
        _rings[business_id] = known = (newest, ring)
        asyncio.get_running_loop().call_later(KEPT_SECONDS, forget, business_id)
        while len(_rings) > MOST_KEPT:
            _rings.popitem(last=False)
    return known[1]


async def make(connection: AsyncConnection, business_id: UUID) -> Keyring:
    """Give a new business its first data key, wrapped by the master key."""
    key = security.new_data_key()
    await connection.execute(insert(business_keys).values(_row(business_id, FIRST, key, None)))
    return Keyring({FIRST: key}, FIRST, lasting_of(key), _fetcher(business_id))


async def change(connection: AsyncConnection, business_id: UUID) -> int:
    """Make a new data key, with which words are sealed once this is committed; returns its number.

    What was sealed before opens with the older keys, until they are destroyed.
    """
    query = select(business_keys).where(business_keys.c.business_id == business_id)
    await connection.execute(query.with_for_update())  # one at a time; then what is there by now
    ring = _opened(business_id, (await connection.execute(query)).all())
    number, key = ring.newest + 1, security.new_data_key()
    await connection.execute(
        insert(business_keys).values(_row(business_id, number, key, ring.lasting))
    )
    return number


async def destroy_older(connection: AsyncConnection, business_id: UUID, newest: int) -> int:
    """Destroy every key before `newest`; only where nothing is sealed with them. Returns how many.

    The lasting secret is sealed with the newest key by then.
    """
    gone = await connection.execute(
        delete(business_keys).where(
            business_keys.c.business_id == business_id, business_keys.c.version < newest
        )
    )
    return gone.rowcount


async def made(connection: AsyncConnection, business_id: UUID) -> Sequence[tuple[int, datetime]]:
    """Numbers of the keys with when they were made, the oldest first."""
    query = select(business_keys.c.version, business_keys.c.created_at).where(
        business_keys.c.business_id == business_id
    )
    found = await connection.execute(query.order_by(business_keys.c.version))
    return [(row.version, row.created_at) for row in found]


async def now(connection: AsyncConnection) -> datetime:
    """The clock of the database, by which its transactions began."""
    return (await connection.execute(text("select clock_timestamp()"))).scalar_one()


async def any_older(connection: AsyncConnection, since: datetime) -> bool:
    """Whether a transaction is open that began before `since`, and may know older keys alone."""
    found = await connection.execute(_OLDER, {"since": since})
    return bool(found.scalar_one())


def forget(business_id: UUID) -> None:
    """Drop a business's opened keys from the memory of this process."""
    _rings.pop(business_id, None)


def _row(business_id: UUID, number: int, key: bytes, lasting: bytes | None) -> dict[str, Any]:
    return {
        "business_id": business_id,
        "version": number,
        "wrapped": security.seal(security.master_key(), key, _about(business_id, number)),
        "lasting": security.seal(key, lasting, f"{business_id}:lasting") if lasting else None,
        "created_at": clock.now(),
    }


def _about(business_id: UUID, number: int) -> str:
    """What a wrapped key is bound to; the first one is bound to the business alone."""
    return str(business_id) if number == FIRST else f"{business_id}:{number}"


def _opened(business_id: UUID, rows: Sequence[Any]) -> Keyring:
    master = security.master_key()
    keys = {
        row.version: security.unseal(master, bytes(row.wrapped), _about(business_id, row.version))
        for row in rows
    }
    newest = max(rows, key=lambda row: row.version)
    key = keys[newest.version]
    lasting = (
        security.unseal(key, bytes(newest.lasting), f"{business_id}:lasting")
        if newest.lasting
        else lasting_of(key)
    )
    return Keyring(keys, newest.version, lasting, _fetcher(business_id))


def _fetcher(business_id: UUID) -> Callable[[int], bytes | None]:
    return partial(_fetched, business_id)


def _fetched(business_id: UUID, number: int) -> bytes | None:
    """A key that was made while a transaction was open: asked for once, beside it.

    Rows are opened where nothing can be awaited; this happens once for each new key and process.
    """
    with psycopg.connect(db.dsn(), autocommit=True) as connection:
        connection.execute("select set_config('app.tenant', %s, false)", (str(business_id),))
        found = connection.execute(
            "select wrapped from business_keys where business_id = %s and version = %s",
            (business_id, number),
        ).fetchone()
    if found is None:
        return None
    return security.unseal(security.master_key(), bytes(found[0]), _about(business_id, number))
