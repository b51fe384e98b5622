"""How far the evidence for a candidate is, how much a release needs, about how long until then."""

from collections.abc import Sequence
from math import ceil, log

from pydantic import BaseModel, ConfigDict

from domain.release import MINIMUM_ITEMS, Comparison, Role, holds

LONGEST = 24
"""Beyond so many months no number is named: the difference is too small to be proven soon."""


class Standing(BaseModel):
    """How a candidate stands to one rival.

    `way` is how much of the way to the proof is done, in [0, 1]: on a scale of logs, since evidence
    multiplies from month to month. It is 1 or 0 for a rival of which no proof is asked.
    """

    model_config = ConfigDict(frozen=True)

    against: str
    role: Role
    n: int
    mean: float
    evidence: float
    counter: float
    needed: float
    way: float
    holds: bool


class Outlook(BaseModel):
    """Artifacts counted, how many a verdict needs, and about how many months are missing.

    `pace` is artifacts a month so far. `months_left` is None where no number can be named: nothing
    was counted yet, or nothing speaks for the candidate so far; 0 where no evidence is missing.
    """

    model_config = ConfigDict(frozen=True)

    n: int
    fewest: int
    months: int
    pace: float
    months_left: int | None


def standing(one: Comparison) -> Standing:
    """A comparison with how far its proof is."""
    fits = holds(one)
    return Standing(
        **one.model_dump(exclude={"own", "months"}), holds=fits,
        way=_way(one) if one.needed else float(fits),
    )  # fmt: skip


def outlook(comparisons: Sequence[Comparison]) -> Outlook | None:
    """What is missing for the first of the comparisons, the one to beat."""
    if not comparisons:
        return None
    first = comparisons[0]
    pace = first.n / first.months if first.months else 0.0
    return Outlook(
        n=first.n, fewest=MINIMUM_ITEMS, months=first.months, pace=pace,
        months_left=_months_left(first, pace),
    )  # fmt: skip


def _way(one: Comparison) -> float:
    return min(1.0, max(0.0, log(max(one.evidence, 1.0)) / log(one.needed)))


def _months_left(one: Comparison, pace: float) -> int | None:
    """By the growth of the evidence so far: it multiplies by about the same each month."""
    short = max(0, MINIMUM_ITEMS - one.n)
    if one.evidence >= one.needed:
        return ceil(short / pace) if short and pace else 0 if not short else None
    if not pace or one.evidence <= 1:
        return None
    growth = log(one.evidence) / one.months
    return max(ceil(short / pace), ceil(log(one.needed / one.evidence) / growth))
