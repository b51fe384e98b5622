"""A monthly series: its drift, its odd months, where it heads. Little data gives None, no guess.

Series map `YYYY-MM` to a value. Statistics are rank-based or checked against the series' own past.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, expm1
from typing import Any

import numpy as np

from domain.signals import MAD_TO_SD, SCALE_FLOOR, THRESHOLD

DRIFT_MONTHS = 6
ODD_MONTHS = 8
FORECAST_MONTHS = 8
SEASON = 12
THREE_YEARS = 36
LEVEL, FORECAST_LEVEL = 0.9, 0.8

Guess = Callable[[np.ndarray, np.ndarray, int], float | None]


@dataclass(frozen=True)
class Drift:
    """Median change per month with its interval; `start` and `end` are the fitted line's ends."""

    slope: float
    low: float
    high: float
    start: float
    end: float
    n: int

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out "no change"."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class Odd:
    """A month off its usual range, `low` to `high`; `score` is how many spreads it lies off."""

    month: str
    value: float
    expected: float
    low: float
    high: float
    score: float


@dataclass(frozen=True)
class Outlook:
    """A forecast with its interval; `error` is the usual miss on the series' own past.

    `tries` says how many past months were foretold to learn the interval.
    """

    month: str
    value: float
    low: float
    high: float
    method: str
    error: float
    tries: int


def place(month: str) -> int:
    """Months since year 0."""
    year, _, number = month.partition("-")
    return int(year) * 12 + int(number) - 1


def month_at(at: int) -> str:
    """The month of a place."""
    return f"{at // 12:04}-{at % 12 + 1:02}"


def drift(months: Mapping[str, float], level: float = LEVEL) -> Drift | None:
    """Theil-Sen slope per month with its interval; None below six months."""
    from scipy.stats import theilslopes

    if len(months) < DRIFT_MONTHS:
        return None
    at, values = _arrays(months)
    fitted: Any = theilslopes(values, at, alpha=level)
    slope, offset, low, high = fitted
    ends = offset + slope * at
    return Drift(float(slope), float(low), float(high), float(ends[0]), float(ends[-1]), len(at))


def odd(months: Mapping[str, float], cut: float = THRESHOLD) -> list[Odd] | None:
    """Months at least `cut` spreads off the usual, oldest first; None below eight months.

    With three years without a hole the season is taken out first (robust STL), else the drift only.
    Values above zero are compared as ratios. None as well where most months have nothing.
    """
    if len(months) < ODD_MONTHS or float(np.median(np.abs([*months.values()]))) == 0:
        return None
    at, values = _arrays(months)
    ratios = bool((values > 0).all())
    scaled = np.log(values) if ratios else values
    usual = _usual(at, scaled)
    left = scaled - usual
    centre = usual + np.median(left)
    left = scaled - centre
    floor = SCALE_FLOOR if ratios else SCALE_FLOOR * float(np.median(np.abs(values)))
    spread = max(float(np.median(np.abs(left))) * MAD_TO_SD, floor)
    scores, reach = left / spread, cut * spread
    usually, low, high = (
        _back(each, ratios, values) for each in (centre, centre - reach, centre + reach)
    )
    return [
        Odd(
            month_at(int(at[i])), float(values[i]), float(usually[i]), float(low[i]),
            float(high[i]), float(scores[i]),
        )
        for i in np.flatnonzero(np.abs(scores) >= cut)
    ]  # fmt: skip


def _back(scaled: np.ndarray, ratios: bool, values: np.ndarray) -> np.ndarray:
    """From the scale of comparison to values; what was never negative stays so."""
    if ratios:
        return np.exp(scaled)
    return np.maximum(scaled, 0.0) if (values >= 0).all() else scaled


