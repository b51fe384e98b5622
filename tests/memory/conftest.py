"""What the tests of memory share: the owner's view of the database, and one full row per table."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from memory import db, server
from memory.ctx import Ctx
from tests.memory.rows import House, furnish


@pytest.fixture(scope="session")
def owner(data_dir: Path) -> Iterator[psycopg.Connection[Any]]:
    """A connection of the role that owns the tables; it bypasses row-level security."""
    with psycopg.connect(db.dsn(server.OWNER), autocommit=True) as connection:
        yield connection


@pytest.fixture
async def house(ctx: Ctx) -> House:
    """A business with one row in every tenant table, in a transaction that is rolled back."""
    return await furnish(ctx)
