"""Accounts of creators with the payment provider: the provider's reference and how they stand."""

from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, Text, Uuid, select
from sqlalchemy.dialects.postgresql import insert

from memory.ctx import Ctx
from memory.tables import created, global_table, moment, texts

payout_accounts = global_table(
    "payout_accounts",
    "a creator is paid for many businesses into one account; only they and the worker see it",
    Column("creator_id", Uuid, primary_key=True),
    Column("provider", Text, primary_key=True),
    Column("ref", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("country", Text, nullable=False),
    texts("wanted"),
    moment("changed_at", nullable=False),
    created(),
    CheckConstraint("state IN ('started', 'needs_more', 'ready', 'suspended')", name="state"),
)
Index("ix_payout_accounts_ref", payout_accounts.c.ref)


async def account(ctx: Ctx, creator_id: UUID, provider: str) -> Any:
    """A creator's account with a provider, or None; row-level security shows their own."""
    table = payout_accounts
    query = select(table).where(table.c.creator_id == creator_id, table.c.provider == provider)
    return await ctx.row(query)


async def by_ref(ctx: Ctx, ref: str, provider: str) -> Any:
    """The account that a provider names so, or None."""
    table = payout_accounts
    return await ctx.row(select(table).where(table.c.ref == ref, table.c.provider == provider))


async def keep(ctx: Ctx, row: dict[str, Any]) -> None:
    """Write an account, or how it stands now."""
    write = insert(payout_accounts).values(**row, changed_at=ctx.at)
    now = {name: write.excluded[name] for name in ("state", "wanted", "changed_at")}
    await ctx.db.execute(
        write.on_conflict_do_update(index_elements=["creator_id", "provider"], set_=now)
    )
