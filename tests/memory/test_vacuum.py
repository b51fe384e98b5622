"""A deleted row leaves its table's file, and the journal, when both are turned."""

from pathlib import Path

import psycopg
import pytest

from core.ids import new_id
from memory import db, server, vacuum


def places(data_dir: Path, mark: str) -> set[str]:
    """Folders of Postgres in which some file holds a mark."""
    return {
        path.relative_to(data_dir / "postgres").parts[0]
        for path in (data_dir / "postgres").rglob("*")
        if path.is_file() and mark.encode() in path.read_bytes()
    }


@pytest.mark.usefixtures("_pool")
async def test_what_was_deleted_is_nowhere_after_turning(data_dir: Path) -> None:
    mark = f"vacuum-{new_id().hex}"
    with psycopg.connect(db.dsn(server.OWNER), autocommit=True) as owner:
        owner.execute("create table if not exists turned (word text)")
        owner.execute("insert into turned select %s from generate_series(1, 50)", (mark,))
        owner.execute("analyze turned")
        owner.execute("checkpoint")
        owner.execute("select pg_notify('refleqt_filler', %s)", (mark,))
        assert {"base", "pg_wal"} <= places(data_dir, mark)
        owner.execute("delete from turned")
        try:
            assert await vacuum.rewrite() > 50
            assert await vacuum.turn_journal() >= 1
            assert places(data_dir, mark) == set()
        finally:
            owner.execute("drop table turned")
