"""Cutting quotes: exact words of a text, at most eighteen of them, at a place where one may cut."""

import re
from collections.abc import Collection

from domain.language.terms import roots

MOST_WORDS = 18
WHOLE = 0.35
"""What whole clauses are worth over words cut out of a sentence."""
_CLAUSE = re.compile(r"(?<=[,;:—–])\s+|\s+(?=[—–(])|(?<=\))\s+|(?<=[.!?…])\s+")
_EDGE = " ,;:—–-(\"'“”‘’*_"
_JOINT = re.compile(r"^(?:and|but|so|or|yet)\s+", re.IGNORECASE)
_LOOSE = re.compile(r"(?:which|that|because|who|whose|than|of|to|for|in|with)\b", re.IGNORECASE)
_WORD = re.compile(r"\S+")
_SPEAKER = re.compile(r"(?:^|(?<=[.!?\n]\s)|(?<=\n))([A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,3}):\s")


def quote_of(text: str, wanted: Collection[str], *, figures: bool = False) -> str:
    """The words of `text` to be quoted: a substring of at most 18 words that says most of `wanted`.

    `wanted` are roots of words; with `figures` a number is wanted too. Whole clauses go before
    words cut out of the middle, and the beginning of a sentence before its middle.
    """
    bare = without_speaker(text)
    if count(bare) <= MOST_WORDS:
        return _trimmed(bare)
    pieces = [piece for piece in _clauses(bare) if piece.strip()]
    words = list(_WORD.finditer(bare))
    cuts = [
        bare[words[first].start() : words[first + MOST_WORDS - 1].end()]
        for first in range(len(words) - MOST_WORDS + 1)
    ]
    ranked = [(_worth(one, bare, wanted, figures) + WHOLE, one) for one in _windows(bare, pieces)]
    ranked += [(_worth(one, bare, wanted, figures), one) for one in cuts]
    best = max(worth for worth, _ in ranked)
    return _trimmed(next(one for worth, one in ranked if worth == best))


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


def _worth(one: str, text: str, wanted: Collection[str], figures: bool) -> float:
    """What speaks for quoting these words: what they say of the question, and how they begin."""
    said = len(set(roots(one)) & set(wanted)) / max(1, len(wanted))
    worth = 2.0 * said + 0.3 * (count(one) / MOST_WORDS)
    worth += 0.5 * text.startswith(one) + 0.2 * text.endswith(one)
    if figures and not re.search(r"\d", one):
        worth -= 1.0
    return worth - 0.3 * bool(_LOOSE.match(one))


def _trimmed(text: str) -> str:
    """Without marks at the edges, and without a quotation mark that has lost its other half."""
    left = _JOINT.sub("", text.lstrip(_EDGE))
    kept = left.rstrip(" ,;:—–-(*_")
    if kept.count('"') % 2:
        kept = kept.strip('"') if kept.strip('"').count('"') % 2 == 0 else kept.split('"')[0]
    for opening, closing in ("“”", "«»", "()"):
        if kept.count(opening) != kept.count(closing):
            kept = max(re.split(re.escape(opening) + "|" + re.escape(closing), kept), key=len)
    return _JOINT.sub("", kept.strip(" ,;:—–-("))
