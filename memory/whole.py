"""Every table of memory, whichever files a process has imported so far.

Erasure, archives and the data page walk all tables; a process may know a few of them until here.
"""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from sqlalchemy import Table

import memory
from memory.tables import metadata

APART = frozenset({"migrate"})
"""Files without a table that take long to import."""


@cache
def tables() -> Mapping[str, Table]:
    """Name → table, of every file of rows."""
    for found in iter_modules(memory.__path__):
        if not found.ispkg and found.name not in APART:
            import_module(f"memory.{found.name}")
    return metadata.tables


def in_order() -> list[Table]:
    """All tables, each after those that it points at."""
    tables()
    return metadata.sorted_tables
