"""A candidate CDT, its scores, and the verdict: release, keep, not enough evidence or block.

Arms answer the same held-out items; everything is judged on per-item differences, candidate minus
the other arm, in [-1, 1]. A candidate must beat the incumbent *and* the base rates (what one would
say without having learned anything).

Looking every month and releasing at 5 % would release a worthless candidate in almost half of all
years. `monthly_alpha` spends the 5 % of a year over its twelve looks. A candidate is new each month
(no accumulating data), so the error of a year is a union of twelve tests: equal shares of a Pocock
kind, 1 - (1 - .05)^(1/12) = .00427, hold it even if the tests are independent; the O'Brien-like
schedule gives early months less and late months more of the same total.
"""

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from core.errors import BadInput

Decision = Literal["release", "keep", "not_enough_evidence", "block"]
Schedule = Literal["pocock", "obrien_like"]

MINIMUM_ITEMS = 30
SIGN_FLIP_BELOW = 50
RESAMPLES = 20_000
CHUNK = 1_000
YEARLY_ALPHA = 0.05
LOOKS = 12
CALIBRATION_LIMIT = 0.08
VALIDITY_FLOOR = 0.98


class ArmsDoNotMatch(BadInput):
    """Two arms must have answered the same items."""


class Arm(BaseModel):
    """What one arm scored on each held-out item: item id to a score in [0, 1]."""

    model_config = ConfigDict(frozen=True)

    name: str
    scores: Mapping[str, float]


class Integrity(BaseModel):
    """Facts about a candidate that forbid a release whatever it scores."""

    model_config = ConfigDict(frozen=True)

    manifest_hash: str
    found_hash: str
    weights_finite: bool = True
    leaked_items: tuple[str, ...] = ()  # held-out ids found in training rows or the index
    leaked_strings: tuple[str, ...] = ()  # canaries or names of others found in answers
    output_validity: float = Field(default=1.0, ge=0, le=1)
    calibration_error: float | None = None


class Candidate(BaseModel):
    """A version that asks to be released. `incumbent` None: nothing is released yet."""

    model_config = ConfigDict(frozen=True)

    version: int
    integrity: Integrity
    scores: Arm
    incumbent: Arm | None
    base_rates: Arm


class Comparison(BaseModel):
    """Candidate minus `against`: mean difference, one-sided lower bound, p of no better, n."""

    model_config = ConfigDict(frozen=True)

    against: str
    n: int
    mean: float
    lower: float  # at `1 - alpha`
    p: float  # chance of a mean this high if the two were equal
    method: Literal["sign_flip", "bootstrap"]


class Verdict(BaseModel):
    """What happens to the candidate, in one sentence, and every reason."""

    model_config = ConfigDict(frozen=True)

    decision: Decision
    sentence: str
    reasons: tuple[str, ...]
    comparisons: tuple[Comparison, ...] = ()
    alpha: float


def monthly_alpha(look: int, schedule: Schedule = "pocock", total: float = YEARLY_ALPHA) -> float:
    """The error that look 1..12 of a year may spend; the looks together stay within `total`."""
    if not 1 <= look <= LOOKS:
        raise BadInput("A look is a month from 1 to 12.", field="look", value=look)
    if schedule == "pocock":
        return 1 - (1 - total) ** (1 / LOOKS)
    share = (2 * look - 1) / LOOKS**2  # increments of (look / 12)^2; they sum to one
    return 1 - (1 - total) ** share


def compare(
    candidate: Arm, other: Arm, rng: np.random.Generator, alpha: float = YEARLY_ALPHA
) -> Comparison:
    """Paired one-sided comparison on the items of both arms. Raises `ArmsDoNotMatch`.

    p always comes from sign flips, which are exact when the arms are interchangeable, even where
    few items differ (a bootstrap p then let 16 % of worthless years through). The bound comes from
    the flips below `SIGN_FLIP_BELOW` items and from a paired, studentised bootstrap from there on,
    which also holds when gains and losses are lopsided.
    """
    if candidate.scores.keys() != other.scores.keys():
        odd = sorted(candidate.scores.keys() ^ other.scores.keys())
        raise ArmsDoNotMatch(
            f"{len(odd)} items were answered by one of {candidate.name} and {other.name} only.",
            remedy="Score both arms on the same holdout.",
            field="scores",
            value=odd[:5],
        )
    keys = sorted(candidate.scores)
    differences = np.array([candidate.scores[key] - other.scores[key] for key in keys])
    if differences.size == 0:
        return Comparison(against=other.name, n=0, mean=0.0, lower=-1.0, p=1.0, method="sign_flip")
    few = differences.size < SIGN_FLIP_BELOW
    lower, p = sign_flip(differences, rng, alpha)
    if not few:
        lower = bootstrap_bound(differences, rng, alpha)
    return Comparison(
        against=other.name,
        n=int(differences.size),
        mean=float(differences.mean()),
        lower=lower,
        p=p,
        method="sign_flip" if few else "bootstrap",
    )


