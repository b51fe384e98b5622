"""Bring a database to the newest schema.

Roles, Alembic's steps, the queue's tables, checkpoints, grants.

Safe to call at every start and by several processes at once (an advisory lock lets one work).
"""

from pathlib import Path
from typing import Any, cast

import psycopg
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from langgraph.checkpoint.postgres import PostgresSaver
from pgqueuer.adapters.drivers.psycopg import PsycopgDriver
from pgqueuer.queries import Queries
from psycopg import sql
from psycopg.rows import DictRow, dict_row
from sqlalchemy import create_engine, pool

from memory import db, server

_LOCK = 7317  # any number that nobody else locks
_CHECKPOINTS = ("checkpoints", "checkpoint_blobs", "checkpoint_writes")
_HIDDEN = ("alembic_version", "checkpoint_migrations")


async def migrate() -> None:
    """Create or upgrade everything in the database that `memory.db` points at."""
    owner = db.dsn(server.OWNER)
    async with await psycopg.AsyncConnection.connect(owner, autocommit=True) as connection:
        await connection.execute("select pg_advisory_lock(%s)", (_LOCK,))
        await _make_role(connection)
        _upgrade_tables(owner)
        await _upgrade_queue(connection)
        _upgrade_checkpoints(owner)
        await _grant(connection)
        await _complete(connection)


async def _complete(connection: psycopg.AsyncConnection) -> None:
    """Say that everything is there, as the very last thing: who is killed before begins again."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    said = sql.Literal(f"complete: {head}")
    await connection.execute(sql.SQL("comment on table alembic_version is {}").format(said))


async def is_current() -> bool:
    """Whether the database has the newest step; False for an empty one too."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    owner = db.dsn(server.OWNER)
    async with await psycopg.AsyncConnection.connect(owner, autocommit=True) as connection:
        found = await connection.execute("select to_regclass('alembic_version')::text")
        row = await found.fetchone()
        if row is None or row[0] is None:
            return False
        found = await connection.execute(
            "select obj_description('alembic_version'::regclass, 'pg_class')"
        )
        row = await found.fetchone()
        return row is not None and row[0] == f"complete: {head}"


async def _make_role(connection: psycopg.AsyncConnection) -> None:
    found = await connection.execute("select 1 from pg_roles where rolname = %s", (server.APP,))
    if not await found.fetchone():
        role = sql.Identifier(server.APP)
        await connection.execute(sql.SQL("create role {} login nobypassrls").format(role))


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def _upgrade_tables(owner: str) -> None:
    config = _config()
    engine = create_engine(
        "postgresql+psycopg://", creator=lambda: psycopg.connect(owner), poolclass=pool.NullPool
    )
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


async def _upgrade_queue(connection: psycopg.AsyncConnection) -> None:
    queries = Queries(PsycopgDriver(connection))
    if await queries.has_table("pgqueuer"):
        await queries.upgrade()
    else:
        await queries.install()


def _upgrade_checkpoints(owner: str) -> None:
    """LangGraph's own tables; a thread id begins with its tenant, and the policy compares that."""
    with psycopg.Connection[DictRow].connect(
        owner, autocommit=True, row_factory=cast(Any, dict_row)
    ) as connection:
        PostgresSaver(connection).setup()
        for table in _CHECKPOINTS:
            name = sql.Identifier(table)
            connection.execute(sql.SQL("alter table {} enable row level security").format(name))
            connection.execute(sql.SQL("alter table {} force row level security").format(name))
            connection.execute(sql.SQL("drop policy if exists tenant on {}").format(name))
            connection.execute(
                sql.SQL(
                    "create policy tenant on {} using"
                    " (starts_with(thread_id, app_tenant()::text || ':'))"
                ).format(name)
            )


async def _grant(connection: psycopg.AsyncConnection) -> None:
    role = sql.Identifier(server.APP)
    for statement in (
        "grant usage on schema public to {}",
        "grant select, insert, update, delete on all tables in schema public to {}",
        "grant usage on all sequences in schema public to {}",
        "grant execute on all functions in schema public to {}",
    ):
        await connection.execute(sql.SQL(statement).format(role))
    for hidden in _HIDDEN:
        await connection.execute(
            sql.SQL("revoke all on {} from {}").format(sql.Identifier(hidden), role)
        )
