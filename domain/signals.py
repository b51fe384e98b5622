"""Implicit signals from series: significant change, cadence, mood, hours, length.

Every rule is robust (medians) and says when it has seen too little rather than guess.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, tzinfo
from math import erfc, log1p, sqrt
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from core.errors import BadInput

Direction = Literal["up", "down", "flat"]
Judgement = Literal["significant", "noise", "not_enough_months"]
Method = Literal["month_on_month", "seasonal", "none"]

MIN_MONTHS = 7  # six steps from month to month: five to learn from and the one that is judged
SEASONAL_MONTHS = 18  # six differences to the same month of the year before
THRESHOLD = 3.5  # robust z from which a change is no longer noise
SCALE_FLOOR = 0.05  # of log values: five per cent of wobble is always ordinary
MAD_TO_SD = 1.4826
LATE_FROM, LATE_UNTIL = 22, 5  # local hours
SHORT_WORDS, LONG_WORDS = 25, 120


class Change(BaseModel):
    """The last month against what was to be expected.

    `magnitude` is the relative change against `expected` (0.4 = 40 % more; None where expected is
    0); `z` the robust z of the step; `months` how many months were seen.
    """

    model_config = ConfigDict(frozen=True)

    month: str
    value: float
    expected: float | None
    magnitude: float | None
    direction: Direction
    z: float | None
    judgement: Judgement
    method: Method
    months: int


class Trend(BaseModel):
    """A steady drift: median slope as a share per step, p of no trend (Mann-Kendall, two-sided)."""

    model_config = ConfigDict(frozen=True)

    slope: float
    p: float
    n: int
    direction: Direction


class Cadence(BaseModel):
    """How often something happens: per week, median gap and its spread (days), silence in gaps."""

    model_config = ConfigDict(frozen=True)

    n: int
    per_week: float
    gap_days: float | None
    spread_days: float | None
    silent_days: float | None
    quiet: bool


class Mood(BaseModel):
    """Sentiment over time: mean in [-2, 2], slope per 30 days, direction, n that were not null."""

    model_config = ConfigDict(frozen=True)

    n: int
    abstained: int
    mean: float | None
    slope_per_month: float | None
    p: float | None
    direction: Direction | Literal["not_enough"]


class Lengths(BaseModel):
    """Words per entry: median, share of short (< 25) and long (> 120), and what that suggests."""

    model_config = ConfigDict(frozen=True)

    n: int
    median: float = Field(ge=0)
    short_share: float
    long_share: float
    pattern: Literal["reactive", "reflective", "mixed", "not_enough"]


def judge_change(months: Mapping[str, float]) -> Change:
    """Judge the last month of a series (`YYYY-MM` to value) against all months before it.

    With 18 months, and if that explains the past better, the expectation is the same month a
    year ago plus the usual yearly step, else the month before plus the usual monthly step. Steps
    are of logs where no value is negative. A month that is missing breaks the step over it.
    """
    if not months:
        raise BadInput("A series needs at least one month.", field="months", value="{}")
    names = sorted(months)
    last, value = names[-1], float(months[names[-1]])
    logs = min(months.values()) >= 0
    scaled = {_index(name): _scaled(float(months[name]), logs) for name in names}
    found = [guess for guess in (_expect(scaled, 1), _expect(scaled, 12)) if guess is not None]
    if not found or len(names) < MIN_MONTHS:
        return _unjudged(last, value, months)
    lag, centre, scale = min(found, key=lambda guess: guess[2])
    end = _index(last)
    scale = max(scale, SCALE_FLOOR if logs else 1e-9)
    z = (scaled[end] - scaled[end - lag] - centre) / scale
    expected = scaled[end - lag] + centre
    expected = max(0.0, float(np.expm1(expected))) if logs else expected
    return Change(
        month=last,
        value=value,
        expected=expected,
        magnitude=(value - expected) / abs(expected) if expected else None,
        direction=_direction(value - expected),
        z=z,
        judgement="significant" if abs(z) >= THRESHOLD else "noise",
        method="seasonal" if lag == 12 else "month_on_month",
        months=len(names),
    )


def changes(months: Mapping[str, float]) -> tuple[Change, ...]:
    """The significant months of a series, each judged only by what came before it."""
    names = sorted(months)
    judged = (judge_change({n: months[n] for n in names[: i + 1]}) for i in range(len(names)))
    return tuple(one for one in judged if one.judgement == "significant")


def compare_pulls(
    before: Mapping[str, float],
    after: Mapping[str, float],
    history: Mapping[str, Mapping[str, float]],
    month: str,
) -> dict[str, Change]:
    """What changed between two pulls: metric to change, judged by the metric's own `history`.

    `before` and `after` map metric to value, `history` metric to its months; the value of `before`
    stands for the month before `month` where history lacks it. Metrics in one pull only are left
    out: they appeared or vanished, and did not change.
    """
    year, number = divmod(_index(month) - 1, 12)
    previous = f"{year:04}-{number + 1:02}"
    found = {}
    for metric in sorted(before.keys() & after.keys()):
        past = {name: value for name, value in history.get(metric, {}).items() if name < month}
        found[metric] = judge_change({previous: before[metric], **past, month: after[metric]})
    return found


def trend(values: Sequence[float], places: Sequence[float] | None = None) -> Trend | None:
    """Theil-Sen slope and Mann-Kendall p of at least six values in order; None below six.

    `places` are the times of the values (default 0, 1, 2 ...). The slope is in units of the values
    per unit of place.
    """
    if len(values) < 6:
        return None
    y = np.asarray(values, dtype=float)
    x = np.asarray(places if places is not None else range(len(y)), dtype=float)
    left, right = np.triu_indices(len(y), 1)
    apart = x[right] != x[left]
    rise, run = (y[right] - y[left])[apart], (x[right] - x[left])[apart]
    if not rise.size:
        return None
    slope = float(np.median(rise / run))
    score = float(np.sign(rise * run).sum())
    ties = np.unique(y, return_counts=True)[1]
    n = len(y)
    variance = (n * (n - 1) * (2 * n + 5) - float((ties * (ties - 1) * (2 * ties + 5)).sum())) / 18
    z = max(0.0, abs(score) - 1) / sqrt(variance) if variance > 0 else 0.0
    p = _two_sided(z)
    return Trend(slope=slope, p=p, n=n, direction=_direction(slope) if p < 0.05 else "flat")


def cadence(times: Sequence[datetime], now: datetime) -> Cadence:
    """The rhythm of dated things up to `now`; `quiet` = silent for over three usual gaps."""
    past = sorted(time for time in times if time <= now)
    if len(past) < 2:
        silent = (now - past[0]).total_seconds() / 86_400 if past else None
        return Cadence(
            n=len(past),
            per_week=0.0,
            gap_days=None,
            spread_days=None,
            silent_days=silent,
            quiet=False,
        )
    seconds = np.diff([time.timestamp() for time in past])
    gaps = seconds / 86_400
    gap = float(np.median(gaps))
    silent = (now - past[-1]).total_seconds() / 86_400
    span = max((now - past[0]).total_seconds() / 86_400, 1.0)
    return Cadence(
        n=len(past),
        per_week=7 * len(past) / span,
        gap_days=gap,
        spread_days=float(np.median(np.abs(gaps - gap))) * MAD_TO_SD,
        silent_days=silent,
        quiet=len(past) >= 4 and silent > max(3 * gap, 7.0),
    )


def mood(points: Sequence[tuple[datetime, float | None]]) -> Mood:
    """The trajectory of sentiments (-2..2; None = the reader abstained)."""
    known = sorted((at, value) for at, value in points if value is not None)
    values = [value for _, value in known]
    days = [at.timestamp() / (30 * 86_400) for at, _ in known]
    drift = trend(values, days)
    return Mood(
        n=len(known),
        abstained=len(points) - len(known),
        mean=float(np.mean(values)) if values else None,
        slope_per_month=drift.slope if drift else None,
        p=drift.p if drift else None,
        direction=drift.direction if drift else "not_enough",
    )


def late_night_share(times: Sequence[datetime], zone: tzinfo) -> float | None:
    """Share of times between 22:00 and 05:00 in `zone`; None where there are none."""
    if not times:
        return None
    hours = [time.astimezone(zone).hour for time in times]
    return sum(hour >= LATE_FROM or hour < LATE_UNTIL for hour in hours) / len(hours)


def length_pattern(words: Sequence[int]) -> Lengths:
    """What the lengths of entries (in words) say: short bursts react, long entries reflect."""
    if not words:
        return Lengths(n=0, median=0, short_share=0, long_share=0, pattern="not_enough")
    short = sum(count < SHORT_WORDS for count in words) / len(words)
    long = sum(count > LONG_WORDS for count in words) / len(words)
    pattern = "reactive" if short >= 0.6 else "reflective" if long >= 0.4 else "mixed"
    return Lengths(
        n=len(words),
        median=float(np.median(words)),
        short_share=short,
        long_share=long,
        pattern=pattern if len(words) >= 5 else "not_enough",
    )


def new_words(
    earlier: Sequence[Collection[str]], recent: Sequence[Collection[str]], minimum: int = 2
) -> tuple[tuple[str, int], ...]:
    """(word, entries) said in at least `minimum` recent entries and in none before, most first.

    Each entry comes as its words, already lower-cased, reduced and without stop words.
    """
    known = set().union(*earlier)
    counts: dict[str, int] = {}
    for entry in recent:
        for word in set(entry) - known:
            counts[word] = counts.get(word, 0) + 1
    kept = [(word, count) for word, count in counts.items() if count >= minimum]
    return tuple(sorted(kept, key=lambda pair: (-pair[1], pair[0])))


def _expect(scaled: Mapping[int, float], lag: int) -> tuple[int, float, float] | None:
    """(lag, usual step, its robust spread) from the months before the last; None if too few."""
    end = max(scaled)
    steps = [scaled[at] - scaled[at - lag] for at in scaled if at != end and at - lag in scaled]
    if end - lag not in scaled or len(steps) < 5:
        return None
    if lag == 12 and len(scaled) < SEASONAL_MONTHS:
        return None
    centre = float(np.median(steps))
    return lag, centre, float(np.median(np.abs(np.array(steps) - centre))) * MAD_TO_SD


def _unjudged(month: str, value: float, months: Mapping[str, float]) -> Change:
    names = sorted(months)
    before = float(months[names[-2]]) if len(names) > 1 else None
    return Change(
        month=month,
        value=value,
        expected=before,
        magnitude=(value - before) / abs(before) if before else None,
        direction=_direction(value - before) if before is not None else "flat",
        z=None,
        judgement="not_enough_months",
        method="none",
        months=len(names),
    )


def _index(month: str) -> int:
    year, _, number = month.partition("-")
    if not (year.isdigit() and number.isdigit() and 1 <= int(number) <= 12):
        raise BadInput(
            f"'{month}' is not a month.", remedy="Write it as 2026-06.", field="month", value=month
        )
    return int(year) * 12 + int(number) - 1


def _scaled(value: float, logs: bool) -> float:
    return log1p(value) if logs else value


def _direction(difference: float) -> Direction:
    return "up" if difference > 0 else "down" if difference < 0 else "flat"


def _two_sided(z: float) -> float:
    return erfc(z / sqrt(2))
