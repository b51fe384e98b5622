"""Seal anew, with a business's newest key, what older keys sealed: rows and files, in batches.

Everything here may be done twice or be cut off at any place: what is sealed with the newest key is
left alone. A batch is one short transaction, so that nobody waits for long.
"""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

from sqlalchemy import LargeBinary, Table, func, or_, select, text, type_coerce, update

from core.keyring import HEADER
from core.security import SealBroken
from domain.stores import TABLES
from memory import blobs
from memory.ctx import Ctx
from memory.tables import Sealed, held_keys
from memory.whole import tables

BATCH = 200


def sealed_columns() -> dict[str, list[str]]:
    """Table of a business → its columns of sealed words."""
    listed = {each.name for each in TABLES}
    found = {
        name: [c.name for c in table.columns if isinstance(c.type, Sealed)]
        for name, table in tables().items()
        if name in listed
    }
    return {name: columns for name, columns in sorted(found.items()) if columns}


async def waiting(ctx: Ctx) -> int:
    """How many rows and files are sealed with an older key."""
    count = sum([await _count(ctx, name) for name in sealed_columns()])
    return count + len(await older_blobs(ctx))


async def older_blobs(ctx: Ctx) -> list[str]:
    """The files that are sealed with an older key."""
    header = held_keys().header
    return [name for name in await blobs.names(ctx) if await blobs.head(ctx, name) != header]


async def reseal_rows(
    ctx: Ctx, name: str, after: UUID | None, most: int = BATCH
) -> tuple[int, UUID | None]:
    """Seal the next rows of a table anew; returns how many, and the last id (None: no more).

    A row that no key opens is left as it is.
    """
    table, columns = tables()[name], sealed_columns()[name]
    raw = [type_coerce(table.c[column], LargeBinary).label(column) for column in columns]
    query = select(table.c.id, *raw).where(_older(table, columns)).order_by(table.c.id)
    if after is not None:
        query = query.where(table.c.id > after)
    rows = await ctx.rows(query.limit(most).with_for_update())
    await ctx.db.execute(text("select set_config('app.erasing', 'yes', true)"))
    done = 0
    for row in rows:
        with suppress(SealBroken):
            anew = {
                column: type_coerce(_anew(bytes(sealed), f"{name}.{column}"), LargeBinary)
                for column in columns
                if (sealed := getattr(row, column)) is not None
            }
            await ctx.db.execute(update(table).where(table.c.id == row.id).values(anew))
            done += 1
    return done, rows[-1].id if len(rows) == most else None


async def reseal_blobs(ctx: Ctx, names: Sequence[str]) -> int:
    """Seal files anew; returns how many were still there."""
    return sum([await blobs.reseal(ctx, name) for name in names])


def _anew(sealed: bytes, about: str) -> bytes:
    ring = held_keys()
    return (
        sealed if sealed[:HEADER] == ring.header else ring.seal(ring.unseal(sealed, about), about)
    )


def _older(table: Table, columns: Sequence[str]) -> Any:
    header = held_keys().header
    raw = [type_coerce(table.c[column], LargeBinary) for column in columns]
    return or_(*[func.substring(each, 1, HEADER) != header for each in raw])


async def _count(ctx: Ctx, name: str) -> int:
    table = tables()[name]
    older = _older(table, sealed_columns()[name])
    return int(await ctx.value(select(func.count()).select_from(table).where(older)) or 0)
