"""Whose a fact is and whether it holds: said of us and now, or of others, the past, a wish, a no.

"Our customers use Salesforce", "we used to have it", "one day we want it" and "we don't use it"
name a tool, and none says that we have one (product P7: no inference beyond what was said).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from domain.language.lexicons import table

Stance = Literal["ours", "others", "past", "wished", "denied"]

_CUT = re.compile(
    r"(?P<sentence>(?<=[.!?])\s+|\n+)|;\s*|,\s+|:\s+|\s+[-–—]\s+"
    r"|\s+(?=(?:but|and|while|whereas|though|although|so|because|yet)\b)",
    re.IGNORECASE,
)
_FROM_TO = re.compile(r"\bfrom\b.{1,40}?(?=\bto\b)", re.IGNORECASE)
_AFTERWARDS = re.compile(
    r"\b(?:was|were|got|is|has been|have been)\s+(?:\w+\s+)?"
    r"(?:evaluated|tested|tried|dropped|ditched|cancell?ed|rejected|considered)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=16)
def _cues(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(table('stance')[name])})\b", re.IGNORECASE)


@lru_cache(maxsize=1)
def _led_by_others() -> re.Pattern[str]:
    return re.compile(
        rf"^\W*(?:(?:and|but|while|so|because|well)\s+)?(?:{'|'.join(table('stance')['others'])})\b(?!\.\w)",
        re.IGNORECASE,
    )


OURS: Stance = "ours"
EVERY: frozenset[Stance] = frozenset({"others", "past", "wished", "denied"})


def ours(text: str, without: frozenset[Stance] = EVERY) -> str:
    """`text` with all that is not said of us as a fact of today blanked out; offsets stay.

    `without` names what is blanked: a no is a fact too, to whoever asks for it.
    """
    kept, last = list(text), OURS
    for start, end, opens in _clauses(text):
        found = _stance(text[start:end], OURS if opens else last)
        if found in without:
            kept[start:end] = " " * (end - start)
        last = OURS if found == "denied" else found
    return "".join(kept)


def _stance(clause: str, before: Stance) -> Stance:
    """How a clause is meant; one without a subject goes on as the one `before` it."""
    if _led_by_others().search(clause):
        return "others"
    own = re.match(rf"\W*(?:(?:and|but|so|while)\s+)?{_cues('ours').pattern}", clause, re.I)
    if _cues("past").search(clause) or _AFTERWARDS.search(clause):
        return "past"
    if _cues("wished").search(clause):
        return "wished"
    if _cues("denied").search(clause) and not _cues("denied_not").search(clause):
        return "denied"
    moved_on = before == "past" and re.match(r"\s*to\b", clause)  # from A, to B
    if own or moved_on or _cues("present").search(clause) or _cues("ours").search(clause):
        return "ours"
    return before


def _clauses(text: str) -> list[tuple[int, int, bool]]:
    """(start, end, whether it opens a sentence) of each clause."""
    cuts = [(hit.start(), hit.end(), bool(hit["sentence"])) for hit in _CUT.finditer(text)]
    cuts += [(hit.end(), hit.end(), False) for hit in _FROM_TO.finditer(text)]
    found, start, opens = [], 0, True
    for at, after, sentence in sorted(cuts):
        if at > start:
            found.append((start, at, opens))
            start, opens = after, sentence
        else:
            start = max(start, after)
            opens = opens or sentence
    return [*found, (start, len(text), opens)]
