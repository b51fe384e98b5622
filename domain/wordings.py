"""Two wordings of a prompt on the same golden inputs: which of them is to be used."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from domain.release import MINIMUM_ITEMS, YEARLY_ALPHA, Arm, compare, interval

Decision = Literal["release", "keep", "not_enough_evidence"]


@dataclass(frozen=True)
class Ruling:
    """What becomes of a challenger, and the figures: mean scores, the paired difference (challenger
    minus champion) with its 95 % interval, and p of no better."""

    decision: Decision
    reason: str
    n: int
    champion: float
    challenger: float
    difference: float
    low: float
    high: float
    p: float


def ruled(champion: Mapping[str, float], challenger: Mapping[str, float], seed: int) -> Ruling:
    """One paired, one-sided test at 5 %; both map the same inputs to scores in [0, 1].

    Released where it is proven better, kept where it is not better or proven worse; raises
    `ArmsDoNotMatch`.
    """
    rng = np.random.default_rng(seed)
    ours, theirs = (
        Arm(name="challenger", scores=challenger),
        Arm(name="champion", scores=champion),
    )
    found = compare(ours, theirs, rng)
    gaps = np.array([challenger[key] - champion[key] for key in sorted(challenger)])
    low, high = interval(gaps, rng)
    decision, reason = _decided(found.n, found.mean, found.p, high)
    return Ruling(
        decision, reason, found.n, _mean(champion), _mean(challenger), found.mean, low, high,
        found.p,
    )  # fmt: skip


def _decided(n: int, mean: float, p: float, high: float) -> tuple[Decision, str]:
    if n < MINIMUM_ITEMS:
        return "not_enough_evidence", f"{n} inputs are too few; {MINIMUM_ITEMS} are needed."
    if mean > 0 and p <= YEARLY_ALPHA:
        return "release", f"It is better, and chance alone does that with p = {p:.3f}."
    if high < 0:
        return "keep", "The challenger is worse."
    if mean <= 0:
        return "keep", "Nothing speaks for the challenger."
    return "not_enough_evidence", f"It may be better, and it may be chance (p = {p:.3f})."


def _mean(scores: Mapping[str, float]) -> float:
    return sum(scores.values()) / max(1, len(scores))
