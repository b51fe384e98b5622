"""A valid row for every tenant table, made from the metadata; and acting as somebody else."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from importlib import import_module
from pkgutil import iter_modules
from typing import Any
from uuid import UUID

from pgvector.sqlalchemy import Vector
from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    Table,
    Text,
    Time,
    Uuid,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

import memory
from core.ids import new_id
from domain.access import Actor
from memory import people
from memory.ctx import Ctx, acting
from memory.tables import GLOBAL, Sealed, metadata

for _noun in iter_modules(memory.__path__):
    if not _noun.ispkg:
        import_module(f"memory.{_noun.name}")  # every file of rows fills the metadata

TENANT_TABLES: list[Table] = [table for table in metadata.sorted_tables if table.name not in GLOBAL]
NAMES = [table.name for table in TENANT_TABLES]
MOMENT = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)

_VALUES: tuple[tuple[type, Any], ...] = (
    (Sealed, "sealed words"),
    (Vector, [0.5] * 384),
    (LargeBinary, b"bytes"),
    (JSONB, {}),
    (ARRAY, []),
    (DateTime, MOMENT),
    (Date, date(2026, 11, 1)),
    (Time, time(9, 0)),
    (Boolean, False),
    (BigInteger, 0),
    (Integer, 1),
    (Float, 0.5),
    (Text, "words"),
)
_ONE_OF = re.compile(r"(\w+) IN \('(\w+)'")


@dataclass(frozen=True)
class House:
    """A furnished business: its Ctx, the user and the creator that its rows name, and the rows."""

    ctx: Ctx
    user_id: UUID
    creator_id: UUID
    rows: dict[str, dict[str, Any]]


async def furnish(ctx: Ctx) -> House:
    """Write one row into every tenant table of the business of `ctx`."""
    user_id, creator_id = ctx.actor.user_id or new_id(), new_id()
    await people.make_user(ctx, f"{user_id}@example.org", "Ada", "hash")
    rows: dict[str, dict[str, Any]] = {}
    for table in TENANT_TABLES:
        rows[table.name] = a_row(table, ctx.business_id, rows, user_id, creator_id)
        await ctx.db.execute(table.insert(), rows[table.name])
    return House(ctx, user_id, creator_id, rows)


def a_row(
    table: Table,
    business_id: UUID,
    rows: dict[str, dict[str, Any]],
    user_id: UUID,
    creator_id: UUID,
) -> dict[str, Any]:
    """Values for every column of `table`; pointers name the rows that are in `rows` already."""
    known = {"id": new_id(), "business_id": business_id, "user_id": user_id}
    known["creator_id"] = creator_id
    rows = {**rows, table.name: known}  # a row that points into its own table points at itself
    for key in table.foreign_key_constraints:
        target = key.referred_table.name
        if len(key.columns) == 2 and target in rows:
            known[key.column_keys[1]] = rows[target]["id"]
    known = {**listed(table), **known}
    return {
        column.name: known.get(column.name, _value(column))
        for column in table.columns
        if column.identity is None
    }


def listed(table: Table) -> dict[str, str]:
    """The first of the words that a check allows in a column."""
    checks = [str(one.sqltext) for one in table.constraints if isinstance(one, CheckConstraint)]
    return dict(found.groups() for text in checks if (found := _ONE_OF.match(text)))


def _value(column: Column[Any]) -> Any:
    if isinstance(column.type, Uuid):
        return new_id()
    return next(value for kind, value in _VALUES if isinstance(column.type, kind))


@asynccontextmanager
async def as_actor(ctx: Ctx, actor: Actor) -> AsyncIterator[Ctx]:
    """Act as somebody else in a savepoint that is undone; then act as before."""
    savepoint = await ctx.db.begin_nested()
    try:
        async with acting(ctx.db, actor) as other:
            yield other
    finally:
        if savepoint.is_active:
            await savepoint.rollback()
        await act_again(ctx)


async def act_again(ctx: Ctx) -> None:
    """Set the transaction's settings back to the actor of `ctx`."""
    async with acting(ctx.db, ctx.actor):
        pass


async def count(connection: AsyncConnection, table: Table) -> int:
    """How many rows of a table the open transaction may see."""
    return int((await connection.execute(select(func.count()).select_from(table))).scalar() or 0)


def founder_of(business_id: UUID | None) -> Actor:
    """A founder of some business."""
    return Actor("founder", user_id=new_id(), business_id=business_id)


def in_role(actor: Actor, role: Any, **changes: Any) -> Actor:
    """The same actor in another role."""
    return replace(actor, role=role, **changes)