def outlook(months: Mapping[str, float], ahead: int = 1) -> Outlook | None:
    """The value `ahead` months after the last; None where the past cannot test a forecast.

    Of the last value, the drift and the same month a year ago, the one that foretold the series'
    own past best is taken; the interval is the conformal quantile of its past misses.
    """
    if len(months) < FORECAST_MONTHS:
        return None
    at, values = _arrays(months)
    scales = (False, True) if (values >= 0).all() else (False,)
    tested = {
        (name, ratios): _misses(guess, at, values, ahead, ratios)
        for ratios in scales
        for name, guess in _GUESSES.items()
    }
    fair = {key: misses for key, misses in tested.items() if len(misses) >= 4}
    if not fair:
        return None
    method, ratios = min(fair, key=lambda key: (float(np.mean([m for _, m in fair[key]])), key))
    misses = np.sort([scaled for scaled, _ in fair[method, ratios]])
    reach = float(misses[min(len(misses), ceil((len(misses) + 1) * FORECAST_LEVEL)) - 1])
    middle = _GUESSES[method](at, np.log1p(values) if ratios else values, int(at[-1]) + ahead)
    if middle is None:
        return None
    ends = [middle - reach, middle, middle + reach]
    found = [expm1(each) if ratios else each for each in ends]
    low, value, high = (max(0.0, each) if len(scales) > 1 else each for each in found)
    error = float(np.median([raw for _, raw in fair[method, ratios]]))
    return Outlook(month_at(int(at[-1]) + ahead), value, low, high, method, error, len(misses))


def together(one: Mapping[str, float], other: Mapping[str, float]) -> tuple[float, float, int]:
    """Rank correlation of the monthly steps of two series: (rho, p, steps); p = 1 below six."""
    from scipy.stats import spearmanr

    shared = sorted(set(one) & set(other))
    left = _steps([one[name] for name in shared])
    right = _steps([other[name] for name in shared])
    if len(left) < DRIFT_MONTHS or np.ptp(left) == 0 or np.ptp(right) == 0:
        return 0.0, 1.0, len(left)
    found: Any = spearmanr(left, right)
    return float(found.statistic), float(found.pvalue), len(left)


def _steps(values: Sequence[float]) -> np.ndarray:
    return np.diff(np.asarray(values, float))


def _arrays(months: Mapping[str, float]) -> tuple[np.ndarray, np.ndarray]:
    names = sorted(months)
    return np.array([place(name) for name in names]), np.array([months[n] for n in names], float)


def _usual(at: np.ndarray, scaled: np.ndarray) -> np.ndarray:
    """What each month should have been."""
    if len(at) >= THREE_YEARS and at[-1] - at[0] + 1 == len(at):
        from statsmodels.tsa.seasonal import STL

        fitted = STL(scaled, period=SEASON, robust=True, seasonal=13).fit()
        return np.asarray(fitted.trend + fitted.seasonal)
    slope, middle = _line(at, scaled)
    return slope * at + middle


def _line(at: np.ndarray, scaled: np.ndarray) -> tuple[float, float]:
    left, right = np.triu_indices(len(at), 1)
    slope = float(np.median((scaled[right] - scaled[left]) / (at[right] - at[left])))
    return slope, float(np.median(scaled - slope * at))


def _by_last(at: np.ndarray, scaled: np.ndarray, goal: int) -> float | None:
    return float(scaled[-1]) if goal > at[-1] else None


def _by_drift(at: np.ndarray, scaled: np.ndarray, goal: int) -> float | None:
    slope, _ = _line(at, scaled)
    return float(np.median(scaled[-3:] + slope * (goal - at[-3:])))


def _by_season(at: np.ndarray, scaled: np.ndarray, goal: int) -> float | None:
    same = np.flatnonzero(at == goal - SEASON)
    return float(scaled[same[0]]) if same.size else None


_GUESSES: dict[str, Guess] = {"last": _by_last, "drift": _by_drift, "season": _by_season}


def _misses(
    guess: Guess, at: np.ndarray, values: np.ndarray, ahead: int, ratios: bool
) -> list[tuple[float, float]]:
    """How far off each past month was foretold from at least four months before it.

    Each miss on the scale of the guess (ratios: of logs) and in the series' own unit.
    """
    scaled = np.log1p(values) if ratios else values
    found = []
    for goal in range(4, len(at)):
        known = np.flatnonzero(at <= at[goal] - ahead)
        if known.size < 4:
            continue
        said = guess(at[known], scaled[known], int(at[goal]))
        if said is not None:
            meant = expm1(said) if ratios else said
            found.append((abs(said - float(scaled[goal])), abs(meant - float(values[goal]))))
    return found
