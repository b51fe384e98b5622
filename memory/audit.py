"""Audit cards: what an agent did, on what evidence, by which of our words, at what cost."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import BigInteger, Column, Integer, Text, Uuid, select
from sqlalchemy.dialects.postgresql import insert

from domain.access import Actor
from memory import db
from memory.ctx import Ctx, open_ctx
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

_kept: set[tuple[str, str]] = set()
"""(database, hash) of the texts that this process knows to be kept."""


class Prompt(Protocol):
    """What is kept of a prompt; `prompts.library.Prompt` has this face."""

    @property
    def hash(self) -> str: ...
    @property
    def id(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def answer(self) -> str: ...
    @property
    def inputs(self) -> tuple[str, ...]: ...
    @property
    def instructions(self) -> str: ...
    @property
    def material(self) -> str: ...


@dataclass(frozen=True)
class PromptText:
    """A prompt as it stood when a model was asked: what any past answer can be replayed with."""

    hash: str
    id: str
    version: int
    answer: str
    inputs: tuple[str, ...]
    instructions: str
    material: str


async def keep_cards(ctx: Ctx, kept: Sequence[Mapping[str, Any]]) -> None:
    """Write the cards of actions, by the actor of `ctx`, in its transaction."""
    rows = [
        {
            "business_id": ctx.business_id,
            "actor_id": ctx.actor.user_id,
            "actor_role": ctx.actor.role,
            "at": ctx.at,
            **card,
        }
        for card in kept
    ]
    if rows:
        await ctx.db.execute(insert(ai_actions), rows)


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


async def keep_prompt(prompt: Prompt) -> None:
    """Keep a prompt's text under its hash; a second call costs nothing.

    In a transaction of its own: the caller's stays open while a model speaks, and may be rolled
    back after the model was paid.
    """
    if (db.dsn(), prompt.hash) in _kept:
        return
    row = {
        "hash": prompt.hash, "prompt_id": prompt.id, "version": prompt.version,
        "answer": prompt.answer, "inputs": json.dumps(prompt.inputs),
        "instructions": prompt.instructions, "material": prompt.material,
    }  # fmt: skip
    async with open_ctx(Actor("operator")) as ctx:
        await ctx.db.execute(insert(prompt_texts).values(row).on_conflict_do_nothing())
    _kept.add((db.dsn(), prompt.hash))


async def prompt_of_hash(ctx: Ctx, digest: str) -> PromptText | None:
    """The text of a hash, or of the only hash that begins so; None where none or several do."""
    begins = prompt_texts.c.hash.startswith(digest, autoescape=True)
    rows = await ctx.rows(select(prompt_texts).where(begins).limit(2))
    return _text(rows[0]) if len(rows) == 1 else None


async def versions_of(ctx: Ctx, prompt_id: str) -> list[PromptText]:
    """Every text that was ever used under this id, latest version first."""
    query = select(prompt_texts).where(prompt_texts.c.prompt_id == prompt_id)
    order = (prompt_texts.c.version.desc(), prompt_texts.c.created_at.desc())
    return [_text(row) for row in await ctx.rows(query.order_by(*order))]


def _text(row: Any) -> PromptText:
    inputs = tuple(json.loads(row.inputs))
    written = (inputs, row.instructions, row.material)
    return PromptText(row.hash, row.prompt_id, row.version, row.answer, *written)
