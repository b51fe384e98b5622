"""What a month's spend brings: diminishing returns fitted on past months, and a what-if from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, log1p

import numpy as np

LEVEL = 0.9
MONTHS = 6
WOBBLE = 0.1  # of log spend: below this the spend was as good as constant


@dataclass(frozen=True)
class Yield:
    """1% more spend brings `bend`% more results (below 1: returns diminish); `base` at 1 spent."""

    bend: float
    low: float
    high: float
    base: float
    n: int
    least: float
    most: float


def fitted(months: Sequence[tuple[float, float]], level: float = LEVEL) -> Yield | None:
    """The curve through months of (spend, results); None where the months cannot tell.

    Needs six months with spend and results, and spend that varied.
    """
    from scipy.stats import t

    told = [(spend, got) for spend, got in months if spend > 0 and got > 0]
    if len(told) < MONTHS:
        return None
    x = np.log([spend for spend, _ in told])
    y = np.log([got for _, got in told])
    if x.std() < WOBBLE:
        return None
    off = x - x.mean()
    bend = float((off * y).sum() / (off**2).sum())
    left = y - y.mean() - bend * off
    error = float(np.sqrt((left**2).sum() / (len(told) - 2) / (off**2).sum()))
    reach = float(t.ppf((1 + level) / 2, len(told) - 2)) * error
    spends = [spend for spend, _ in told]
    base = exp(float(y.mean() - bend * x.mean()))
    return Yield(bend, bend - reach, bend + reach, base, len(told), min(spends), max(spends))


def changed(curve: Yield, share: float) -> tuple[float, float, float]:
    """(expected, low, high) relative change of results when spend changes by `share` (> -1).

    Never the other way round than the change in spend: a low bend counts as zero.
    """
    step = log1p(share)
    found = [exp(max(0.0, bend) * step) - 1 for bend in (curve.bend, curve.low, curve.high)]
    return found[0], min(found), max(found)


def reaches(curve: Yield, spend: float) -> bool:
    """Whether a spend lies near what was tried: at most half as much again, at least half."""
    return spend > 0 and log(curve.least / 2) <= log(spend) <= log(curve.most * 1.5)
