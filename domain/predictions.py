"""Predictions that are frozen before launch, and how they came out: Brier, coverage, calibration.

A prediction says two things: the outcome lies in its interval (with `probability`), and it reaches
its bar (with `chance`). It worked where it reached its bar. Where similar artifacts were measured,
the interval lies between two of them: of n + 1 draws of one kind each is equally likely the new
one, so it falls between the i-th and the j-th of the others with probability (j - i) / (n + 1).
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from math import floor
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

LEAST = 10
"""Scored predictions below which no figure is told."""
BINS = 5
SIMILAR = 8
"""Measured artifacts below which no range is told."""
TAIL = 0.1
WINDOW = timedelta(days=30)
"""How long after publication an artifact is measured."""
GRACE = timedelta(days=30)
"""How long figures may come in after the due day."""
LATE = timedelta(days=7)
"""How much later than planned an artifact may come out and still be held to its prediction."""
TAKEN = "taken"
"""The metric of what rests on no measured artifact: whether the founder takes it, 1 or 0."""

Output = Literal["map", "suggestion", "brief"]
Verdict = Literal["worked", "underperformed", "unclear"]
Why = Literal["not_launched", "late", "not_measured"]


class Foreseen(BaseModel):
    """What is expected of a metric: the middle, an interval with its `probability`, a `bar` with
    the `chance` to reach it; `basis` counts what it was drawn from."""

    model_config = ConfigDict(frozen=True)

    metric: str
    expected: float
    low: float
    high: float
    probability: float = Field(ge=0, le=1)
    bar: float
    chance: float = Field(ge=0, le=1)
    basis: int = Field(ge=0)


class Measured(BaseModel):
    """What is known of a prediction on a day: the figure until its due day (none where nothing was
    measured), whether and when it came out; `launches` is False where nothing has to come out."""

    model_config = ConfigDict(frozen=True)

    value: float | None = None
    launches: bool = True
    published: date | None = None


class Scored(BaseModel):
    """A prediction with its outcome. `chance` is that of reaching the bar, `probability` that of
    the interval; it counts in the groups of its output, its format, its version and its beliefs."""

    model_config = ConfigDict(frozen=True)

    chance: float = Field(ge=0, le=1)
    probability: float = Field(ge=0, le=1)
    reached: bool
    inside: bool
    output: Output = "map"
    format: str = ""
    version: int | None = None
    beliefs: tuple[str, ...] = ()


class Bin(BaseModel):
    """Predictions of about one chance: what was said on average, what came true."""

    model_config = ConfigDict(frozen=True)

    said: float
    came: float
    n: int


class Score(BaseModel):
    """`brier` is 0 (always right) to 1, 0.25 for a coin; `coverage` is the share of outcomes inside
    their intervals, `promised` what the intervals said; figures are none below `LEAST`."""

    model_config = ConfigDict(frozen=True)

    group: str
    n: int
    brier: float | None
    coverage: float | None
    promised: float | None
    reached: float | None


def foreseen(metric: str, similar: Sequence[float]) -> Foreseen | None:
    """What similar artifacts let expect of a new one; none below `SIMILAR`.

    The bar is the low end, or where that is nothing the least that was more than nothing: what
    nobody can miss is no bar.
    """
    n = len(similar)
    if n < SIMILAR:
        return None
    ordered = sorted(similar)
    place = max(1, floor((n + 1) * TAIL))
    low, high = ordered[place - 1], ordered[n - place]
    bar = min((one for one in ordered if one >= low and one > 0), default=1.0)
    return Foreseen(
        metric=metric, expected=ordered[n // 2], low=low, high=high,
        probability=round((n + 1 - 2 * place) / (n + 1), 4),
        bar=bar, chance=round(max(1, sum(one >= bar for one in ordered)) / (n + 1), 4), basis=n,
    )  # fmt: skip


def held_to(said: Foreseen, bar: float) -> Foreseen:
    """The same range with another bar. Its chance lies on straight lines between the low end, the
    middle (one half) and the high end; beyond an end it is that of the end."""
    tail = (1 - said.probability) / 2
    if bar <= said.low:
        chance = 1 - tail
    elif bar <= said.expected:
        chance = 0.5 + (0.5 - tail) * (said.expected - bar) / (said.expected - said.low)
    elif bar <= said.high:
        chance = tail + (0.5 - tail) * (said.high - bar) / (said.high - said.expected)
    else:
        chance = tail
    return said.model_copy(update={"bar": bar, "chance": round(chance, 4)})


def yes_or_no(metric: str, yes: int, n: int) -> Foreseen:
    """What `yes` of `n` earlier answers let expect of the next: 1 for yes, 0 for no."""
    chance = round((yes + 1) / (n + 2), 4)
    likely = float(chance >= 0.5)
    return Foreseen(
        metric=metric, expected=likely, low=likely, high=likely,
        probability=max(chance, round(1 - chance, 4)), bar=1.0, chance=chance, basis=n,
    )  # fmt: skip


def chance_of_low(probability: float) -> float:
    """The chance to reach the low end of a central interval of that probability."""
    return (1 + probability) / 2


def verdict(
    bar: float, due_on: date, found: Measured, today: date
) -> tuple[Verdict, Why | None] | None:
    """How a prediction came out, and why it is unclear where it is; None before that can be said.

    Nothing is said before the due day. What never came out, or came out over a week later than
    planned, is unclear from that day on; what came out and was not measured, 30 days later.
    """
    if today <= due_on:
        return None
    planned = due_on - WINDOW
    if found.launches and found.published is not None and found.published > planned + LATE:
        return "unclear", "late"
    if found.value is not None:
        return ("worked" if found.value >= bar else "underperformed"), None
    if found.launches and found.published is None:
        return "unclear", "not_launched"
    return ("unclear", "not_measured") if today > due_on + GRACE else None


def score(group: str, scored: Sequence[Scored], least: int = LEAST) -> Score:
    """The figures of one group; none of them where there are fewer than `least`."""
    n = len(scored)
    if n < least:
        return Score(group=group, n=n, brier=None, coverage=None, promised=None, reached=None)
    return Score(
        group=group, n=n, brier=sum((one.chance - one.reached) ** 2 for one in scored) / n,
        coverage=sum(one.inside for one in scored) / n,
        promised=sum(one.probability for one in scored) / n,
        reached=sum(one.reached for one in scored) / n,
    )  # fmt: skip


def calibration(scored: Sequence[Scored], bins: int = BINS) -> tuple[Bin, ...]:
    """The reliability curve: predictions in equal bins of their chance, the empty ones left out."""
    found: defaultdict[int, list[Scored]] = defaultdict(list)
    for one in scored:
        found[min(bins - 1, int(one.chance * bins))].append(one)
    return tuple(
        Bin(
            said=sum(one.chance for one in own) / len(own),
            came=sum(one.reached for one in own) / len(own), n=len(own),
        )
        for _, own in sorted(found.items())
    )  # fmt: skip


def by(
    scored: Sequence[Scored], names: Callable[[Scored], Sequence[str]], least: int = LEAST
) -> tuple[Score, ...]:
    """A score for each group that `names` gives, the largest first."""
    groups: defaultdict[str, list[Scored]] = defaultdict(list)
    for one in scored:
        for name in names(one):
            groups[name].append(one)
    scores = [score(name, own, least) for name, own in groups.items()]
    return tuple(sorted(scores, key=lambda one: (-one.n, one.group)))
