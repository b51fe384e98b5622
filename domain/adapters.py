"""Whether an adapter may answer: what it said on held-out examples, beside base and live one.

The loss alone decides nothing, since an adapter of shuffled answers beats its base by it. What
counts is the share of right recommendations in words that were said freely.
"""

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict

from core.ids import content_hash
from domain.release import MINIMUM_ITEMS, VALIDITY_FLOOR, Arm, compare, monthly_alpha

LOSS_MARGIN = 0.02
"""How much worse, per token, the loss of an adapter may be than the base's."""
PUBLIC = 12


class Said(BaseModel):
    """How an arm did on one held-out example: loss per token, right or not, well-formed or not."""

    model_config = ConfigDict(frozen=True)

    id: str
    nll: float
    right: float
    valid: float


class Sat(BaseModel):
    """An arm of an exam: the base, the adapter, or the one that is live."""

    model_config = ConfigDict(frozen=True)

    arm: str
    items: tuple[Said, ...]

    def mean(self, what: Literal["nll", "right", "valid"]) -> float:
        """The mean of a figure; 0 without items."""
        return sum(getattr(one, what) for one in self.items) / max(1, len(self.items))

    def answers(self) -> Arm:
        """The arm as the gate compares it."""
        return Arm(name=self.arm, scores={one.id: one.right for one in self.items})


class Ruling(BaseModel):
    """Whether an adapter may answer, in one sentence."""

    model_config = ConfigDict(frozen=True)

    may_answer: bool
    sentence: str


def public_id(business_id: object) -> str:
    """What stands for a business in the names of its adapters; leads back to nothing."""
    return content_hash("adapter", business_id)[:PUBLIC]


def ruled(base: Sat, candidate: Sat, others: Sequence[Sat], look: int, seed: int) -> Ruling:
    """Whether `candidate` beats the base and does not fall behind `others` (the live one, if any).

    `look` is the month's number: the year's chance of a worthless release is spent over twelve.
    """
    count = len(candidate.items)
    if candidate.mean("valid") < VALIDITY_FLOOR and count:
        return _no(f"{1 - candidate.mean('valid'):.0%} of its answers were no answers")
    if count < MINIMUM_ITEMS:
        return _no(f"{count} held-out examples are too few, {MINIMUM_ITEMS} are needed")
    if candidate.mean("nll") > base.mean("nll") + LOSS_MARGIN:
        return _no("it expects the held-out answers less than the base does")
    rng, alpha = np.random.default_rng(seed), monthly_alpha(look)
    gain = compare(candidate.answers(), base.answers(), rng, alpha)
    if gain.p > alpha:
        return _no(f"it was right {_share(candidate)} against {_share(base)}, which may be chance")
    behind = [one for one in others if candidate.mean("right") < one.mean("right")]
    if behind:
        return _no(f"it was right {_share(candidate)}, the live one {_share(behind[0])}")
    sentence = f"right {_share(candidate)} against {_share(base)} of the base ({count} examples)"
    return Ruling(may_answer=True, sentence=f"The adapter may answer: {sentence}.")


def summary(arms: Sequence[Sat]) -> dict[str, Mapping[str, float]]:
    """The mean figures of each arm, for a manifest."""
    return {
        one.arm: {what: round(one.mean(what), 4) for what in ("nll", "right", "valid")}
        for one in arms
    }


def _share(arm: Sat) -> str:
    return f"{arm.mean('right'):.0%}"


def _no(why: str) -> Ruling:
    return Ruling(may_answer=False, sentence=f"The adapter does not answer: {why}.")
