"""A database is brought up once, by however many start at the same time."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg

from memory import migrate
from tests.architecture.tree import ROOT

AGAIN = "import asyncio; from memory import migrate; asyncio.run(migrate.migrate())"


def tables(owner: psycopg.Connection[Any]) -> list[tuple[Any, ...]]:
    """Names of all tables with their number of columns."""
    query = (
        "select table_name, count(*) from information_schema.columns"
        " where table_schema = 'public' group by 1 order by 1"
    )
    return owner.execute(query).fetchall()


async def test_a_second_call_changes_nothing(owner: psycopg.Connection[Any]) -> None:
    before = tables(owner)
    await migrate.migrate()
    assert tables(owner) == before


def test_several_processes_may_migrate_at_once(
    owner: psycopg.Connection[Any], data_dir: Path
) -> None:
    before = tables(owner)
    started = [subprocess.Popen([sys.executable, "-c", AGAIN], cwd=ROOT) for _ in range(3)]
    assert [one.wait() for one in started] == [0, 0, 0]
    assert tables(owner) == before


def test_the_application_reads_no_bookkeeping_of_migrations(
    owner: psycopg.Connection[Any],
) -> None:
    query = "select has_table_privilege('refleqt_app', %s, 'select')"
    for table in ("alembic_version", "checkpoint_migrations"):
        assert owner.execute(query, (table,)).fetchone() == (False,)
    assert owner.execute(query, ("vent_entries",)).fetchone() == (True,)
