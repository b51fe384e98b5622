"""Beliefs: what the model holds true, how surely, why; agree or dispute."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.web import forms, phrases, shell
from api.web.session import Visitor, having
from api.web.texts import gettext as _
from core.errors import RefleqtError
from domain.beliefs import Verdict
from tools.base import Nothing
from tools.beliefs import (
    BeliefId,
    BeliefLine,
    Opinion,
    Piece,
    Wanted,
    judge_belief,
    list_beliefs,
    read_belief,
)
from tools.contradictions import list_contradictions
from tools.history import belief_history

router = APIRouter()
Reader = Annotated[Visitor, having("beliefs:read")]
Owner = Annotated[Visitor, having("beliefs:write")]
Word = Annotated[str, Query(max_length=200)]
WIDE, HIGH, EDGE, LEFT = 960, 170, 24, 60
SHOWN = 8
"""Beliefs of a category that are shown at once, where nothing narrows the list."""


@router.get("/beliefs")
async def beliefs(
    request: Request, visitor: Reader, q: Word = "", category: Word = "", state: Word = ""
) -> Response:
    """What is believed, by category, surest first; narrowed by words, category and state."""
    async with visitor.reading() as ctx:
        every = (await list_beliefs(ctx, Wanted(limit=1000))).items
        waiting = len((await list_contradictions(ctx, Nothing())).items)
    fits = [
        one
        for one in every
        if (not category or one.category == category)
        and (not state or one.status == state)
        and all(word in one.claim.casefold() for word in q.casefold().split())
    ]
    return shell.page(
        request, "beliefs/beliefs.html",
        {
            "groups": [
                (name, _(words), [one for one in fits if one.category == name])
                for name, words in phrases.CATEGORIES.items()
            ],
            "found": len(fits),
            "waiting": waiting,
            "all": len(every),
            "shown": SHOWN if len(fits) == len(every) else len(fits),
            "q": q, "category": category, "state": state,
            "categories": [(name, _(words)) for name, words in phrases.CATEGORIES.items()],
            "states": _states(every),
            **_words(),
        },
    )  # fmt: skip


@router.get("/beliefs/{belief_id:uuid}")
async def belief(request: Request, visitor: Reader, belief_id: UUID) -> Response:
    """One belief with all that speaks for and against it."""
    async with visitor.reading() as ctx:
        found = await read_belief(ctx, BeliefId(belief_id=belief_id))
        steps = (await belief_history(ctx, BeliefId(belief_id=belief_id))).items
    return shell.page(
        request, "beliefs/belief.html",
        {
            "found": found,
            "sides": [
                (_("What speaks for it"), [one for one in found.pieces if one.supports]),
                (_("What speaks against it"), [one for one in found.pieces if not one.supports]),
            ],
            "history": _history(found.pieces),
            "steps": steps,
            "causes": {name: _(words) for name, words in phrases.CAUSES.items()},
            "evidence": {name: _(words) for name, words in phrases.EVIDENCE.items()},
            "category": _(phrases.CATEGORIES.get(found.line.category) or found.line.category),
            "kind": phrases.kind,
            **_words(),
        },
    )  # fmt: skip


@router.post("/beliefs/{belief_id:uuid}/verdict")
async def judge(
    request: Request, visitor: Owner, belief_id: UUID, back: Annotated[str, Query()] = ""
) -> Response:
    """Agree, dispute, pin, forbid, or take an earlier word back; undone by the word of before."""
    to = shell.local_path(back, f"/beliefs/{belief_id}")
    form = await forms.read(request, Opinion, belief_id=belief_id)
    if form.ask is None:
        return shell.back(request, to, _("Say whether you agree or dispute it."), bad=True)
    ask = form.ask
    try:
        async with visitor.writing() as ctx:
            before = (await read_belief(ctx, BeliefId(belief_id=belief_id))).line.verdict
            await forms.done_once(ctx, form, "verdict", lambda: judge_belief(ctx, ask))
    except RefleqtError as wrong:
        return shell.back(request, to, str(wrong), bad=True)
    said = {
        "agreed": _("You agree. That weighs a little, as a piece of evidence of its own."),
        "disputed": _("You dispute it. Nothing rests on it until new evidence restores it."),
        "pinned": _("It stays in force now, whatever results say."),
        "forbidden": _("It is forbidden: nothing uses it any more."),
        "none": _("Your word is taken back."),
    }.get(ask.verdict, _("Your word is kept."))
    return shell.back(request, to, said, undo=f"/beliefs/{belief_id}/verdict/{before}")


@router.post("/beliefs/{belief_id:uuid}/verdict/{verdict}")
async def judge_again(
    request: Request, visitor: Owner, belief_id: UUID, verdict: Verdict
) -> Response:
    """Put the word back that stood before."""
    async with visitor.writing() as ctx:
        await judge_belief(ctx, Opinion(belief_id=belief_id, verdict=verdict))
    return shell.back(request, f"/beliefs/{belief_id}", _("It is as it was before."))


def _words() -> dict[str, Any]:
    return {
        "sure": phrases.sure, "amount": phrases.amount,
        "tones": phrases.STATES, "said_of": phrases.SAID,
    }  # fmt: skip


def _states(every: Sequence[BeliefLine]) -> list[tuple[str, str, int]]:
    """The states that beliefs are in, with how many of them are."""
    counts = {name: sum(one.status == name for one in every) for name in phrases.STATES}
    return [(name, _(phrases.STATES[name][0]), n) for name, n in counts.items() if n]


def _history(pieces: Sequence[Piece]) -> dict[str, Any] | None:
    """How sure it was after each piece of evidence, as points of a drawing; None below two."""
    told = pieces[::-1]
    if len(told) < 2:
        return None
    first, last = told[0].at, told[-1].at
    span = (last - first).total_seconds() or 1.0
    points = [
        {
            "x": round(LEFT + (one.at - first).total_seconds() / span * (WIDE - LEFT - EDGE), 1),
            "y": round(HIGH - EDGE - one.confidence * (HIGH - 2 * EDGE), 1),
            "piece": one,
        }
        for one in told
    ]
    line = " ".join(f"{one['x']},{one['y']}" for one in points)
    return {"points": points, "line": line, "wide": WIDE, "high": HIGH, "edge": EDGE, "left": LEFT}
