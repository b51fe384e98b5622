"""What a piece of work claims: figures, and sources by name, held against what its brief says.

A share, an amount of money, a multiple or a count out of others is a claim; a bare number may as
well be a step, a time or a part of a story, and is only pointed at. A sentence that marks what its
writer does not know, with `[unknown]`, claims nothing.
"""

import re
from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict

from domain.language.sentences import sentences

UNKNOWN = "[unknown]"
_FIGURE = re.compile(
    r"[$€£¥]\s?\d[\d.,]*\s?(?:[kKmM]\b|million|billion|thousand)?"
    r"|\b\d[\d.,]*\s?(?:%|percent\b|per cent\b|prozent\b|euros?\b|dollars?\b|USD\b|EUR\b|GBP\b"
    r"|times\b|[x×](?!\w)|million\b|billion\b|thousand\b)"
    r"|\b\d+ (?:out )?of (?:the )?\d+\b",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"\b\d[\d.,]*\d\b|\b\d\b")
_LISTED = re.compile(r"(?m)^\s*(?:[-*#>]+\s*)?(?:\w+\s)?\d+(?:[.):]|\s*$)|\b\d{1,2}:\d{2}\b")
_NAME = r"((?:[A-Z][\w&’'-]*\.?)(?:\s(?:of\s|and\s|the\s)?[A-Z][\w&’'-]*)*)"
_SOURCE = re.compile(
    rf"\b(?:[Aa]ccording to|(?:[Ss]tud(?:y|ies)|[Rr]eports?|[Rr]esearch|[Ss]urveys?|[Ff]igures|"
    rf"[Dd]ata)\s(?:by|from|of)|[Ff]ound by|[Ll]aut)\s(?:the\s|a\s)?{_NAME}"
    rf"|{_NAME}(?:\s\(\d{{4}}\))?\s(?:found|reports?|reported|estimates?|showed)\sthat\b"
)
_NOBODY = frozenset({"We", "It", "They", "He", "She", "You", "One", "This", "That", "Who", "I"})


class Mark(BaseModel):
    """A stretch of a text, its first character counted from 0."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: int
    text: str


def unfounded(text: str, given: str) -> tuple[Mark, ...]:
    """Figures that claim something, and sources by name, that `given` does not hold."""
    known, said = _numbers(given), given.casefold()
    found = [
        Mark(start=hit.start(), text=hit[0].strip())
        for hit in _spread(_FIGURE, text)
        if not _numbers(hit[0]) <= known
    ]
    for hit in _spread(_SOURCE, text):
        name = hit[1] or hit[2]
        if name not in _NOBODY and name.casefold() not in said:
            found.append(Mark(start=hit.start(), text=name))
    return tuple(sorted(found, key=lambda one: one.start))


def to_check(text: str, given: str) -> tuple[Mark, ...]:
    """Bare numbers of two digits and more that `given` does not hold; times and lists are none."""
    known = _numbers(given)
    skipped = [hit.span() for pattern in (_LISTED, _FIGURE) for hit in pattern.finditer(text)]
    return tuple(
        Mark(start=hit.start(), text=hit[0])
        for hit in _spread(_PLAIN, text)
        if len(hit[0]) > 1 and not _numbers(hit[0]) <= known
        and not any(low <= hit.start() < high for low, high in skipped)
    )  # fmt: skip


def _spread(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Hits outside of sentences that say themselves that they do not know."""
    doubtful = [(one.start, one.end) for one in sentences(text) if UNKNOWN in one.quote.casefold()]
    for hit in pattern.finditer(text):
        if not any(low <= hit.start() < high for low, high in doubtful):
            yield hit


def _numbers(text: str) -> set[str]:
    return {hit.replace(",", "").rstrip(".") for hit in re.findall(r"\d[\d.,]*", text)}
