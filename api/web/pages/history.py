"""What was believed on a day, what to decide between a belief and its opposite, what was
unlearned."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.web import phrases, shell, texts
from api.web.session import Visitor, having
from api.web.texts import gettext as _
from api.web.texts import later
from core import clock
from tools.base import Nothing
from tools.beliefs import BeliefId
from tools.contradictions import leave_contradiction, list_contradictions
from tools.history import (
    Last,
    OnDay,
    ReportId,
    Then,
    believed_on,
    list_unlearnings,
    read_unlearning,
)

router = APIRouter()
Reader = Annotated[Visitor, having("beliefs:read")]
Owner = Annotated[Visitor, having("beliefs:write")]
Knowing = Literal["then", "today"]
WHY = {
    "owner": later("You say otherwise than the evidence."),
    "held_back": later("The evidence is against it, and one job had retired enough beliefs."),
    "evidence": later("Something new speaks against it."),
}


@router.get("/beliefs/on")
async def on(
    request: Request, visitor: Reader, day: Annotated[str, Query(max_length=10)] = "",
    knowing: Annotated[str, Query(max_length=10)] = "then",
) -> Response:  # fmt: skip
    """What was believed on a day, as it was known then or as it looks from today."""
    today = clock.now().astimezone(texts.zone()).date()
    chosen = _day(day) or today
    seen: Knowing = "today" if knowing == "today" else "then"
    async with visitor.reading() as ctx:
        found = await believed_on(ctx, OnDay(day=min(chosen, today), knowing=seen))
    return shell.page(
        request, "beliefs/on.html",
        {
            "day": min(chosen, today), "today": today, "knowing": seen, "since": found.since,
            "wrong": bool(day) and _day(day) is None,
            "all": len(found.items), "groups": _groups(found.items),
            "sure": phrases.sure, "tones": phrases.STATES, "said_of": phrases.SAID,
        },
    )  # fmt: skip


@router.get("/beliefs/contradictions")
async def contradictions(request: Request, visitor: Reader) -> Response:
    """Beliefs beside their opposites, where something is to be decided."""
    async with visitor.reading() as ctx:
        found = (await list_contradictions(ctx, Nothing())).items
    return shell.page(
        request, "beliefs/contradictions.html",
        {"items": found, "why": {name: _(words) for name, words in WHY.items()},
         "sure": phrases.sure, "amount": phrases.amount, "tones": phrases.STATES,
         "said_of": phrases.SAID},
    )  # fmt: skip


@router.post("/beliefs/{belief_id:uuid}/leave")
async def leave(request: Request, visitor: Owner, belief_id: UUID) -> Response:
    """Leave a belief as it stands until something new comes."""
    async with visitor.writing() as ctx:
        await leave_contradiction(ctx, BeliefId(belief_id=belief_id))
    said = _("Left as it is. New evidence brings it back.")
    return shell.back(request, "/beliefs/contradictions", said)


@router.get("/beliefs/unlearned")
async def unlearned(request: Request, visitor: Reader) -> Response:
    """What was unlearned because an input was deleted or changed."""
    async with visitor.reading() as ctx:
        found = (await list_unlearnings(ctx, Last())).items
    return shell.page(request, "beliefs/unlearned.html", {"items": found, "kind": phrases.kind})


@router.get("/beliefs/unlearned/{unlearning_id:uuid}")
async def report(request: Request, visitor: Reader, unlearning_id: UUID) -> Response:
    """Which beliefs moved when an input went, from and to, and what had rested on it."""
    async with visitor.reading() as ctx:
        found = await read_unlearning(ctx, ReportId(unlearning_id=unlearning_id))
    return shell.page(
        request, "beliefs/report.html",
        {"found": found, "kind": phrases.kind, "sure": phrases.sure, "tones": phrases.STATES,
         "own_page": phrases.own_page},
    )  # fmt: skip


def _groups(items: Sequence[Then]) -> list[tuple[str, list[Then]]]:
    """Beliefs by category, and those whose grounds are gone at the end."""
    named: list[tuple[str, Any]] = [*phrases.CATEGORIES.items(), ("", later("Deleted since"))]
    found = [(_(words), [one for one in items if one.category == name]) for name, words in named]
    return [group for group in found if group[1]]


def _day(given: str) -> date | None:
    try:
        return date.fromisoformat(given)
    except ValueError:
        return None
