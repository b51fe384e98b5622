"""Audit cards: what an agent did, on what evidence, by which of our words, at what cost."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, Integer, Text, Uuid, insert, select

from memory.ctx import Ctx
from memory.tables import created, document, global_table, moment, tenant_table, texts

MOST_CARDS = 500

ai_actions = tenant_table(
    "ai_actions",
    Column("prompt_id", Text, nullable=False),
    Column("prompt_version", Integer, nullable=False),
    Column("prompt_hash", Text, nullable=False),
    Column("by", Text, nullable=False),
    texts("dropped"),
    texts("models"),
    Column("adapter", Text, nullable=False, server_default="none"),
    document("evidence", default="[]"),
    Column("calls", Integer, nullable=False, server_default="0"),
    Column("tokens", Integer, nullable=False, server_default="0"),
    Column("usd_micros", BigInteger),
    Column("actor_id", Uuid),
    Column("actor_role", Text, nullable=False),
    Column("run_id", Uuid),
    moment("at", nullable=False),
)

prompt_texts = global_table(
    "prompt_texts",
    "our own prompts by their hash, so that any past answer can be replayed; nobody's words",
    Column("hash", Text, primary_key=True),
    Column("prompt_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("answer", Text, nullable=False),
    Column("inputs", Text, nullable=False),
    Column("instructions", Text, nullable=False),
    Column("material", Text, nullable=False),
    created(),
)


async def keep_card(ctx: Ctx, card: Mapping[str, Any]) -> None:
    """Write the card of one action, by the actor of `ctx`, in its transaction."""
    row = {
        "business_id": ctx.business_id,
        "actor_id": ctx.actor.user_id,
        "actor_role": ctx.actor.role,
        "at": ctx.at,
        **card,
    }
    await ctx.db.execute(insert(ai_actions).values(row))


async def cards(ctx: Ctx, prompt_id: str = "", by: str = "", run_id: UUID | None = None) -> Any:
    """Cards, newest first; of one prompt, one kind of author or one run where that is given."""
    table = ai_actions.c
    query = select(ai_actions).order_by(table.at.desc(), table.id.desc())
    for column, wanted in ((table.prompt_id, prompt_id), (table.by, by), (table.run_id, run_id)):
        query = query.where(column == wanted) if wanted else query
    return await ctx.rows(query.limit(MOST_CARDS))


async def card(ctx: Ctx, action_id: UUID) -> Any:
    """One card, or None."""
    return await ctx.row(select(ai_actions).where(ai_actions.c.id == action_id))
