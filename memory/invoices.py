"""Numbered documents: invoices and credit notes of a business, remittances of a creator, and the
details that go on them.

Triggers refuse a change of what was issued. A number is taken in the transaction that issues its
document, from a row that stays locked until it ends: what is rolled back leaves no gap.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
    Uuid,
    select,
)
from sqlalchemy.dialects.postgresql import insert

from core.ids import derived_id
from memory.ctx import Ctx
from memory.tables import created, document, global_table, moment, sealed, tenant_table, unique

invoice_numbers = global_table(
    "invoice_numbers",
    "the last number of each series and year; whoever issues documents counts over all businesses",
    Column("series", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    PrimaryKeyConstraint("series", "year"),
)

invoices = tenant_table(
    "invoices",
    Column("kind", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("fact", Text, nullable=False),
    Column("hold", Text, nullable=False),
    moment("at", nullable=False),
    moment("issued_at", nullable=False),
    Column("amount_cents", BigInteger, nullable=False),
    Column("currency", Text, nullable=False),
    sealed("paper", nullable=False),
    CheckConstraint("kind IN ('invoice', 'credit_note')", name="kind"),
    unique("fact"),
    unique("kind", "year", "number"),
)

remittances = global_table(
    "remittances",
    "a creator's documents are theirs and outlast a business; they hold no word of any business",
    Column("id", Uuid, primary_key=True),
    Column("creator_id", Uuid, nullable=False),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    moment("at", nullable=False),
    moment("issued_at", nullable=False),
    Column("amount_cents", BigInteger, nullable=False),
    Column("currency", Text, nullable=False),
    document("paper"),
    created(),
    UniqueConstraint("year", "number"),
)
Index("ix_remittances_creator_id", remittances.c.creator_id)

billing_details = tenant_table("billing_details", sealed("details"), unique())

payee_details = global_table(
    "payee_details",
    "what a creator wants on their documents; only they and the worker see it",
    Column("creator_id", Uuid, primary_key=True),
    document("details"),
    moment("changed_at", nullable=False),
    created(),
)


async def claim(ctx: Ctx, series: str, year: int, count: int) -> int:
    """The next `count` numbers of a series; returns the first. Whoever else wants one waits."""
    table = invoice_numbers
    write = insert(table).values(series=series, year=year, last=count)
    last = await ctx.value(
        write.on_conflict_do_update(
            index_elements=["series", "year"], set_={"last": table.c.last + write.excluded.last}
        ).returning(table.c.last)
    )
    return int(last) - count + 1


def remittance_id(ctx: Ctx, fact: str) -> UUID:
    """The id of what a creator is told of a fact of this business's ledger."""
    return derived_id(ctx.business_id, "remittance", fact)


async def keep_invoice(ctx: Ctx, row: dict[str, Any]) -> None:
    """Write an invoice or a credit note. A fact that has one is refused by the database."""
    one = derived_id(ctx.business_id, "invoice", row["fact"])
    await ctx.db.execute(insert(invoices).values(id=one, business_id=ctx.business_id, **row))


async def keep_remittance(ctx: Ctx, row: dict[str, Any]) -> None:
    """Write a remittance. A fact that has one is refused by the database."""
    await ctx.db.execute(insert(remittances).values(**row))


async def of_business(ctx: Ctx) -> list[Any]:
    """Invoices and credit notes of the business, first issued first."""
    table = invoices
    order = (table.c.issued_at, table.c.at, table.c.kind.desc(), table.c.number)
    return await ctx.rows(select(table).order_by(*order))


async def of_creator(ctx: Ctx, creator_id: UUID) -> list[Any]:
    """Remittances of a creator, first issued first; row-level security shows their own."""
    table = remittances
    query = select(table).where(table.c.creator_id == creator_id)
    return await ctx.rows(query.order_by(table.c.year, table.c.number))


async def issued(ctx: Ctx, ids: list[UUID]) -> set[UUID]:
    """Which of some remittances were issued."""
    query = select(remittances.c.id).where(remittances.c.id.in_(ids))
    return {row.id for row in await ctx.rows(query)}


async def billing(ctx: Ctx) -> dict[str, str]:
    """What the business wants on its invoices; {} where it told nothing."""
    return await ctx.value(select(billing_details.c.details)) or {}


async def keep_billing(ctx: Ctx, details: dict[str, str]) -> None:
    """Write what the business wants on invoices from now on."""
    one = derived_id(ctx.business_id, "billing details")
    write = insert(billing_details).values(
        id=one, business_id=ctx.business_id, details=details
    )  # fmt: skip
    now = {"details": write.excluded.details}
    await ctx.db.execute(write.on_conflict_do_update(index_elements=["business_id"], set_=now))


async def payee(ctx: Ctx, creator_id: UUID) -> dict[str, str]:
    """What a creator wants on their documents; {} where they told nothing."""
    query = select(payee_details.c.details).where(payee_details.c.creator_id == creator_id)
    return await ctx.value(query) or {}


async def keep_payee(ctx: Ctx, creator_id: UUID, details: dict[str, str]) -> None:
    """Write what a creator wants on documents from now on."""
    write = insert(payee_details).values(
        creator_id=creator_id, details=details, changed_at=ctx.at
    )  # fmt: skip
    now = {name: write.excluded[name] for name in ("details", "changed_at")}
    await ctx.db.execute(write.on_conflict_do_update(index_elements=["creator_id"], set_=now))
