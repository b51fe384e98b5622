"""Up to three sentences of a text that could change what is done next: needs, lessons, results."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.text import shorten
from domain.language.lexicons import words
from domain.language.sentences import Span
from domain.language.shapes import Signal

MOST = 3
LEAST = 1.5
WEIGHTS = {"need": 1.0, "lesson": 1.4, "intent": 0.9, "result": 1.0, "cause": 0.5}

_NUMBER = re.compile(r"[$€£]?\d")


def _weight(quote: str) -> float:
    total = sum(
        weight * min(2, len(words("signals", "cues", kind).findall(quote)))
        for kind, weight in WEIGHTS.items()
    )
    if total and _NUMBER.search(quote):
        total += 0.5
    return total if len(quote.split()) >= 4 and not quote.endswith("?") else 0.0


def signals(parts: Sequence[Span]) -> list[Signal]:
    """The weightiest sentences, in the order of the text; none where nothing stands out."""
    weighed = [(_weight(part.quote), -place, part) for place, part in enumerate(parts)]
    best = sorted((row for row in weighed if row[0] >= LEAST), reverse=True)[:MOST]
    chosen = sorted((part for _, _, part in best), key=lambda part: part.start)
    return [
        Signal(text=shorten(part.quote, 140), quote=part.quote, start=part.start, end=part.end)
        for part in chosen
    ]
