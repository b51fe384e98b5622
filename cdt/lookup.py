"""The arm that learns nothing and looks things up: what did the most alike earlier artifacts reach?

An artifact is as much alike as its features agree and its title means the same. What is looked up
among is the month's training rows only; nothing that is held out is ever in it. A trained model
must not do worse than this, or training was not worth it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cdt.preference import Row, levels

NEIGHBOURS = 7
PRIOR = 2.0
"""Artifacts that reached the usual outcome, counted with the neighbours'."""
FEATURES = {"segment": 1.0, "channel": 1.5, "cell": 1.5, "weekday": 0.25, "phase": 0.25}
MEANING = 1.5
"""How much the same meaning counts, beside `FEATURES`."""


@dataclass(frozen=True)
class Lookup:
    """Earlier artifacts with their outcomes; `vectors` are unit vectors of titles by id, of all
    rows and of all that are asked for, or none at all."""

    rows: tuple[Row, ...]
    vectors: Mapping[str, np.ndarray]

    @property
    def ids(self) -> frozenset[str]:
        """Whatever can be looked up."""
        return frozenset(row.id for row in self.rows)

    def expect(self, asked: Sequence[Row]) -> np.ndarray:
        """The expected outcome of each row, in [0, 1]; one half where nothing is known."""
        if not self.rows or not asked:
            return np.full(len(asked), 0.5)
        outcomes = np.array([row.outcome for row in self.rows], dtype=float)
        alike = self._alike(asked)
        best = np.argsort(-alike, axis=1, kind="stable")[:, :NEIGHBOURS]
        weight = np.take_along_axis(alike, best, axis=1)
        total = (weight * outcomes[best]).sum(axis=1) + PRIOR * outcomes.mean()
        return total / (weight.sum(axis=1) + PRIOR)

    def _alike(self, asked: Sequence[Row]) -> np.ndarray:
        """(asked, rows): 0 (nothing in common) to 1 (the same)."""
        found = np.zeros((len(asked), len(self.rows)))
        ours, theirs = ([_by_kind(row) for row in rows] for rows in (asked, self.rows))
        for kind, weight in FEATURES.items():
            one, other = (np.array([row.get(kind, "") for row in rows]) for rows in (ours, theirs))
            found += weight * (one[:, None] == other[None])
        if not self.vectors:
            return found / sum(FEATURES.values())
        mine, known = (
            np.array([self.vectors[row.id] for row in rows]) for rows in (asked, self.rows)
        )
        meant = MEANING * np.maximum(0.0, mine @ known.T)
        return (found + meant) / (sum(FEATURES.values()) + MEANING)


def _by_kind(row: Row) -> dict[str, str]:
    return dict(name.split("=", 1) for name in levels(row) if "=" in name)


def looked_up(rows: Sequence[Row], vectors: Mapping[str, np.ndarray]) -> Lookup:
    """Artifacts with an outcome, in the order of their ids."""
    known = sorted((row for row in rows if row.outcome is not None), key=lambda row: row.id)
    return Lookup(tuple(known), vectors)
