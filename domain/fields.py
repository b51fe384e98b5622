"""BM25F: one score of words over the fields of a passage, in memory.

Fields: what is said, what is said right before and after in the same source (short turns speak of
what their neighbours name), who says it, and when. A field counts with its weight, its length
against the usual length of that field; a word counts by how few passages say it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from domain.language.terms import root

SATURATION = 0.9
LENGTH_SHARE = 0.4
WEIGHTS = {"said": 1.0, "beside": 0.4, "near": 0.2, "speaker": 0.4, "date": 0.3}
"""`beside` is one passage away, `near` two."""
EDGE = 40
"""Words of a long neighbour that still count: the last of the one before, the first after."""


@dataclass(frozen=True)
class Source:
    """What a passage brings to the index: its roots, its source, who says it and when."""

    roots: Sequence[str]
    group: int
    speaker: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Fields:
    """Postings by word: `places[start[t]:start[t+1]]` with the saturated `weights` of each."""

    terms: Mapping[str, int]
    start: np.ndarray
    places: np.ndarray
    weights: np.ndarray
    idf: np.ndarray
    count: int

    def scores(self, wanted: Mapping[str, float]) -> np.ndarray:
        """The score of every passage for words, each of which counts with its factor."""
        found = np.zeros(self.count, np.float32)
        for word, factor in wanted.items():
            term = self.terms.get(word)
            if term is not None:
                span = slice(self.start[term], self.start[term + 1])
                found[self.places[span]] += factor * self.idf[term] * self.weights[span]
        return found

    def weight(self, word: str) -> float:
        """The inverse frequency of a word; that of one unsaid is the highest."""
        term = self.terms.get(word)
        return float(self.idf[term]) if term is not None else float(np.log(1 + 2 * self.count + 1))


def built(rows: Sequence[Source], weights: Mapping[str, float] = WEIGHTS) -> Fields:
    """The index over passages in the order of their text."""
    terms: dict[str, int] = {}
    lengths = np.array([len(row.roots) for row in rows], np.int64)
    said = np.array([terms.setdefault(w, len(terms)) for row in rows for w in row.roots], np.int64)
    owner = np.repeat(np.arange(len(rows)), lengths)
    starts = np.cumsum(lengths) - lengths
    from_start = np.arange(len(said)) - starts[owner] if len(said) else said
    to_end = lengths[owner] - 1 - from_start if len(said) else said
    groups = np.array([row.group for row in rows], np.int64)
    fields = {"said": [(said, owner)], "beside": [], "near": []}
    for name, away in (("beside", 1), ("near", 2)):
        for step, edge in ((away, to_end), (-away, from_start)):  # lent onwards, lent back
            to = owner + step
            fits = (to >= 0) & (to < len(rows)) & (edge < EDGE)
            fits[fits] &= groups[to[fits]] == groups[owner[fits]]
            fields[name].append((said[fits], to[fits]))
    fields["speaker"] = [_labels([_names(row.speaker) for row in rows], terms)]
    fields["date"] = [_labels([_day(row.at) for row in rows], terms)]
    share = {name: weights[name] for name in fields if weights.get(name)}
    holds = (
        np.bincount(np.unique(said * len(rows) + owner) // max(1, len(rows)), minlength=len(terms))
        if len(said)
        else np.zeros(len(terms), np.int64)
    )
    return _postings({name: fields[name] for name in share}, share, holds, terms, len(rows))


def _postings(
    fields: Mapping[str, Sequence[tuple[np.ndarray, np.ndarray]]], share: Mapping[str, float],
    holds: np.ndarray, terms: Mapping[str, int], count: int,
) -> Fields:  # fmt: skip
    keys, values = [], []
    for name, pairs in fields.items():
        words = np.concatenate([pair[0] for pair in pairs])
        owners = np.concatenate([pair[1] for pair in pairs])
        length = np.bincount(owners, minlength=count).astype(np.float32)
        usual = max(1e-9, float(length.mean())) if count else 1.0
        fixed = name in ("speaker", "date")
        norm = np.ones(count) if fixed else 1 - LENGTH_SHARE + LENGTH_SHARE * length / usual
        keys.append(words * count + owners)
        values.append((share[name] / norm)[owners])
    key, place = np.unique(np.concatenate(keys), return_inverse=True)
    total = np.bincount(place, weights=np.concatenate(values), minlength=len(key))
    return Fields(
        terms=terms,
        start=np.searchsorted(key, np.arange(len(terms) + 1) * count),
        places=(key % max(1, count)).astype(np.int32),
        weights=(total / (SATURATION + total)).astype(np.float32),
        idf=np.log(1 + (count - holds + 0.5) / (holds + 0.5)).astype(np.float32),
        count=count,
    )


def _labels(rows: Sequence[Sequence[str]], terms: dict[str, int]) -> tuple[np.ndarray, np.ndarray]:
    pairs = [
        (terms.setdefault(w, len(terms)), place) for place, row in enumerate(rows) for w in row
    ]
    both = np.array(pairs, np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def _names(speaker: str) -> list[str]:
    return [root(word) for word in speaker.split()]


def _day(at: datetime | None) -> list[str]:
    return [str(at.day), root(f"{at:%B}"), str(at.year)] if at else []
