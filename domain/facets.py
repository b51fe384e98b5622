"""The eight facets by which passages are filtered: a name with a few short values each."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Literal, get_args

Facet = Literal[
    "kind", "topic", "month", "author", "channel", "segment", "sentiment", "visibility"
]  # fmt: skip
FACETS: tuple[Facet, ...] = get_args(Facet)
SAID: frozenset[Facet] = frozenset({"kind", "month", "author", "visibility"})
"""Those that every passage tells itself; the others were read of it."""
Facets = Mapping[Facet, Sequence[str]]
"""As a filter: every facet that is named has to have one of its values."""

VISIBILITIES = ("team", "private", "off_record")
MOODS = ("good", "even", "bad")
MOST_VALUES = 12
"""Of one facet of one passage: the first ones, so that a long document stays a short row."""
SURE = 0.5
MOOD = 0.5


def fold(value: str) -> str:
    """The form in which values are compared."""
    return " ".join(value.split()).casefold()


def month_of(at: datetime) -> str:
    """The month of a moment (UTC), as 2026-11."""
    return f"{at:%Y-%m}"


def mood_of(sentiment: float | None) -> list[str]:
    """`good`, `bad` or `even`; nothing where the reader abstained."""
    if sentiment is None:
        return []
    return ["good" if sentiment >= MOOD else "bad" if sentiment <= -MOOD else "even"]


def pairs(facets: Mapping[Facet, Iterable[str]]) -> list[tuple[Facet, str]]:
    """Every facet with each of its values, folded, without repeats or what is empty."""
    found: list[tuple[Facet, str]] = []
    for name, values in facets.items():
        folded = [value for value in dict.fromkeys(map(fold, values)) if value]
        for value in folded[:MOST_VALUES]:
            found.append((name, value))
    return found
