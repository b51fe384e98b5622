"""Cutting text into sentences that know where they stand.

Offsets are Unicode code points of the text as it came in: `text[start:end] == quote`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.text import kept_text

MAX_SENTENCE = 600

_SURROGATE = re.compile("[\x00\ud800-\udfff]")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|mr|mrs|ms|dr|st|inc|ltd|co|no|approx|fig|jr|sr|u\.s|u\.k|a\.m|p\.m)"
    r"|\b[A-Z])\.$",
    re.IGNORECASE,
)
_BREAK = re.compile(
    r"(?<=[.!?…])[\"'”’)\]]*\s+|(?<=[。！？])|\n+|(?<=\s)(?=[-•*>]\s+[A-Z\"“'])|\s(?=\d{1,2}\.\s+[A-Z])"
)


@dataclass(frozen=True)
class Span:
    """A stretch of text: code points `start` to `end` (exclusive) and what is written there."""

    start: int
    end: int
    quote: str


def steady(text: str) -> str:
    """`text` checked by `kept_text`, its NUL and lone surrogates replaced one for one by U+FFFD.

    Nothing moves, so offsets into the result are offsets into the input.
    """
    kept_text(text)
    return _SURROGATE.sub("\ufffd", text)


def sentences(text: str) -> list[Span]:
    """The sentences of `text` in order, trimmed, none empty, none over 600 code points."""
    found: list[Span] = []
    start = 0
    for gap in _BREAK.finditer(text):
        if gap.end() == start or _ABBREVIATION.search(
            text[max(start, gap.start() - 8) : gap.start()]
        ):
            continue
        found.extend(_pieces(text, start, gap.start()))
        start = gap.end()
    found.extend(_pieces(text, start, len(text)))
    return found


def span(text: str, start: int, end: int) -> Span:
    """The trimmed span of `text` between two offsets."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end, text[start:end])


def _pieces(text: str, start: int, end: int) -> list[Span]:
    pieces = []
    while end - start > MAX_SENTENCE:
        cut = text.rfind(" ", start + MAX_SENTENCE // 2, start + MAX_SENTENCE)
        cut = cut if cut > 0 else start + MAX_SENTENCE
        pieces.append(span(text, start, cut))
        start = cut
    pieces.append(span(text, start, end))
    return [piece for piece in pieces if any(mark.isalnum() for mark in piece.quote)]
