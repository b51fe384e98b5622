"""A question that leans on the one before it ("And in April?") put into words of its own."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from domain.asking import Span
from domain.language.channels import mentions
from domain.language.periods import month_days, span_of
from domain.language.questions import read
from domain.language.terms import idle, split

_LEAN = re.compile(
    r"^\s*(?:and|but|or|so|then|ok(?:ay)?|what about|how about|what of|same for|and what about|"
    r"and how about|and for|and in)\b[\s,]*",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"\b(?:the\s+)?(?:(month|quarter|year)\s+(before|after)(?:\s+that)?|"
    r"(previous|following)\s+(month|quarter|year))\b",
    re.IGNORECASE,
)
_STANDS_FOR = re.compile(
    r"\b(?:it|that|this|them|those|there|then|one|he|she|they)\b", re.IGNORECASE
)
_PLACED = re.compile(
    r"(?:in|on|since|during|last|this|next|previous|today|yesterday|until|by|before)\b",
    re.IGNORECASE,
)
MOST_WORDS = 7
"""More words than these ask for themselves."""
_ASKS = re.compile(r"(?:who|what (?!about|of\b)|which|when|where|how (?!about))", re.IGNORECASE)
_WHY = re.compile(
    r"^(?:but\s+|and\s+)?(?:why|how come)(?:\s+(?:is|was|did)\s+(?:that|it))?\W*$", re.IGNORECASE
)


def resolved(text: str, history: Sequence[tuple[str, str]], today: date) -> str:
    """`text` as a question that stands by itself: what it leaves out is what was asked before.

    `history` is who spoke with the words, oldest first.
    """
    asked = [words for who, words in history if who == "user"]
    before = ""
    for each in asked:
        before = _joined(each, before, today)
    return _joined(text, before, today)


def _joined(text: str, before: str, today: date) -> str:
    rest = _LEAN.sub("", text, count=1)
    leans = rest != text
    said = [*split(rest)]
    if not before or len(said) > MOST_WORDS or _ASKS.match(text):
        return text
    if _WHY.match(text):
        return f"Why: {before}"
    span = _meant(rest, before, today)
    bare = [
        word for word in said if not idle(word) and word not in (span.words.split() if span else [])
    ]
    if not leans and (bare or not (span or _STANDS_FOR.search(rest))):
        return text
    if span is not None:
        before = _at(before, span, today)
    named, was = _named(rest, today), _named(before, today)
    if named and was:
        before = before.replace(was, named)
    elif bare and not span:
        return f"{before.rstrip(' ?.!')} {rest.strip(' ?')}?"
    return before


def _named(text: str, today: date) -> str:
    """The one channel or proper name that a text speaks of, or ""."""
    channels = mentions(text)
    if channels:
        return channels[0].words
    names = read(f"of {text}", today).names
    return names[0] if len(names) == 1 else ""


def _meant(rest: str, before: str, today: date) -> Span | None:
    """The time that is asked for now, which may be told from the time asked for before."""
    beside = _BESIDE.search(rest)
    past = span_of(before, today)
    if beside and past:
        unit = (beside[1] or beside[4]).lower()
        back = (beside[2] or beside[3]).lower() in ("before", "previous")
        return _neighbour(past, unit, back=back)
    return span_of(rest, today)


def _neighbour(past: Span, unit: str, *, back: bool) -> Span:
    if unit == "year":
        year = past.first.year + (-1 if back else 1)
        return Span(first=date(year, 1, 1), last=date(year, 12, 31), words=f"in {year}")
    length = 3 if unit == "quarter" else 1
    edge = past.first - timedelta(days=1) if back else past.last + timedelta(days=1)
    start = edge.month - (length - 1 if back else 0)
    first = month_days(edge.year, start)[0]
    last = month_days(edge.year, start + length - 1)[1]
    words = f"in {first:%B %Y}" if length == 1 else f"in Q{(first.month + 2) // 3} {first.year}"
    return Span(first=first, last=last, words=words)


def _at(before: str, span: Span, today: date) -> str:
    """The question before, asked of another time."""
    words, old = span.words, span_of(before, today)
    if old is None:
        lead = "" if _PLACED.match(words) else "in "
        return f"{before.rstrip(' ?.!')} {lead}{words}?"
    placed = re.search(rf"\b(?:in|during|of|for|on|since)\s+{re.escape(old.words)}", before, re.I)
    if placed and _PLACED.match(words):
        start = (
            placed.start() if not words.lower().startswith("in ") else placed.end() - len(old.words)
        )
        return before[:start] + words.removeprefix("in ") + before[placed.end() :]
    if not placed and not _PLACED.match(words):
        words = f"in {words}"
    return before.replace(old.words, words, 1)
