"""Held funds: append-only double entry.

Triggers refuse a transfer whose postings do not sum to zero in each currency, a change of what was
written, and a balance that is not the sum of its account's entries.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Index,
    Integer,
    Text,
    Uuid,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from core.ids import derived_id
from domain.escrow import Entry, Posting
from memory.ctx import Ctx
from memory.tables import moment, tenant_table, unique

creator_payments = tenant_table(
    "creator_payments",
    Column("creator_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("amount_cents", BigInteger, nullable=False),
    Column("currency", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("provider_ref", Text),
    moment("paid_at", nullable=False),
    unique("key"),
    unique("assignment_id", "kind"),
    refers={"assignment_id": "assignments"},
)

transfers = tenant_table(
    "transfers",
    Column("kind", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("hold", Text, nullable=False),
    Column("part", Text, nullable=False),
    moment("at", nullable=False),
    unique("key"),
)

ledger_entries = tenant_table(
    "ledger_entries",
    Column("position", Integer, nullable=False),
    Column("account", Text, nullable=False),
    Column("amount_cents", BigInteger, nullable=False),
    Column("currency", Text, nullable=False),
    unique("transfer_id", "position"),
    refers={"transfer_id": "transfers"},
)

Index(
    "ix_ledger_entries_account",
    ledger_entries.c.business_id,
    ledger_entries.c.account,
    ledger_entries.c.currency,
)

account_balances = tenant_table(
    "account_balances",
    Column("account", Text, nullable=False),
    Column("currency", Text, nullable=False),
    Column("balance_cents", BigInteger, nullable=False),
    CheckConstraint("account NOT LIKE 'held:%' OR balance_cents >= 0", name="held_never_negative"),
    unique("account", "currency"),
)


async def lock(ctx: Ctx, hold: str) -> None:
    """Let nobody else move money of this hold until the transaction ends."""
    await ctx.db.execute(text("select pg_advisory_xact_lock(hashtext(:hold))"), {"hold": hold})


async def postings(ctx: Ctx, hold: str = "", last: int | None = None) -> list[Posting]:
    """Every movement of the business (or of one hold), oldest first; or the `last` of them."""
    query = select(transfers, ledger_entries.c.account, ledger_entries.c.amount_cents,
                   ledger_entries.c.currency).join(
        ledger_entries, ledger_entries.c.transfer_id == transfers.c.id
    ).order_by(transfers.c.at, transfers.c.key, ledger_entries.c.position)  # fmt: skip
    if hold:
        query = query.where(transfers.c.hold == hold)
    if last is not None:
        newest = select(transfers.c.id).order_by(transfers.c.at.desc(), transfers.c.key.desc())
        query = query.where(transfers.c.id.in_(newest.limit(last)))
    found: dict[str, list[Any]] = {}
    for row in await ctx.rows(query):
        found.setdefault(row.key, []).append(row)
    return [_posting(rows) for rows in found.values()]


async def post(ctx: Ctx, posting: Posting) -> bool:
    """Write a movement with both its sides; False when that very movement was written before."""
    transfer_id = derived_id(ctx.business_id, "transfer", posting.key)
    row = {
        "id": transfer_id, "business_id": ctx.business_id, "kind": posting.kind,
        "key": posting.key, "hold": posting.hold, "part": posting.part, "at": posting.at,
    }  # fmt: skip
    made = insert(transfers).values(row).on_conflict_do_nothing().returning(transfers.c.id)
    if await ctx.value(made) is None:
        return False
    entries = [
        {
            "id": derived_id(transfer_id, position),
            "business_id": ctx.business_id,
            "transfer_id": transfer_id,
            "position": position,
            "account": entry.account,
            "amount_cents": entry.amount,
            "currency": entry.currency,
        }
        for position, entry in enumerate(posting.entries)
    ]
    await ctx.db.execute(insert(ledger_entries), entries)
    # in one order, so that two movements at once wait for each other and never both
    for entry in sorted(posting.entries, key=lambda one: one.account):
        await _move(ctx, entry)
    return True


async def keep_payment(ctx: Ctx, row: dict[str, Any]) -> None:
    """What a creator was paid, as the creator sees it."""
    payment_id = derived_id(ctx.business_id, "payment", row["key"])
    values = {"id": payment_id, "business_id": ctx.business_id, **row}
    await ctx.db.execute(insert(creator_payments).values(values).on_conflict_do_nothing())


async def holds(ctx: Ctx) -> list[str]:
    """What money was put aside for: the ids of bought maps, as they were written down."""
    query = select(transfers.c.hold).where(transfers.c.kind == "hold").distinct()
    return sorted(row.hold for row in await ctx.rows(query))


async def payments(ctx: Ctx) -> list[Any]:
    """What creators were paid, oldest first."""
    order = (creator_payments.c.paid_at, creator_payments.c.id)
    return await ctx.rows(select(creator_payments).order_by(*order))


async def _move(ctx: Ctx, entry: Entry) -> None:
    """Bring the account's balance along; the database refuses held funds below zero."""
    row = {
        "id": derived_id(ctx.business_id, "account", entry.account, entry.currency),
        "business_id": ctx.business_id,
        "account": entry.account,
        "currency": entry.currency,
        "balance_cents": 0,
    }
    table = account_balances
    await ctx.db.execute(insert(table).values(row).on_conflict_do_nothing())
    await ctx.db.execute(
        update(table)
        .where(table.c.account == entry.account, table.c.currency == entry.currency)
        .values(balance_cents=table.c.balance_cents + entry.amount)
    )


def _posting(rows: list[Any]) -> Posting:
    head = rows[0]
    entries = tuple(Entry(row.account, row.amount_cents, row.currency) for row in rows)
    return Posting(head.key, head.kind, head.hold, head.part, entries, head.at)
