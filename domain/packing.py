"""Packing for a question: the passages that answer it, best first, until a budget is full.

What stands in the pack is verbatim. A passage said twice goes in once; of a long one that does not
fit any more, the sentences that speak of the question go in alone.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from domain.language.terms import roots

RATIOS = (2, 4, 8, 15, 25, 40)
"""How many times smaller than everything a pack may be; what it keeps is printed for each."""
_TOKEN = re.compile(r"\w{1,6}|[^\w\s]")
_BREAK = re.compile(r"(?<=[.!?])\s+|\n+")


@dataclass(frozen=True)
class Packed:
    """What went in: places in the order given, with their words; and how many tokens that is."""

    places: tuple[int, ...]
    words: tuple[str, ...]
    tokens: int


def tokens(text: str) -> int:
    """About how many tokens a model reads: pieces of up to six letters, and marks."""
    return len(_TOKEN.findall(text))


def pack(ranked: Sequence[tuple[int, str]], asked: Collection[str], budget: int) -> Packed:
    """(place, words), best first, into `budget` tokens; `asked` are the roots of the question."""
    places, words, used = [], [], 0
    said: set[str] = set()
    for place, text in ranked:
        if text in said:
            continue
        room = budget - used
        kept = text if tokens(text) <= room else _fitting(text, asked, room)
        if kept:
            said.add(text)
            places.append(place)
            words.append(kept)
            used += tokens(kept)
    return Packed(tuple(places), tuple(words), used)


def _fitting(text: str, asked: Collection[str], room: int) -> str:
    """The sentences of a text that speak of the question and fit, in their order; or ""."""
    kept = []
    for sentence in _BREAK.split(text):
        if set(roots(sentence)) & set(asked) and tokens(sentence) <= room:
            kept.append(sentence)
            room -= tokens(sentence)
    return " ".join(kept)
