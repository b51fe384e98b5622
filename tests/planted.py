"""Businesses with rows in every store, full of words that nobody else has: what a search finds."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql
from sqlalchemy import BigInteger, Date, Integer, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, insert

from core.ids import new_id
from domain.access import Actor, worker_for
from domain.work import AnalyzePatterns, ComputeDelta
from memory import blobs, checkpoints, people, queue
from memory.ctx import Ctx, open_ctx
from memory.tables import Sealed
from tests.memory.rows import MOMENT, TENANT_TABLES, a_row, listed


@dataclass(frozen=True)
class Planted:
    """A business, its founder, and the canaries that were written into it."""

    founder: Actor
    name: str
    canaries: list[str] = field(default_factory=list)

    @property
    def business_id(self) -> UUID:
        """The business's id."""
        assert self.founder.business_id is not None
        return self.founder.business_id


async def plant(families: int = 2) -> Planted:
    """A committed business with `families` rows a table, jobs, a checkpoint and a file."""
    founder = Actor("founder", user_id=new_id(), business_id=new_id())
    mark = f"canary{new_id().hex[-12:]}"
    planted = Planted(founder, f"House of {mark}")
    async with open_ctx(founder) as ctx:
        await people.make_business(ctx, {"name": planted.name, "slug": f"house-{mark}"})
        email = f"{mark}@example.org"
        await people.make_user(ctx, email, f"Ada {mark}", "hash")
        assert founder.user_id is not None
        await people.join(ctx, founder.user_id, "founder")
    planted.canaries.extend([planted.name, email, mark])
    async with open_ctx(worker_for(planted.business_id)) as ctx:
        for number in range(families):
            await _family(ctx, planted, mark, number)
        planted.canaries.append(f"{mark} in a file")
        await blobs.put(ctx, f"{mark} in a file".encode() * 50)
        await queue.enqueue(ctx, [AnalyzePatterns(day=mark), ComputeDelta(month=mark)])
        saver = checkpoints.saver(ctx.business_id)
        config: Any = {"configurable": {"thread_id": f"{ctx.business_id}:{mark}",
                                        "checkpoint_ns": ""}}  # fmt: skip
        state: Any = {"v": 4, "ts": MOMENT.isoformat(), "id": str(new_id()), "updated_channels": [],
                      "channel_values": {"said": f"{mark} said"}, "versions_seen": {},
                      "channel_versions": {"said": 1}}  # fmt: skip
        await saver.aput(config, state, {}, {"said": 1})
    return planted


async def _family(ctx: Ctx, planted: Planted, mark: str, number: int) -> None:
    """One row in every table, pointing at each other; what is unique differs from the others."""
    rows: dict[str, dict[str, Any]] = {}
    assert planted.founder.user_id is not None
    for table in TENANT_TABLES:
        row = a_row(table, ctx.business_id, rows, planted.founder.user_id, new_id())
        for column in (one for one in table.columns if one.name not in listed(table)):
            told = f"{mark} {table.name}.{column.name} {number}"
            row_value = _value(column.type, told, number)
            if row_value is not None and column.name in row and not column.foreign_keys:
                row[column.name] = row_value
        rows[table.name] = row
        if table.name != "team_members":
            await ctx.db.execute(insert(table).values(row).on_conflict_do_nothing())


def _value(kind: Any, told: str, number: int) -> Any:
    if isinstance(kind, Sealed):
        return {"said": told}
    if isinstance(kind, Text):
        return told
    if isinstance(kind, JSONB):
        return {"said": told}
    if isinstance(kind, ARRAY) and isinstance(kind.item_type, Text):
        return [told]
    if isinstance(kind, Integer) and not isinstance(kind, BigInteger):
        return number + 1
    return MOMENT.date() + timedelta(days=number) if isinstance(kind, Date) else None


def hashes(owner: psycopg.Connection[Any], business_id: UUID) -> dict[str, str]:
    """Table → a hash over all rows of one business, as the owner of the tables sees them."""
    found = {}
    for table in TENANT_TABLES:
        query = sql.SQL(
            "select coalesce(md5(string_agg(t::text, '|' order by t.id)), '') from {} t"
            " where t.business_id = %s"
        ).format(sql.Identifier(table.name))
        row = owner.execute(query, (business_id,)).fetchone()
        assert row is not None
        found[table.name] = row[0]
    return found
