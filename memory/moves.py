"""What leaves or enters through the payment provider: each movement once, from wanted to done.

A row is written in the transaction that moves the ledger; a job calls the provider with the row's
id as the key, and writes down what became of it. What the provider refused is asked for anew under
a key of its own (`attempt`, from 1): the provider remembers its answer to the key before.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    Text,
    Uuid,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from core.ids import derived_id
from domain.access import Actor
from memory.ctx import Ctx, on_behalf
from memory.tables import among, moment, tenant_table, unique

money_moves = tenant_table(
    "money_moves",
    Column("kind", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("hold", Text, nullable=False),
    Column("amount_cents", BigInteger, nullable=False),
    Column("currency", Text, nullable=False),
    Column("creator_id", Uuid),
    Column("provider", Text, nullable=False),
    Column("status", Text, nullable=False, server_default="wanted"),
    Column("premium", Boolean, nullable=False, server_default="false"),
    Column("ref", Text),
    Column("payment", Text),
    Column("url", Text),
    Column("error", Text),
    moment("asked_at"),
    moment("done_at"),
    Column("attempt", Integer, nullable=False, server_default="0"),
    Column("reason", Text),
    moment("refused_at"),
    CheckConstraint("kind IN ('take', 'transfer', 'refund')", name="kind"),
    CheckConstraint(
        "status IN ('wanted', 'waiting', 'asked', 'open', 'done', 'over', 'refused', 'failed')",
        name="status",
    ),
    unique("key"),
)
Index("ix_money_moves_creator_id", money_moves.c.creator_id, money_moves.c.status)
Index("ix_money_moves_hold", money_moves.c.business_id, money_moves.c.hold)
SETTLED = ("done", "over", "refused")


async def keep(ctx: Ctx, row: dict[str, Any]) -> UUID | None:
    """Write a movement that is wanted; None where it was wanted before."""
    one = derived_id(ctx.business_id, "move", row["key"])
    made = insert(money_moves).values(id=one, business_id=ctx.business_id, **row)
    return await ctx.value(made.on_conflict_do_nothing().returning(money_moves.c.id))


async def one(ctx: Ctx, move_id: UUID) -> Any:
    """One movement or None; where something may be written, locked."""
    query = select(money_moves).where(money_moves.c.id == move_id)
    return await ctx.row(query if ctx.read_only else query.with_for_update())


async def change(ctx: Ctx, move_id: UUID, **values: Any) -> None:
    """Write what became of a movement."""
    table = money_moves
    await ctx.db.execute(update(table).where(table.c.id == move_id).values(**values))


async def of_hold(ctx: Ctx, hold: str, kind: str) -> list[Any]:
    """Movements of one kind for what is held, first wanted first."""
    table = money_moves
    query = select(table).where(table.c.hold == hold, table.c.kind == kind)
    return await ctx.rows(query.order_by(table.c.created_at, table.c.id))


async def every(ctx: Ctx) -> list[Any]:
    """Every movement that `ctx` may see; for a creator, those to them from any business."""
    table = money_moves
    query = select(table)
    if ctx.actor.role == "creator":
        query = query.where(table.c.creator_id == ctx.actor.creator_id)
    return await ctx.rows(query.order_by(table.c.created_at, table.c.id))


async def due_to(ctx: Ctx, creator_id: UUID) -> list[tuple[UUID, UUID]]:
    """Business and id of each transfer that waits for a creator's account, from any business."""
    table = money_moves
    query = select(table.c.business_id, table.c.id).where(
        table.c.creator_id == creator_id, among(table.c.status, ("wanted", "waiting"))
    )
    async with on_behalf(ctx, Actor("creator", creator_id=creator_id)) as theirs:
        return [(row.business_id, row.id) for row in await theirs.rows(query)]
