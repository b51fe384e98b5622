"""How far people who label the same things agree, beyond what chance would give.

Two people: Cohen's kappa. Any number, with gaps: Krippendorff's alpha on an ordinal scale (good,
acceptable, bad stand in an order, so good against bad weighs more than good against acceptable).
Formula: K. Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal, get_args

import numpy as np

Label = Literal["good", "acceptable", "bad"]
LABELS: tuple[Label, ...] = get_args(Label)
RESAMPLES = 1_000
FEWEST = 5
"""Below so many items that two people labelled there is no interval."""

Ratings = Mapping[str, Mapping[str, str]]
"""Item id -> person -> label."""


@dataclass(frozen=True)
class Agreement:
    """`value` is 1 for full agreement, 0 for that of chance; None where nothing can be said.

    `low` and `high` are a 95 % bootstrap interval over items; None below `FEWEST` items.
    """

    measure: Literal["krippendorff_alpha", "cohen_kappa"]
    value: float | None
    low: float | None
    high: float | None
    items: int
    people: tuple[str, ...]
    same: float | None


def krippendorff(ratings: Ratings, scale: Sequence[str] = LABELS) -> Agreement:
    """Alpha (ordinal) of everybody who labelled; items with fewer than two labels do not count."""
    units = [[*each.values()] for each in ratings.values() if len(each) >= 2]
    people = sorted({who for each in ratings.values() for who in each})
    counts = _counts(units, scale)
    low, high = _interval(counts, _alpha)
    pairs = [a == b for unit in units for a, b in combinations(unit, 2)]
    return Agreement(
        "krippendorff_alpha", _alpha(counts), low, high, len(units), tuple(people),
        sum(pairs) / len(pairs) if pairs else None,
    )  # fmt: skip


def cohen(ratings: Ratings, one: str, other: str, scale: Sequence[str] = LABELS) -> Agreement:
    """Kappa of two people over the items that both labelled."""
    pairs = [(each[one], each[other]) for each in ratings.values() if one in each and other in each]
    table = np.zeros((len(pairs), len(scale) ** 2))
    for row, (a, b) in enumerate(pairs):
        table[row, scale.index(a) * len(scale) + scale.index(b)] = 1
    low, high = _interval(table, _kappa)
    same = sum(a == b for a, b in pairs) / len(pairs) if pairs else None
    return Agreement("cohen_kappa", _kappa(table), low, high, len(pairs), (one, other), same)


def disagreements(ratings: Ratings) -> list[str]:
    """Ids of items whose labels differ, widest apart first."""
    spread = {
        item: max(map(LABELS.index, labels)) - min(map(LABELS.index, labels))
        for item, each in ratings.items()
        if len(labels := [label for label in each.values() if label in LABELS]) >= 2
    }
    return sorted((item for item in spread if spread[item]), key=lambda item: (-spread[item], item))


def _counts(units: Sequence[Sequence[str]], scale: Sequence[str]) -> np.ndarray:
    """(items, labels): how often each label was given to each item."""
    found = [Counter(unit) for unit in units]
    return np.array([[each[label] for label in scale] for each in found], float).reshape(
        len(units), len(scale)
    )


def _alpha(counts: np.ndarray) -> float | None:
    if not len(counts):
        return None
    raters = counts.sum(axis=1, keepdims=True)
    weighted = counts / (raters - 1)
    coincidence = weighted.T @ counts - np.diag(weighted.sum(axis=0))
    totals = coincidence.sum(axis=0)
    apart = _ordinal(totals)
    expected = (np.outer(totals, totals) * apart).sum()
    if expected == 0:
        return None
    return float(1 - (totals.sum() - 1) * (coincidence * apart).sum() / expected)


def _ordinal(totals: np.ndarray) -> np.ndarray:
    """Squared distances of labels: how many labels lie between two, counting half of each end."""
    size = len(totals)
    apart = np.zeros((size, size))
    for low, high in combinations(range(size), 2):
        reach = totals[low : high + 1].sum() - (totals[low] + totals[high]) / 2
        apart[low, high] = apart[high, low] = reach**2
    return apart


def _kappa(table: np.ndarray) -> float | None:
    if not len(table):
        return None
    size = int(table.shape[1] ** 0.5)
    joint = table.mean(axis=0).reshape(size, size)
    chance = float(joint.sum(axis=1) @ joint.sum(axis=0))
    return float((np.trace(joint) - chance) / (1 - chance)) if chance < 1 else None


def _interval(
    rows: np.ndarray, measure: Callable[[np.ndarray], float | None]
) -> tuple[float | None, float | None]:
    if len(rows) < FEWEST:
        return None, None
    drawn = np.random.default_rng(7).integers(0, len(rows), size=(RESAMPLES, len(rows)))
    found = [value for each in drawn if (value := measure(rows[each])) is not None]
    if len(found) < RESAMPLES / 2:
        return None, None
    low, high = np.quantile(found, [0.025, 0.975])
    return float(low), float(high)
