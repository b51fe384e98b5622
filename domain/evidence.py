"""Evidence that one arm ranks artifacts better than another, gathered over months, valid any time.

The unit is a pair of held-out artifacts: an arm is right where it puts the better one first. Of
each month's artifacts disjoint pairs are drawn (so that pairs do not share an artifact), and a bet
is laid that the one arm is right more often: wealth grows by 1 + stake x difference. If it is not
better, wealth does not grow in expectation, whatever the distribution, so P(wealth ever reaches
1/a) <= a (Ville): one may look every month and stop when it is enough. What is averaged stays fair:
over many drawings of pairs (which gives back what one drawing leaves unused), over stakes, and over
the month in which the bet begins, so that a poor start does not hold back a good end.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from core.ids import content_hash

STAKES = np.array([0.1, 0.25, 0.4, 0.55, 0.7, 0.8, 0.9, 0.97])
DRAWINGS = 256


class Item(BaseModel):
    """A held-out artifact: its outcome in [0, 1], and what each arm expected of it."""

    model_config = ConfigDict(frozen=True)

    id: str
    outcome: float = Field(ge=0, le=1)
    expected: Mapping[str, float]


@dataclass(frozen=True)
class Look:
    """What one month's artifacts say of one arm against another.

    `mean` is the difference in accuracy (share of pairs ranked rightly); `gain` and `loss` are the
    logs of the wealth of a bet on it and against it, one for each of `STAKES`.
    """

    n: int
    mean: float
    gain: tuple[float, ...]
    loss: tuple[float, ...]


@dataclass(frozen=True)
class Weighed:
    """All looks together: artifacts, mean difference, evidence for it and against it.

    Evidence is an e-value: 1 says nothing, and without a difference it reaches 1/a with a
    probability of at most a, however often one looks.
    """

    n: int
    mean: float
    evidence: float
    counter: float


def look(items: Sequence[Item], one: str, other: str) -> Look:
    """One month of `one` against `other`; fewer than two items say nothing."""
    ordered = sorted(items, key=lambda item: item.id)
    if len(ordered) < 2:
        nothing = (0.0,) * len(STAKES)
        return Look(len(ordered), 0.0, nothing, nothing)
    pairs = _drawn(len(ordered), [item.id for item in ordered])
    outcome = np.array([item.outcome for item in ordered])
    ours, theirs = (
        _right(np.array([item.expected[arm] for item in ordered]), outcome, pairs)
        for arm in (one, other)
    )
    difference = ours - theirs
    # An arm that expects the same of everything is half right always: no pair can differ by more.
    bound = 0.5 if len({item.expected[other] for item in ordered}) == 1 else 1.0
    return Look(
        len(ordered),
        float(difference.mean()),
        _growth(difference / bound),
        _growth(-difference / bound),
    )


def weigh(looks: Sequence[Look]) -> Weighed:
    """The evidence of looks in the order of their months."""
    count = sum(one.n for one in looks)
    mean = sum(one.mean * one.n for one in looks) / count if count else 0.0
    return Weighed(
        count, mean, e_value([one.gain for one in looks]), e_value([one.loss for one in looks])
    )


def e_value(growths: Sequence[Sequence[float]]) -> float:
    """Wealth over months: the mean over stakes, and over the month in which the bet began.

    Month s begins with a share of 1 / (s (s + 1)); what has not begun yet is still worth itself.
    """
    if not growths:
        return 1.0
    months = len(growths)
    since = np.cumsum(np.array(growths)[::-1], axis=0)[::-1]
    begun = np.array([1 / (month * (month + 1)) for month in range(1, months + 1)])
    return float(begun @ np.exp(np.minimum(since, 700.0)).mean(axis=1) + 1 / (months + 1))


def _drawn(size: int, ids: Sequence[str]) -> np.ndarray:
    """(DRAWINGS, size // 2, 2) places; they follow from the ids, never from an outcome."""
    rng = np.random.default_rng(int(content_hash("pairs", *ids)[:15], 16))
    order = np.argsort(rng.random((DRAWINGS, size)), axis=1)
    return order[:, : size // 2 * 2].reshape(DRAWINGS, size // 2, 2)


def _right(expected: np.ndarray, outcome: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    """1 where the better of two was put first, 0 where last, 1/2 where either pair is a tie."""
    said = np.sign(expected[pairs[..., 0]] - expected[pairs[..., 1]])
    held = np.sign(outcome[pairs[..., 0]] - outcome[pairs[..., 1]])
    return 0.5 + 0.5 * said * held


def _growth(difference: np.ndarray) -> tuple[float, ...]:
    """Log wealth of a month for each stake, averaged over the drawings."""
    logs = np.log1p(STAKES[:, None, None] * difference[None]).sum(axis=2)
    top = logs.max(axis=1, keepdims=True)
    return tuple((top[:, 0] + np.log(np.exp(logs - top).mean(axis=1))).tolist())