def sign_flip(
    differences: np.ndarray, rng: np.random.Generator, alpha: float = YEARLY_ALPHA
) -> tuple[float, float]:
    """(lower bound at 1 - alpha, p): exact in expectation if differences are symmetric about 0."""
    mean = float(differences.mean())
    flips = np.concatenate(
        [
            rng.choice((-1.0, 1.0), size=(CHUNK, differences.size)) @ differences
            for _ in range(RESAMPLES // CHUNK)
        ]
    )
    flips /= differences.size
    p = (1 + int((flips >= mean - 1e-12).sum())) / (RESAMPLES + 1)
    return mean - _upper(flips, alpha), p


def bootstrap_bound(
    differences: np.ndarray, rng: np.random.Generator, alpha: float = YEARLY_ALPHA
) -> float:
    """Lower bound of the mean at 1 - alpha from the studentised (bootstrap-t) resampled mean."""
    mean, size = float(differences.mean()), differences.size
    spread = float(differences.std(ddof=1)) / size**0.5
    if spread == 0:
        return mean
    pivots = np.empty(RESAMPLES)
    for start in range(0, RESAMPLES, CHUNK):
        drawn = differences[rng.integers(0, size, (CHUNK, size))]
        # A resample of equal values has no spread of its own; a floor keeps its pivot finite.
        errors = np.maximum(drawn.std(axis=1, ddof=1) / size**0.5, spread / 4)
        pivots[start : start + CHUNK] = (drawn.mean(axis=1) - mean) / errors
    return mean - _upper(pivots, alpha) * spread


def interval(differences: np.ndarray, rng: np.random.Generator) -> tuple[float, float]:
    """Two-sided 95 % interval of the mean difference, by the bounds that `compare` uses."""
    if differences.size == 0:
        return -1.0, 1.0
    side = YEARLY_ALPHA / 2
    if differences.size < SIGN_FLIP_BELOW:
        low = sign_flip(differences, rng, side)[0]
        return low, -sign_flip(-differences, rng, side)[0]
    return bootstrap_bound(differences, rng, side), -bootstrap_bound(-differences, rng, side)


def blockers(integrity: Integrity, arms: Sequence[Arm]) -> tuple[str, ...]:
    """Why a candidate must not be released, as sentences; empty if nothing forbids it."""
    found: list[str] = []
    if integrity.found_hash != integrity.manifest_hash:
        found.append("Its files do not match the hash in its manifest.")
    if not integrity.weights_finite:
        found.append("Its weights hold values that are not finite.")
    if broken := [arm.name for arm in arms if not all(map(isfinite, arm.scores.values()))]:
        found.append(f"The scores of {', '.join(broken)} hold values that are not finite.")
    if integrity.leaked_items:
        found.append(
            f"{len(integrity.leaked_items)} held-out items reached its training or retrieval."
        )
    if integrity.leaked_strings:
        found.append(f"{len(integrity.leaked_strings)} strings that must stay secret came out.")
    if integrity.output_validity < VALIDITY_FLOOR:
        found.append(
            f"Only {integrity.output_validity:.1%} of its answers are valid; "
            f"{VALIDITY_FLOOR:.0%} are needed."
        )
    if integrity.calibration_error is not None and not (
        integrity.calibration_error <= CALIBRATION_LIMIT
    ):
        found.append(
            f"Its calibration error is {integrity.calibration_error:.3f}; "
            f"the limit is {CALIBRATION_LIMIT}."
        )
    return tuple(found)


def decide(
    candidate: Candidate,
    look: int,
    rng: np.random.Generator,
    schedule: Schedule = "pocock",
) -> Verdict:
    """The verdict at look 1..12 of the year. Order: blockers, enough items, both comparisons."""
    alpha = monthly_alpha(look, schedule)
    others = [arm for arm in (candidate.incumbent, candidate.base_rates) if arm is not None]
    name = f"Version {candidate.version}"
    if stop := blockers(candidate.integrity, [candidate.scores, *others]):
        return Verdict(
            decision="block", sentence=f"{name} is blocked: {stop[0]}", reasons=stop, alpha=alpha
        )
    count = len(candidate.scores.scores)
    if count < MINIMUM_ITEMS:
        lack = f"it was measured on {count} items; {MINIMUM_ITEMS} are needed."
        return Verdict(
            decision="not_enough_evidence",
            sentence=f"{name} waits: {lack}",
            reasons=(lack.capitalize(),),
            alpha=alpha,
        )
    comparisons = tuple(compare(candidate.scores, arm, rng, alpha) for arm in others)
    reasons = tuple(_reason(one, alpha) for one in comparisons)
    return _weighed(name, comparisons, reasons, alpha)


def _weighed(
    name: str, comparisons: tuple[Comparison, ...], reasons: tuple[str, ...], alpha: float
) -> Verdict:
    missed = [index for index, one in enumerate(comparisons) if not _beats(one, alpha)]
    if not missed:
        decision, sentence = "release", f"{name} is released: {reasons[0]}"
    elif any(comparisons[index].mean <= 0 for index in missed):
        worst = min(missed, key=lambda index: comparisons[index].mean)
        decision, sentence = "keep", f"The version in use is kept: {reasons[worst]}"
    else:
        decision = "not_enough_evidence"
        sentence = f"{name} waits: {reasons[missed[0]]}"
    return Verdict(
        decision=decision,
        sentence=sentence,
        reasons=reasons,
        comparisons=comparisons,
        alpha=alpha,
    )


def _beats(one: Comparison, alpha: float) -> bool:
    return one.lower > 0 and one.p <= alpha


def _reason(one: Comparison, alpha: float) -> str:
    word = "better" if one.mean > 0 else "worse" if one.mean < 0 else "different"
    proof = "which is proof enough" if _beats(one, alpha) else "which proves nothing yet"
    if one.mean <= 0:
        proof = "so nothing speaks for a change"
    return (
        f"on {one.n} items it is {abs(one.mean):.3f} {word} than {one.against} "
        f"(p {one.p:.4f}, {alpha:.4f} allowed this month), {proof}."
    )


def _upper(values: np.ndarray, alpha: float) -> float:
    """The smallest value that at most a share `alpha` of `values` exceeds."""
    return float(np.quantile(values, 1 - alpha, method="higher"))
