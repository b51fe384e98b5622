"""The ledger of calls: each call of a model, what was estimated and what was counted, by page."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from memory import models
from memory.ctx import Ctx
from tools.base import Answer, Ask, NoSuchCursor, tool


class CallPage(Ask):
    """Which page: calls older than `after`, at most `limit`."""

    after: UUID | None = None
    limit: int = Field(default=50, ge=1, le=200)


class CallLine(Answer):
    """One call: what it was for, who answered, what was estimated before and counted after.

    Prices are in micro-dollars; an empty one says that no price is known.
    """

    id: UUID
    at: datetime
    prompt_id: str
    model: str
    adapter: str
    outcome: str
    settled: bool
    tokens_estimated: int
    tokens_in: int
    tokens_out: int
    usd_micros_estimated: int | None
    usd_micros: int | None
    seconds: float
    retries: int


class CallList(Answer):
    """Calls, newest first; `next` goes on where this ends."""

    items: list[CallLine]
    next: UUID | None


@tool("models:read")
async def list_calls(ctx: Ctx, ask: CallPage) -> CallList:
    """Every call of a model, newest first."""
    rows = await models.calls_before(ctx, ask.after, ask.limit + 1)
    if rows is None:
        raise NoSuchCursor(f"{ask.after}", field="after", value=str(ask.after))
    lines = [CallLine.model_validate(row, from_attributes=True) for row in rows[: ask.limit]]
    return CallList(items=lines, next=lines[-1].id if len(rows) > ask.limit else None)
