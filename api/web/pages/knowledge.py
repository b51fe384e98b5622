"""What we know: β for a question, part by part, with how whole and how fresh each part is."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.web import phrases, shell
from api.web.session import Visitor, having
from api.web.texts import gettext as _
from api.web.texts import later
from core.errors import RefleqtError
from tools.beta import LONGEST, About, Known, KnownPart, compose_context

router = APIRouter()
Reader = Annotated[Visitor, having("context:read")]
Word = Annotated[str, Query(max_length=LONGEST)]
BUDGETS = {
    1_000: later("The most telling"),
    4_000: later("A page or two"),
    16_000: later("As much as there is"),
}
"""Tokens of a budget → what it is called."""
PARTS: dict[str, tuple[str, str]] = {
    "stated": (later("What the business says of itself"), "building-2"),
    "said": (later("What people said"), "quote"),
    "recurring": (later("What keeps coming back"), "refresh-cw"),
    "calendar": (later("The calendar"), "calendar"),
    "results": (later("Results"), "chart-column"),
    "signals": (later("What moved"), "activity"),
    "beliefs": (later("Beliefs"), "lightbulb"),
    "segments": (later("Audiences"), "users"),
    "competitors": (later("Competitors"), "flag"),
    "recommended": (later("What was proposed"), "sparkles"),
}
"""Part → its name and its icon."""
VERDICTS: dict[str, tuple[str, str]] = {
    "fresh": (later("fresh"), "good"),
    "ageing": (later("ageing"), "cool"),
    "stale": (later("stale"), "warn"),
    "missing": (later("nothing yet"), ""),
}
"""How fresh a part is → its word, and the tone of its pill."""
CADENCES: dict[str, str] = {
    "stated": later("A business is asked anew each quarter and changes within a year."),
    "said": later("People say something every week; after a month the mood has moved."),
    "recurring": later("What hurts comes up monthly; a quarter of silence is an end."),
    "calendar": later("Publishing is planned by the week and looked at by the month."),
    "results": later("Figures come once a month; two missing months hide a turn."),
    "signals": later("Changes are flagged when a month's figures come in."),
    "beliefs": later("Results move beliefs monthly; without any for a quarter they fade."),
    "segments": later("An audience is weighed anew with each month's results."),
    "competitors": later("Rivals move within a quarter."),
    "recommended": later("Suggestions come daily; a month unanswered is none."),
}
"""Why a part is fresh or stale when it is."""
SHOWN = 5
"""Items of a part that are shown at once; the others unfold."""


@router.get("/knowledge")
async def knowledge(
    request: Request, visitor: Reader, q: Word = "", as_of: Word = "", budget: int = 4_000
) -> Response:
    """What is known that speaks to a question, or what matters now; as of any day gone by."""
    found: Known | None = None
    problem, budget = "", budget if budget in BUDGETS else 4_000
    try:
        ask = About(question=q, budget=budget, as_of=_day(as_of))
        async with visitor.reading() as ctx:
            found = await compose_context(ctx, ask)
    except RefleqtError as wrong:
        problem = str(wrong)
    except ValueError:
        problem = _("This is no day: write it as 2026-01-31.")
    return shell.page(
        request, "knowledge/knowledge.html",
        {
            "found": found, "problem": problem, "q": q, "as_of": as_of, "budget": budget,
            "budgets": [(tokens, _(words)) for tokens, words in BUDGETS.items()],
            "left": sum(one.left_out for one in found.parts) if found else 0,
            "order": _order(found) if found else [],
            "known": sum(one.known for one in found.parts) if found else 0,
            **_words(),
        },
        status=422 if problem else 200,
    )  # fmt: skip


def _order(found: Known) -> list[KnownPart]:
    """The parts as they stand; for a question what speaks to it most comes first."""
    if not found.question:
        return found.parts
    return sorted(found.parts, key=lambda part: -max((one.worth for one in part.items), default=0))


def _words() -> dict[str, Any]:
    return {
        "parts": PARTS, "verdicts": VERDICTS, "cadences": CADENCES, "shown": SHOWN,
        "kind": phrases.kind, "states": phrases.STATES,
    }  # fmt: skip


def _day(said: str) -> date | None:
    return date.fromisoformat(said) if said else None
