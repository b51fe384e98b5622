"""What samples can say: differences, rates and medians with intervals, shares, many tests at once.

Intervals are two-sided at `LEVEL`. Everything is deterministic.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

LEVEL = 0.9


@dataclass(frozen=True)
class Gap:
    """Mean of the second sample minus that of the first, with interval and p of no difference."""

    first: float
    second: float
    low: float
    high: float
    p: float

    @property
    def difference(self) -> float:
        """Second minus first."""
        return self.second - self.first

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out "no difference"."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class Rate:
    """Events per chance over several pieces, with an interval that lets pieces differ."""

    rate: float
    low: float
    high: float
    spread: float
    n: int


def gap(first: Sequence[float], second: Sequence[float], level: float = LEVEL) -> Gap | None:
    """Welch's comparison of two samples; None below two values in either."""
    from scipy.stats import t

    if min(len(first), len(second)) < 2:
        return None
    a, b = np.asarray(first, float), np.asarray(second, float)
    parts = a.var(ddof=1) / len(a), b.var(ddof=1) / len(b)
    error = sqrt(sum(parts))
    apart = float(b.mean() - a.mean())
    if error == 0:
        return Gap(float(a.mean()), float(b.mean()), apart, apart, 0.0 if apart else 1.0)
    freedom = error**4 / (parts[0] ** 2 / (len(a) - 1) + parts[1] ** 2 / (len(b) - 1))
    reach = float(t.ppf((1 + level) / 2, freedom)) * error
    p = float(2 * t.sf(abs(apart) / error, freedom))
    return Gap(float(a.mean()), float(b.mean()), apart - reach, apart + reach, p)


def pooled(pieces: Sequence[tuple[float, float]], level: float = LEVEL) -> Rate | None:
    """Rate of (events, chances) over pieces; None below three pieces or without a chance.

    The interval is that of a ratio estimate with pieces as units, so that one big piece does not
    make it look certain.
    """
    from scipy.stats import t

    told = [(events, chances) for events, chances in pieces if chances > 0]
    if len(told) < 3:
        return None
    events, chances = (np.array(column, float) for column in zip(*told, strict=True))
    rate = float(events.sum() / chances.sum())
    k = len(told)
    spread = sqrt(float(((events - rate * chances) ** 2).sum()) * k / (k - 1)) / chances.sum()
    reach = float(t.ppf((1 + level) / 2, k - 1)) * spread
    return Rate(rate, max(0.0, rate - reach), rate + reach, float(spread), k)


def apart(one: Rate, other: Rate) -> float:
    """Two-sided p that two rates are the same."""
    from scipy.stats import t

    error = sqrt(one.spread**2 + other.spread**2)
    if error == 0:
        return 1.0 if one.rate == other.rate else 0.0
    freedom = min(one.n, other.n) - 1
    return float(2 * t.sf(abs(one.rate - other.rate) / error, freedom))


def wilson(part: float, whole: float, level: float = LEVEL) -> tuple[float, float]:
    """Interval of a share of independent cases; (0, 1) for none.

    Cases that come in dependent groups are given as their groups' worth, which may be a fraction.
    """
    from scipy.stats import norm

    if whole == 0:
        return 0.0, 1.0
    z = float(norm.ppf((1 + level) / 2))
    p = part / whole
    middle = (p + z**2 / (2 * whole)) / (1 + z**2 / whole)
    reach = z * sqrt(p * (1 - p) / whole + z**2 / (4 * whole**2)) / (1 + z**2 / whole)
    low = max(0.0, middle - reach) if part else 0.0
    return low, min(1.0, middle + reach) if part < whole else 1.0


def middle(values: Sequence[float], level: float = LEVEL) -> tuple[float, float, float] | None:
    """(median, low, high) by order statistics; None below six values."""
    from scipy.stats import binom

    if len(values) < 6:
        return None
    ordered = np.sort(np.asarray(values, float))
    n = len(ordered)
    outside = int(binom.ppf((1 - level) / 2, n, 0.5))
    low = max(0, outside - 1)
    return float(np.median(ordered)), float(ordered[low]), float(ordered[n - 1 - low])


def holm(p: Mapping[str, float]) -> dict[str, float]:
    """Holm's adjusted p of several tests, none above 1."""
    found: dict[str, float] = {}
    worst = 0.0
    for done, name in enumerate(sorted(p, key=lambda each: (p[each], each))):
        worst = max(worst, min(1.0, p[name] * (len(p) - done)))
        found[name] = worst
    return found


def shares(parts: Mapping[str, float]) -> dict[str, float]:
    """Each part of the whole, largest first; {} where the whole is nothing."""
    whole = sum(parts.values())
    if whole <= 0:
        return {}
    order = sorted(parts, key=lambda name: (-parts[name], name))
    return {name: parts[name] / whole for name in order if parts[name] > 0}


def herfindahl(parts: Mapping[str, float]) -> float | None:
    """Sum of squared shares: 1/k for k equal parts up to 1 for one alone; None for nothing."""
    found = shares(parts)
    return sum(each**2 for each in found.values()) if found else None


def ratio_of_sums(
    pairs: Sequence[tuple[float, float]], level: float = LEVEL, rounds: int = 2000
) -> tuple[float, float, float] | None:
    """(ratio, low, high) of summed pairs by resampling them; None below ten pairs."""
    if len(pairs) < 10:
        return None
    tops, bottoms = (np.array(column, float) for column in zip(*pairs, strict=True))
    if bottoms.sum() <= 0:
        return None
    drawn = np.random.default_rng(7).integers(0, len(tops), size=(rounds, len(tops)))
    below = bottoms[drawn].sum(axis=1)
    found = tops[drawn].sum(axis=1)[below > 0] / below[below > 0]
    low, high = np.quantile(found, [(1 - level) / 2, (1 + level) / 2])
    return float(tops.sum() / bottoms.sum()), float(low), float(high)


def share_range(alpha: float, beta: float, level: float = LEVEL) -> tuple[float, float]:
    """The range that holds a share with probability `level`, where Beta(alpha, beta) is known."""
    from scipy.special import betaincinv

    tail = (1 - level) / 2
    low, high = betaincinv(alpha, beta, [tail, 1 - tail])
    return float(low), float(high)
