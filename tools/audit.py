"""Audit cards: what each mind did, by a model or by code alone, on what evidence and cost."""

from typing import Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from core.errors import NotFound
from memory import audit
from memory.ctx import Ctx
from tools.base import Answer, Ask, tool


class NoSuchCard(NotFound):
    """There is no audit card of this id."""


class WhichCards(Ask):
    """All cards, or those of one prompt, one kind of author, one run."""

    prompt_id: str = Field("", max_length=200)
    by: Literal["", "draft", "model"] = ""
    run_id: str = Field("", max_length=36, pattern=r"^([0-9a-fA-F-]{36})?$")


class OneCard(Ask):
    """A card by its id."""

    id: UUID


class Source(Answer):
    """A row that the action rested on; `refleqt receipt` knows it."""

    kind: str
    id: UUID


class Card(Answer):
    """One action of a mind. `dropped` names the checks and failures that stood against a
    refinement; `usd_micros` is empty where no model was asked or no price is known."""

    id: UUID
    at: AwareDatetime
    prompt_id: str
    prompt_version: int
    prompt_hash: str
    by: Literal["draft", "model"]
    dropped: list[str]
    models: list[str]
    adapter: str
    evidence: list[Source]
    calls: int
    tokens: int
    usd_micros: int | None
    actor_id: UUID | None
    actor_role: str
    run_id: UUID | None


class CardList(Answer):
    """The newest 500 at the most, newest first."""

    items: list[Card]


@tool("audit:read")
async def list_audit_cards(ctx: Ctx, ask: WhichCards) -> CardList:
    """What the minds of this business did, newest first."""
    run_id = UUID(ask.run_id) if ask.run_id else None
    rows = await audit.cards(ctx, ask.prompt_id, ask.by, run_id)
    return CardList(items=[_card(row) for row in rows])


@tool("audit:read")
async def read_audit_card(ctx: Ctx, ask: OneCard) -> Card:
    """One action of a mind."""
    row = await audit.card(ctx, ask.id)
    if row is None:
        raise NoSuchCard(f"{ask.id}.", field="id", value=str(ask.id))
    return _card(row)


def _card(row: Any) -> Card:
    return Card.model_validate(row, from_attributes=True)
