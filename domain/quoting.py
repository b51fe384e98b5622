"""Cutting quotes: exact words of a text, at most eighteen of them, at a place where one may cut."""

import re
from collections.abc import Collection

from domain.language.terms import roots

MOST_WORDS = 18
_CLAUSE = re.compile(r"(?<=[,;:—–])\s+|\s+(?=[—–(])|(?<=\))\s+|(?<=[.!?…])\s+")
_EDGE = " ,;:—–-(\"'“”‘’*_"
_WORD = re.compile(r"\S+")
_SPEAKER = re.compile(r"(?:^|(?<=[.!?\n]\s)|(?<=\n))([A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,3}):\s")


def quote_of(text: str, wanted: Collection[str]) -> str:
    """The words of `text` to be quoted: a substring of at most 18 words that says most of `wanted`.

    `wanted` are roots of words. Whole clauses go before words cut out of the middle.
    """
    bare = without_speaker(text)
    if count(bare) <= MOST_WORDS:
        return _trimmed(bare)
    pieces = [piece for piece in _clauses(bare) if piece.strip()]
    joined = _windows(bare, pieces)
    if joined:
        best = max(joined, key=lambda one: (_said(one, wanted), count(one), -bare.index(one)))
        if _said(best, wanted) or not wanted:
            return _trimmed(best)
    words = list(_WORD.finditer(bare))
    cuts = [
        bare[words[first].start() : words[first + MOST_WORDS - 1].end()]
        for first in range(len(words) - MOST_WORDS + 1)
    ]
    return _trimmed(max(cuts, key=lambda one: (_said(one, wanted), -bare.index(one))))


def count(text: str) -> int:
    """How many words a text has."""
    return len(_WORD.findall(text))


def without_speaker(text: str) -> str:
    """A line of a transcript without the name that opens it."""
    match = _SPEAKER.match(text)
    return text[match.end() :] if match else text


def speaker_of(whole: str, quote: str) -> str:
    """Who says `quote` in a transcript: the last name before it that opens a line, or ''."""
    place = whole.find(quote)
    said = [match[1] for match in _SPEAKER.finditer(whole[: max(0, place) + 1])]
    return said[-1] if place >= 0 and said else ""


def _clauses(text: str) -> list[str]:
    found, start = [], 0
    for gap in _CLAUSE.finditer(text):
        found.append(text[start : gap.start()])
        start = gap.end()
    return [*found, text[start:]]


def _windows(text: str, pieces: list[str]) -> list[str]:
    """Every run of neighbouring clauses that is short enough, as it stands in the text."""
    places, at = [], 0
    for piece in pieces:
        start = text.index(piece, at)
        at = start + len(piece)
        places.append((start, at))
    runs = [
        text[places[first][0] : places[last][1]]
        for first in range(len(places))
        for last in range(first, len(places))
    ]
    return [run for run in runs if 4 <= count(run) <= MOST_WORDS]


def _said(text: str, wanted: Collection[str]) -> int:
    return len(set(roots(text)) & set(wanted)) + bool(re.search(r"\d", text))


def _trimmed(text: str) -> str:
    """Without marks at the edges, and without a quotation mark that has lost its other half."""
    left = text.lstrip(_EDGE)
    kept = left.rstrip(" ,;:—–-(*_")
    if kept.count('"') % 2:
        kept = kept.strip('"') if kept.strip('"').count('"') % 2 == 0 else kept.split('"')[0]
    for opening, closing in ("“”", "«»", "()"):
        if kept.count(opening) != kept.count(closing):
            kept = max(re.split(re.escape(opening) + "|" + re.escape(closing), kept), key=len)
    return kept.strip(" ,;:—–-(")
