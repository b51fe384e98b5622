"""The zero-waste ledger in full: for which reason each input was used, waits or was set aside."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from memory import outcomes
from memory.ctx import Ctx
from tools.base import Answer, Ask, Nothing, tool

Fate = Literal["used", "waiting", "set_aside"]


class ReasonLine(Answer):
    """Inputs of a kind that met a fate for one reason, and when the last of them did."""

    kind: str
    fate: Fate
    reason: str
    count: int
    last: datetime


class ReasonList(Answer):
    """All reasons, the commonest first."""

    items: list[ReasonLine]


class Which(Ask):
    """Inputs of one kind with one fate."""

    kind: str = Field(min_length=1, max_length=100)
    fate: Fate
    limit: int = Field(default=50, ge=1, le=500)


class InputLine(Answer):
    """One input and what became of it; its id leads to its receipt."""

    id: UUID
    kind: str
    fate: Fate
    reason: str
    at: datetime


class InputList(Answer):
    """Inputs, the newest first."""

    items: list[InputLine]


@tool("outcomes:read")
async def list_input_reasons(ctx: Ctx, ask: Nothing) -> ReasonList:
    """Why inputs were used, wait or were set aside, with how many of each kind."""
    return ReasonList(
        items=[
            ReasonLine(
                kind=row.input_kind, fate=row.fate, reason=row.reason, count=row.n, last=row.last
            )
            for row in await outcomes.reasons(ctx)
        ]
    )


@tool("outcomes:read")
async def list_inputs(ctx: Ctx, ask: Which) -> InputList:
    """The inputs of one kind that met one fate, newest first."""
    rows = await outcomes.inputs_by_fate(ctx, ask.kind, ask.fate, ask.limit)
    return InputList(
        items=[
            InputLine(
                id=row.input_id, kind=row.input_kind, fate=row.fate, reason=row.reason, at=row.at
            )
            for row in rows
        ]
    )
