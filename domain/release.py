"""A candidate CDT, its scores, and the verdict: release, keep, not enough evidence or block.

Arms answer the same held-out items. A candidate must beat the version in use (before the first
release: what one would say without having learned anything), and must not do worse than looking up
what the most alike earlier artifacts did.

Looking every month and releasing at 5 % would release a worthless candidate in almost half of all
years. So evidence is an e-value (`domain/evidence.py`): it is gathered against the version in use
over as many months as it takes, each artifact counted once, and its error holds over all looks
together. A year spends 5 %: the first release .6 of it, each further one .6 of what is left.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from core.errors import BadInput
from core.ids import content_hash
from domain.evidence import Look, Weighed, weigh

Decision = Literal["release", "keep", "not_enough_evidence", "block"]

MINIMUM_ITEMS = 30
SIGN_FLIP_BELOW = 50
RESAMPLES = 20_000
CHUNK = 1_000
YEARLY_ALPHA = 0.05
LOOKS = 12
SPEND = 0.6
MARGIN = 0.05
PROOF = 20.0
BACK_AT = 20.0
CALIBRATION_LIMIT = 0.08
VALIDITY_FLOOR = 0.98
CANARY_SHARE = 0.2
"""The share of subjects that a version on trial answers for."""


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
    unsound: tuple[str, ...] = ()  # why its material must not be learnt from
    output_validity: float = Field(default=1.0, ge=0, le=1)
    calibration_error: float | None = None
    adapter_faults: tuple[str, ...] = ()  # sentences about the adapter that it would bring


Role = Literal["beat", "floor", "not_worse"]
"""How a candidate must stand to another arm: proven better; not below it; not worse by `MARGIN`."""


@dataclass(frozen=True)
class Rival:
    """An arm that the candidate is held against.

    `looks` are the months in which artifacts were counted against the version in use, the last one
    the candidate's; `own` is the candidate on everything that is held out now.
    """

    name: str
    role: Role
    looks: tuple[Look, ...]
    own: Look


@dataclass(frozen=True)
class Candidate:
    """A version that asks to be released; the first rival is the one to beat.

    `spent` counts the releases by evidence of the last twelve months.
    """

    version: int
    integrity: Integrity
    arms: tuple[Arm, ...]
    rivals: tuple[Rival, ...]
    spent: int = 0


class Comparison(BaseModel):
    """Candidate minus `against` in accuracy, over the n artifacts of `months` counted so far.

    `evidence` that it is better and `counter` that it is worse are e-values; `needed` is what a
    release needs (0: none is asked for). `own` is the difference on all that is held out now.
    """

    model_config = ConfigDict(frozen=True)

    against: str
    role: Role
    n: int
    months: int
    mean: float
    own: float
    evidence: float
    counter: float
    needed: float


class Paired(BaseModel):
    """One test of one month: mean difference, one-sided lower bound, p of no better, n."""

    model_config = ConfigDict(frozen=True)

    against: str
    n: int
    mean: float
    lower: float  # at `1 - alpha`
    p: float  # chance of a mean this high if the two were equal
    method: Literal["sign_flip", "bootstrap"]


class Verdict(BaseModel):
    """What happens to the candidate, in one sentence, and every reason.

    `alpha` is the chance of a release without a gain that this release may take.
    """

    model_config = ConfigDict(frozen=True)

    decision: Decision
    sentence: str
    reasons: tuple[str, ...]
    comparisons: tuple[Comparison, ...] = ()
    alpha: float


def monthly_alpha(look: int, total: float = YEARLY_ALPHA) -> float:
    """The error that each of a year's twelve tests may take where every month tests something new
    and gathers nothing; the tests together stay within `total`."""
    if not 1 <= look <= LOOKS:
        raise BadInput("A look is a month from 1 to 12.", field="look", value=look)
    return 1 - (1 - total) ** (1 / LOOKS)


def allowance(spent: int, total: float = YEARLY_ALPHA) -> float:
    """The error that the next release may take after `spent` in a year: .6 of what is left.

    All of them together stay within `total`, however many releases a year sees.
    """
    return total * SPEND * (1 - SPEND) ** spent


def decide(candidate: Candidate) -> Verdict:
    """Block, wait, keep or release. Order: integrity, proven harm, enough items, the rivals."""
    alpha = allowance(candidate.spent)
    name = f"Version {candidate.version}"
    if stop := blockers(candidate.integrity, candidate.arms):
        return Verdict(
            decision="block", sentence=f"{name} is blocked: {stop[0]}", reasons=stop, alpha=alpha
        )
    comparisons = tuple(_compared(rival, alpha) for rival in candidate.rivals)
    told = {
        "reasons": tuple(_reason(one) for one in comparisons),
        "comparisons": comparisons,
        "alpha": alpha,
    }
    decision, start, place = _weighed(candidate.rivals, comparisons)
    why = told["reasons"][place]
    if decision == "not_enough_evidence" and comparisons[0].n < MINIMUM_ITEMS:
        why = f"it was measured on {comparisons[0].n} items; {MINIMUM_ITEMS} are needed."
    return Verdict(decision=decision, sentence=f"{start.format(name=name)}: {why}", **told)


def _weighed(
    rivals: Sequence[Rival], comparisons: Sequence[Comparison]
) -> tuple[Decision, str, int]:
    """The decision, how its sentence begins, and the place of the reason that decided."""
    kept: Decision = "keep"
    for place, rival in enumerate(rivals):
        if weigh([rival.own]).counter >= PROOF:
            return "block", "{name} is blocked", place
    if comparisons[0].n < MINIMUM_ITEMS:
        return "not_enough_evidence", "{name} waits", 0
    for place, one in enumerate(comparisons):
        if one.own <= 0 if one.role == "beat" else not holds(one):
            return kept, "The version in use is kept", place
    for place, one in enumerate(comparisons):
        if not holds(one):
            return "not_enough_evidence", "{name} waits", place
    return "release", "{name} is released", 0


def holds(one: Comparison) -> bool:
    """Whether the candidate stands to this rival as it must."""
    if one.role == "beat":
        return one.own > 0 and one.evidence >= one.needed
    if one.role == "floor":
        return one.mean > 0
    return one.mean >= -MARGIN and one.counter < PROOF


def regressed(looks: Sequence[Look]) -> Weighed | None:
    """What the live version did against the one before it, if that proves that it does worse.

    `looks` hold artifacts measured since its release that neither was trained on.
    """
    found = weigh(looks)
    return found if found.counter >= BACK_AT and found.mean < 0 else None


def in_canary(version_name: str, subject: str, share: float = CANARY_SHARE) -> bool:
    """Whether a request about `subject` is answered by the version on trial; always the same."""
    return int(content_hash("canary", version_name, subject)[:8], 16) / 2**32 < share


def _compared(rival: Rival, alpha: float) -> Comparison:
    found = weigh(rival.looks)
    return Comparison(
        against=rival.name, role=rival.role, n=found.n, months=len(rival.looks),
        mean=found.mean, own=rival.own.mean, evidence=found.evidence, counter=found.counter,
        needed=1 / alpha if rival.role == "beat" else 0.0,
    )  # fmt: skip


def _reason(one: Comparison) -> str:
    word = "better" if one.mean > 0 else "worse" if one.mean < 0 else "different"
    months = f" of {one.months} months" if one.months > 1 else ""
    start = f"on {one.n} items{months} it is {abs(one.mean):.3f} {word} than {one.against}"
    if one.role != "beat":
        limit = f"; up to {MARGIN} worse is allowed" if one.role == "not_worse" else ""
        return f"{start}{limit}."
    figures = f"(evidence {figure(one.evidence)}, {one.needed:.0f} needed)"
    if one.own <= 0:
        return f"{start} {figures}, and on all that is held out now nothing speaks for it."
    proof = "which is proof enough" if one.evidence >= one.needed else "which proves nothing yet"
    return f"{start} {figures}, {proof}."


def figure(evidence: float) -> str:
    """An e-value for people."""
    if evidence >= 1_000:
        return "over 1,000"
    return f"{evidence:.0f}" if evidence >= 10 else f"{evidence:.1f}" if evidence >= 0.1 else "<0.1"


def compare(
    candidate: Arm, other: Arm, rng: np.random.Generator, alpha: float = YEARLY_ALPHA
) -> Paired:
    """One paired, one-sided test on the items of both arms. Raises `ArmsDoNotMatch`.

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
        return Paired(against=other.name, n=0, mean=0.0, lower=-1.0, p=1.0, method="sign_flip")
    few = differences.size < SIGN_FLIP_BELOW
    lower, p = sign_flip(differences, rng, alpha)
    if not few:
        lower = bootstrap_bound(differences, rng, alpha)
    return Paired(
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
    """Two-sided 95 % interval of the mean difference, exact where the two are interchangeable."""
    if differences.size == 0:
        return -1.0, 1.0
    side = YEARLY_ALPHA / 2
    if differences.size < SIGN_FLIP_BELOW:
        low = sign_flip(differences, rng, side)[0]
        return low, -sign_flip(-differences, rng, side)[0]
    return bootstrap_bound(differences, rng, side), -bootstrap_bound(-differences, rng, side)


def blockers(integrity: Integrity, arms: Sequence[Arm]) -> tuple[str, ...]:
    """Why a candidate must not be released, as sentences; empty if nothing forbids it."""
    found = [*integrity.unsound]
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
    return (*found, *integrity.adapter_faults)


def _upper(values: np.ndarray, alpha: float) -> float:
    """The smallest value that at most a share `alpha` of `values` exceeds."""
    return float(np.quantile(values, 1 - alpha, method="higher"))
