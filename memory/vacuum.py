"""Rewriting Postgres's files and turning its journal, so that deleted bytes are no longer there.

This is done as the owner of the tables, outside any transaction. A row that was deleted stays in
the file of its table until the table is written anew, in the samples that the planner keeps, in the
journal, and in the pages of notices: each is seen to here.
"""

from typing import Any

import psycopg
from psycopg import sql

from memory import db, server

LOCK_TIMEOUT = "30s"
NOTICE_PAGES = 70
"""Two files of notices hold 32 pages each; so many full pages push both out."""
MOST_SWITCHES = 80

_TABLES = """select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind = 'r' order by pg_total_relation_size(c.oid), 1"""
_SAMPLES = """delete from pg_statistic where starelid in (select c.oid from pg_class c
    join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public')"""
_AHEAD = """select count(*) from pg_ls_waldir()
    where name ~ '^[0-9A-F]{24}$' and name > pg_walfile_name(pg_current_wal_lsn())"""


async def rewrite(*names: str) -> int:
    """Write tables anew (all of ours, or the named ones), with fresh samples; returns how many.

    Each table is locked while it is written: with the demo's data that is milliseconds.
    """
    async with await _owner() as connection:
        every = [row[0] for row in await (await connection.execute(_TABLES)).fetchall()]
        tables = [name for name in every if not names or name in names]
        great = await _is_superuser(connection)
        if great and not names:
            await connection.execute(_SAMPLES)
        for name in tables:
            await connection.execute(
                sql.SQL("vacuum (full, analyze) {}").format(sql.Identifier(name))
            )
        if great and not names:
            await connection.execute("vacuum full pg_statistic")
    return len(tables)


async def turn_journal() -> int:
    """Leave nothing of the past in the journal or in notices; returns how often it was switched.

    Needs a superuser, as on the embedded default; elsewhere nothing is done and 0 comes back, and
    the journal ends as whoever runs that Postgres has set it (docs/data.md).
    """
    async with await _owner() as connection:
        if not await _is_superuser(connection):
            return 0
        await _fill_notices(connection)
        switches = 0
        while switches < MOST_SWITCHES and (switches == 0 or await _ahead(connection)):
            await connection.execute("select pg_logical_emit_message(false, 'refleqt', 'turn')")
            await connection.execute("select pg_switch_wal()")
            switches += 1
        await connection.execute("checkpoint")  # flushes tables; files unlinked before it go
        await connection.execute("select pg_logical_emit_message(false, 'refleqt', 'turn')")
        await connection.execute("select pg_switch_wal()")
        await connection.execute("checkpoint")
    return switches


async def _owner() -> psycopg.AsyncConnection[Any]:
    options = f"-c lock_timeout={LOCK_TIMEOUT}"
    dsn = db.dsn(server.OWNER)
    return await psycopg.AsyncConnection.connect(dsn, autocommit=True, options=options)


async def _is_superuser(connection: psycopg.AsyncConnection[Any]) -> bool:
    found = await connection.execute("select rolsuper from pg_roles where rolname = current_user")
    row = await found.fetchone()
    return bool(row and row[0])


async def _ahead(connection: psycopg.AsyncConnection[Any]) -> bool:
    """Whether old files of the journal were laid out for later use, with what they held."""
    row = await (await connection.execute(_AHEAD)).fetchone()
    return bool(row and row[0])


async def _fill_notices(connection: psycopg.AsyncConnection[Any]) -> None:
    for page in range(NOTICE_PAGES):
        await connection.execute(
            "select pg_notify('refleqt_filler', %s || repeat('.', 7900))", (f"{page}",)
        )
