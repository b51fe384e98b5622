"""Search over everything that was said, planned and believed; each hit says why it came up."""

import re
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from markupsafe import Markup, escape
from pydantic import BaseModel, Field

from api.web import phrases, shell
from api.web.session import Visitor, having
from api.web.texts import gettext as _
from api.web.texts import later
from core.errors import BadInput
from core.text import shorten
from domain.language.terms import root, roots
from domain.language.topics import TAXONOMY
from tools.search import KINDS, LONGEST, Found, Passage, Question, search_context

router = APIRouter()
Reader = Annotated[Visitor, having("context:read")]
FEW, MOST = 10, 50
LONGEST_SHOWN = 700
"""Characters of a hit that are shown; its receipt has all."""
_WORD = re.compile(r"\w+(?:['’]\w+)?")

PARTS = {
    "words": later("Words that are asked about"),
    "share": later("How many of them it says itself"),
    "closeness": later("How near its meaning is"),
    "source": later("What stands around it"),
    "speaker": later("Who says it"),
    "asks": later("It asks, and does not answer"),
}
"""Part of a score → what it is called."""
WHY = {
    "closeness": later("It means much the same."),
    "source": later("It stands where this is spoken of."),
}
LEAST_WORTH = 0.25
"""What a part has to add before it is named as a reason."""


class Sought(BaseModel):
    """What an address asks for; a filter that is none of ours counts as left out."""

    q: str = Field("", max_length=LONGEST)
    kind: str = ""
    topic: str = ""
    speaker: str = Field("", max_length=100)
    since: str = ""
    until: str = ""
    limit: int = Field(FEW, ge=1, le=MOST)


@router.get("/search")
async def search(request: Request, visitor: Reader, sought: Annotated[Sought, Query()]) -> Response:
    """What was asked for, with why each hit was chosen; without words, how to search."""
    given = {
        "query": sought.q.strip(), "kinds": [sought.kind] if sought.kind in KINDS else None,
        "topic": sought.topic if sought.topic in TAXONOMY else "", "speaker": sought.speaker,
        "since": _day(sought.since), "until": _day(sought.until), "limit": sought.limit,
    }  # fmt: skip
    found, wrong = Found(items=[]), ""
    if given["query"]:
        try:
            ask = Question.model_validate(given)
        except BadInput as error:
            wrong = str(error)
        else:
            async with visitor.reading() as ctx:
                found = await search_context(ctx, ask)
    kept = sought.model_dump(exclude={"limit"})
    more = urlencode({**{k: v for k, v in kept.items() if v}, "limit": MOST})
    wanted = frozenset(roots(sought.q))
    narrows = ("kinds", "topic", "speaker", "since", "until")
    return shell.page(
        request, "search/search.html",
        {
            **kept, "wrong": wrong, "hits": [_hit(one, wanted) for one in found.items],
            "narrowed": any(given[name] for name in narrows),
            "kinds": [(name, phrases.kind(name)) for name in KINDS],
            "topics": TAXONOMY, "kind_of": phrases.kind, "icon_of": phrases.icon_of,
            "more": f"/search?{more}" if len(found.items) == sought.limit < MOST else "",
        },
        status=422 if wrong else 200,
    )  # fmt: skip


def marked(text: str, wanted: frozenset[str]) -> Markup:
    """A text with the words that were searched for, in whatever form, emphasised."""
    told, last = Markup(""), 0
    for hit in _WORD.finditer(text):
        if root(hit.group()) in wanted:
            told += escape(text[last : hit.start()]) + Markup("<mark>{}</mark>").format(hit.group())
            last = hit.end()
    return told + escape(text[last:])


def _hit(one: Passage, wanted: frozenset[str]) -> dict[str, Any]:
    most = max((abs(part.adds) for part in one.parts), default=0.0) or 1.0
    return {
        "one": one,
        "why": _why(one, wanted),
        "words": marked(_window(one.text, wanted), wanted),
        "about": marked(shorten(one.about, 160), wanted),
        "page": phrases.own_page(one.source_type, one.source_id) or _page_of(one),
        "parts": [
            (_(PARTS[part.name]) if part.name in PARTS else part.name, part.adds,
             abs(part.adds) / most)
            for part in one.parts
        ],
    }  # fmt: skip


def _why(one: Passage, wanted: frozenset[str]) -> list[str]:
    """Why a hit was chosen, in plain words, what counted most first."""
    said = dict.fromkeys(h.group() for h in _WORD.finditer(one.text) if root(h.group()) in wanted)
    told = {name: _(words) for name, words in WHY.items()}
    told["words"] = _("What is asked about stands right beside it.")
    if said:
        told["words"] = _("It says %(words)s.") % {
            "words": ", ".join(f"“{w}”" for w in [*said][:6])
        }
    if one.speaker:
        told["speaker"] = _("%(speaker)s, who is asked about, says it.") % {"speaker": one.speaker}
    best = sorted(one.parts, key=lambda part: -part.adds)
    why = [told[p.name] for p in best if p.name in told and p.adds >= LEAST_WORTH]
    return why or [_("It is the nearest that there is.")]


def _page_of(one: Passage) -> str:
    """Where a source without a page in `phrases` is shown in full; else nothing."""
    pages = {"vent": "/vents/{}", "entry": "/calendar/{}", "market_signal": "/market/signals/{}"}
    return pages[one.source_type].format(one.source_id) if one.source_type in pages else ""


def _window(text: str, wanted: frozenset[str]) -> str:
    """The stretch of a long text around the first word that was searched for."""
    if len(text) <= LONGEST_SHOWN:
        return text
    first = next((h.start() for h in _WORD.finditer(text) if root(h.group()) in wanted), 0)
    begin = max(0, min(first - LONGEST_SHOWN // 3, len(text) - LONGEST_SHOWN))
    end = begin + LONGEST_SHOWN
    return ("…" if begin else "") + text[begin:end].strip() + ("…" if end < len(text) else "")


def _day(given: str) -> date | None:
    """A day of the address; what is none counts as left out."""
    try:
        return date.fromisoformat(given)
    except ValueError:
        return None
