"""The vault of a business: opened passages at hand by id, and how far keys and index are cared for.

Opened words are held in this process by business, id and version of their row; what is not held
comes from Postgres, which is also asked each time which rows are there in which version, so that
nobody is handed words that were taken back.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, Integer, select
from sqlalchemy.dialects.postgresql import insert

from core.ids import new_id
from memory.ctx import Ctx
from memory.tables import held_keys, moment, tenant_table, unique

vaults = tenant_table(
    "vaults",
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
class Tally:
    """How many passages were asked for in this process, and how many were at hand."""

    asked: int = 0
    at_hand: int = 0


tally = Tally()
_shelves: OrderedDict[tuple[UUID, bytes], OrderedDict[tuple[UUID, str], Any]] = OrderedDict()


async def look_up(ctx: Ctx, there: Mapping[UUID, str], fetch: Fetch) -> dict[UUID, Any]:
    """Id → passage of the rows that are `there` (id → version): from this process, else `fetch`."""
    if not there:
        return {}
    shelf = _shelf(ctx.business_id)
    missing = [one for one in there.items() if one not in shelf]
    tally.asked += len(there)
    tally.at_hand += len(there) - len(missing)
    if missing:
        fetched = await fetch([one for one, _ in missing])
        shelf.update({(one, at): fetched[one] for one, at in missing if one in fetched})
    found = {one[0]: shelf[one] for one in there.items() if one in shelf}
    for one in there.items():
        if one in shelf:
            shelf.move_to_end(one)
    while len(shelf) > MOST_PASSAGES:
        shelf.popitem(last=False)
    return found


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
    for key in [one for one in _shelves if one[0] == business_id]:
        del _shelves[key]


def _shelf(business_id: UUID) -> OrderedDict[tuple[UUID, str], Any]:
    """What is open of the business under its present key."""
    key = business_id, held_keys().header
    if key not in _shelves:
        _shelves[key] = OrderedDict()
        asyncio.get_running_loop().call_later(KEPT_SECONDS, forget, business_id)
    _shelves.move_to_end(key)
    while len(_shelves) > MOST_BUSINESSES:
        _shelves.popitem(last=False)
    return _shelves[key]
