"""The vault of a business: opened passages at hand by id, and how far keys and index are cared for.

Opened words are held in this process by business and version, then in Postgres. The version is a
fresh id whenever something is taken back, so that nobody is handed words that are gone.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, Integer, Uuid, select
from sqlalchemy.dialects.postgresql import insert

from core.ids import new_id
from memory.ctx import Ctx
from memory.tables import moment, tenant_table, unique

vaults = tenant_table(
    "vaults",
    Column("version", Uuid),
    Column("seals", Integer, nullable=False, server_default="0"),
    Column("resealed", Integer, nullable=False, server_default="0"),
    moment("resealed_at"),
    moment("checked_at"),
    Column("held", Integer, nullable=False, server_default="0"),
    Column("missing", Integer, nullable=False, server_default="0"),
    Column("surplus", Integer, nullable=False, server_default="0"),
    Column("different", Integer, nullable=False, server_default="0"),
    Column("repaired", BigInteger, nullable=False, server_default="0"),
    unique(),
)
"""`seals` of a change of keys, how many of them are `resealed`; what the last check of the index
found, and all that was ever `repaired`."""

KEPT_SECONDS = 600.0
MOST_BUSINESSES = 64
MOST_PASSAGES = 5_000
"""Of one business; the one that waited longest goes first."""

Fetch = Callable[[Sequence[UUID]], Awaitable[Mapping[UUID, Any]]]


@dataclass
class _Shelf:
    """What is open of one business at one version."""

    version: UUID | None
    passages: OrderedDict[UUID, Any] = field(default_factory=OrderedDict)


_shelves: OrderedDict[UUID, _Shelf] = OrderedDict()


async def look_up(ctx: Ctx, ids: Sequence[UUID], fetch: Fetch) -> dict[UUID, Any]:
    """Id → passage, for those that are there: from this process, then by `fetch` from Postgres."""
    shelf = _shelf(ctx.business_id, await ctx.value(select(vaults.c.version)))
    missing = [one for one in ids if one not in shelf.passages]
    if missing:
        shelf.passages.update(await fetch(missing))
    found = {one: shelf.passages[one] for one in ids if one in shelf.passages}
    for one in found:
        shelf.passages.move_to_end(one)
    while len(shelf.passages) > MOST_PASSAGES:
        shelf.passages.popitem(last=False)
    return found


async def turn_over(ctx: Ctx) -> None:
    """Something was taken back: no process serves what it held before."""
    await note(ctx, version=new_id())


async def note(ctx: Ctx, **values: Any) -> None:
    """Write fields of the business's vault."""
    row = {"id": new_id(), "business_id": ctx.business_id, **values}
    write = insert(vaults).values(row)
    await ctx.db.execute(write.on_conflict_do_update(index_elements=["business_id"], set_=values))


async def noted(ctx: Ctx) -> Any:
    """The row of the business's vault, or None."""
    return await ctx.row(select(vaults))


def forget(business_id: UUID) -> None:
    """Drop what is open of a business from the memory of this process."""
    _shelves.pop(business_id, None)


def _shelf(business_id: UUID, version: UUID | None) -> _Shelf:
    known = _shelves.get(business_id)
    if known is None or known.version != version:
        known = _shelves[business_id] = _Shelf(version)
        asyncio.get_running_loop().call_later(KEPT_SECONDS, forget, business_id)
    _shelves.move_to_end(business_id)
    while len(_shelves) > MOST_BUSINESSES:
        _shelves.popitem(last=False)
    return known
