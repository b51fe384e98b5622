"""Where each brief stands: who makes it, or what it waits for."""

from collections import Counter, defaultdict
from datetime import date
from typing import Any
from uuid import UUID

from domain.assignments import FREE
from memory import market, plans, questions
from memory.ctx import Ctx
from tools.base import Answer, Nothing, tool


class ProgressLine(Answer):
    """A brief and where it stands: `state` is its assignment's where it has one, `question` where
    a creator waits for an answer. `offers` were made, `asked` questions wait."""

    id: UUID
    title: str
    artifact_type: str
    due: date
    state: str
    creator_id: UUID | None
    offers: int
    asked: int


class Progress(Answer):
    """Briefs, oldest first."""

    items: list[ProgressLine]


@tool("market:read")
async def list_progress(ctx: Ctx, ask: Nothing) -> Progress:
    """Every brief with where it stands, who makes it and what waits for an answer."""
    offers: defaultdict[UUID, list[Any]] = defaultdict(list)
    for row in await market.stands(ctx):
        offers[row.brief_id].append(row)
    waiting = Counter(row.brief_id for row in await questions.unanswered(ctx))
    rows = await plans.all_briefs(ctx)
    return Progress(items=[_line(row, offers[row.id], waiting[row.id]) for row in rows])


def _line(row: Any, offers: list[Any], asked: int) -> ProgressLine:
    last = next((one for one in offers[::-1] if one.status not in FREE), None)
    state = last.status if last else row.status
    if asked and state not in ("blocked", "escalated"):
        state = "question"
    brief = row.payload["brief"]
    return ProgressLine(
        id=row.id, title=brief["title"], artifact_type=row.artifact_type, due=brief["due"],
        state=state, creator_id=last.creator_id if last else None, offers=len(offers), asked=asked,
    )  # fmt: skip
