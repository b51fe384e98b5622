"""Competitors out of an answer: those named, those instead of anybody, those looked up to."""

from __future__ import annotations

import re

from domain.interview import Mark
from domain.language.entities import is_word
from domain.language.lexicons import word_set, words
from domain.language.replies import Reply, lower_case, names
from domain.language.stance import Stance, ours

_CLAUSE = re.compile(
    r"(?<=[.!?;])\s+|,\s+(?=(?:but|and honestly|while|whereas|though|and i|and we)\b)"
)


def rivals(reply: Reply) -> dict[str, Mark]:
    """Direct, indirect and aspirational competitors, each with the clause that names them."""
    if not reply.about("competitors"):
        return {}
    found: dict[str, dict[str, str]] = {"direct": {}, "indirect": {}, "aspirational": {}}
    loose = lower_case(reply.answer)
    for part in reply.parts:
        for clause in _CLAUSE.split(part.quote):
            _clause(clause, found, loose)
    marks = {}
    for kind, rows in found.items():
        name = f"competitors_{kind}"
        if rows and name in reply.fields:
            marks[name] = reply.marked(name, list(rows), 0.7, next(iter(rows.values())))
    return marks


DENIED: frozenset[Stance] = frozenset({"denied"})
_FRIENDLY = re.compile(
    r"\b(?:customer|client|partner|investor|supplier|agency|friend)s?\W+(?:(?:called|named)\s+)?$",
    re.IGNORECASE,
)
_ITEM = re.compile(r"(?:^|,\s|\band\s|\bor\s)([\w&-][\w&.-]+[\w&-])(?=\s*(?:,|\.?$|and\b|or\b))")


def _silent() -> frozenset[str]:
    return word_set("stopwords", "talk") | word_set("stopwords", "openers")


def _clause(clause: str, found: dict[str, dict[str, str]], loose: bool) -> None:
    aspire = words("answers", "competitors", "aspire").search(clause)
    instead = words("answers", "competitors", "lead_indirect").search(clause)
    kind = "aspirational" if aspire else "indirect" if instead else "direct"
    said = ours(clause, DENIED)
    for place, name in names(clause, loose=loose):
        friend = said[place].isspace() or bool(_FRIENDLY.search(clause[:place]))
        if kind == "direct" and (friend or name.lower() in found["aspirational"]):
            continue
        if not (loose and is_word(name)):
            found[kind].setdefault(name, clause)
    if loose and kind == "direct":
        for hit in _ITEM.finditer(clause):
            if hit.group(1) not in _silent():
                found[kind].setdefault(hit.group(1), clause)
    if kind != "aspirational":
        for hit in words("answers", "competitors", "indirect").finditer(clause):
            if hit.group() not in found["direct"] and hit.group().lower() not in {
                name.lower() for name in found["indirect"]
            }:
                found["indirect"].setdefault(hit.group(), clause)
                found["direct"].pop(hit.group(), None)


def denies(reply: Reply) -> str:
    """The words that say there is no competitor, or an empty string."""
    hit = words("answers", "competitors", "none").search(reply.answer)
    return reply.saying(hit.start()) if hit and reply.about("competitors") else ""
