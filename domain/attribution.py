"""Attribution: which touch earned how much of the money, by models that are named and add up.

Definitions and laws: decisions 10. A model gives weights to a path; shares are the weights over
their sum, and cents are split by largest remainder, so that credits add up to the value exactly.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations

import numpy as np

from core.errors import BadInput
from domain.amounts import split
from domain.journeys import UNATTRIBUTED, Journey, Touch, channel_key, is_direct, path

HALF_LIFE_HOURS = 168.0
Weights = Sequence[float | int]


class HalfLifeNotPositive(BadInput):
    """A half-life is a number of hours above zero."""


class LookbackNotPositive(BadInput):
    """A look-back window is a number of days above zero."""


class NoSuchModel(BadInput):
    """There is no attribution model of that name."""


class RefundTooLarge(BadInput):
    """A refund takes back at most what was credited."""


class CostNotPositive(BadInput):
    """A return needs a cost above zero."""


@dataclass(frozen=True)
class Terms:
    """How a business counts: half-life of time decay in hours, look-back window (None = all)."""

    half_life_hours: float = HALF_LIFE_HOURS
    lookback_hours: float | None = None

    def __post_init__(self) -> None:
        if not self.half_life_hours > 0:
            raise HalfLifeNotPositive(
                f"Got {self.half_life_hours}.",
                remedy="Use 168 for a week.",
                field="half_life_hours",
                value=self.half_life_hours,
            )
        if self.lookback_hours is not None and not self.lookback_hours > 0:
            raise LookbackNotPositive(
                f"Got {self.lookback_hours / 24:g}.",
                remedy="Leave it out to count every touch.",
                field="lookback_days",
                value=self.lookback_hours / 24,
            )


USUAL = Terms()


@dataclass(frozen=True)
class Credit:
    """What one touch of a journey earned, in minor units; a refund is a negative credit."""

    journey: str
    touch: int
    channel: str
    artifact: str
    cents: int
    currency: str


def first(touches: Sequence[Touch], _terms: Terms) -> Weights:
    """All to the earliest touch."""
    return [1] + [0] * (len(touches) - 1)


def last(touches: Sequence[Touch], _terms: Terms) -> Weights:
    """All to the latest touch."""
    return [0] * (len(touches) - 1) + [1]


def last_non_direct(touches: Sequence[Touch], terms: Terms) -> Weights:
    """All to the latest touch that something brought; to the latest if every touch was direct."""
    brought = [i for i, touch in enumerate(touches) if not is_direct(touch.channel)]
    if not brought:
        return last(touches, terms)
    return [int(i == brought[-1]) for i in range(len(touches))]


def linear(touches: Sequence[Touch], _terms: Terms) -> Weights:
    """The same to every touch."""
    return [1] * len(touches)


def time_decay(touches: Sequence[Touch], terms: Terms) -> Weights:
    """2^(-hours before the conversion / half-life), continuous in time."""
    # Measured from the latest touch: shares are the same, and a short half-life cannot underflow.
    nearest = min(touch.hours for touch in touches)
    return [2.0 ** (-(touch.hours - nearest) / terms.half_life_hours) for touch in touches]


def position(touches: Sequence[Touch], _terms: Terms) -> Weights:
    """One touch 100; two 50/50; else 40 first, 40 last, 20 shared by those between."""
    between = len(touches) - 2
    if between <= 0:
        return [1] * len(touches)
    return [2 * between, *([1] * between), 2 * between]


MODELS: dict[str, Callable[[Sequence[Touch], Terms], Weights]] = {
    "first": first,
    "last": last,
    "linear": linear,
    "time_decay": time_decay,
    "position": position,
    "last_non_direct": last_non_direct,
}


def weights(journey: Journey, model: str, terms: Terms) -> dict[int, float | int]:
    """Weight by position of touch, earliest touch first; empty where nothing may earn credit."""
    if model not in MODELS:
        raise NoSuchModel(f"Got {model!r}.", remedy=f"Use one of {', '.join(MODELS)}.")
    kept = path(journey, terms.lookback_hours) if journey.converted else ()
    if not kept:
        return {}
    given = MODELS[model]([journey.touches[i] for i in kept], terms)
    return dict(zip(kept, given, strict=True))


def shares(journey: Journey, model: str, terms: Terms = Terms()) -> list[float]:
    """One share per touch in the order of input: their sum is 1, or 0 if nothing earned credit."""
    given = weights(journey, model, terms)
    whole = sum(given.values())
    return [given.get(i, 0) / whole if whole else 0.0 for i in range(len(journey.touches))]


def credit(journey: Journey, model: str, terms: Terms = Terms()) -> list[Credit]:
    """Credits that add up to the journey's value to the cent, earliest touch first.

    A conversion whose touches all fall outside the window is credited to `(unattributed)`, touch
    -1; a journey that did not convert earns nothing.
    """
    if not journey.converted:
        return []
    given = weights(journey, model, terms)
    if not given:
        return [Credit(journey.id, -1, UNATTRIBUTED, "", journey.value, journey.currency)]
    cents = split(journey.value, list(given.values()))
    return [
        Credit(
            journey.id,
            index,
            journey.touches[index].channel,
            journey.touches[index].artifact,
            part,
            journey.currency,
        )
        for index, part in zip(given, cents, strict=True)
    ]


def refund(credits: Iterable[Credit], cents: int | None = None) -> list[Credit]:
    """Negative credits that take back `cents`, or everything: credits and refund then sum to 0.

    For a second part refund pass what the first left. Raises `RefundTooLarge`.
    """
    given = list(credits)
    whole = sum(one.cents for one in given)
    back = whole if cents is None else cents
    if not 0 <= back <= whole:
        raise RefundTooLarge(f"Asked for {back} of {whole}.", remedy=f"Refund {whole} or less.")
    if back == 0:
        return []
    parts = split(back, [one.cents for one in given])
    return [replace(one, cents=-part) for one, part in zip(given, parts, strict=True)]


def totals(credits: Iterable[Credit]) -> dict[str, int]:
    """Cents by channel, in order of first appearance and under its first spelling."""
    names: dict[str, str] = {}
    cents: dict[str, int] = {}
    for one in credits:
        name = names.setdefault(channel_key(one.channel), one.channel)
        cents[name] = cents.get(name, 0) + one.cents
    return cents


def by_artifact(credits: Iterable[Credit]) -> dict[str, int]:
    """Cents by artifact; touches without one stand under the empty name."""
    cents: dict[str, int] = {}
    for one in credits:
        cents[one.artifact] = cents.get(one.artifact, 0) + one.cents
    return cents


def channel_shares(journey: Journey, model: str, terms: Terms) -> dict[str, float]:
    """Share by channel key of one journey."""
    result: dict[str, float] = {}
    for touch, share in zip(journey.touches, shares(journey, model, terms), strict=True):
        key = channel_key(touch.channel)
        result[key] = result.get(key, 0.0) + share
    return result


def disagreement(
    journeys: Iterable[Journey],
    models: Sequence[str] = tuple(MODELS),
    terms: Terms = Terms(),
) -> float:
    """How far the models differ, 0 to 1; 0 for one model or no conversion.

    The mean over converted journeys of the mean pairwise total variation of channel shares.
    """
    distances = [
        _apart([channel_shares(one, model, terms) for model in models])
        for one in journeys
        if one.converted and path(one, terms.lookback_hours)
    ]
    return sum(distances) / len(distances) if distances else 0.0


def _apart(given: Sequence[dict[str, float]]) -> float:
    pairs = list(combinations(given, 2))
    variation = sum(sum(abs(a[c] - b[c]) for c in a) / 2 for a, b in pairs)
    return variation / len(pairs) if pairs else 0.0


@dataclass(frozen=True)
class Return:
    """Two figures that are often mixed up. `roas` = revenue / cost: 2.0 is two back for one spent.
    `roi` = (revenue - cost) / cost: 1.0 is the cost earned once over."""

    revenue: int
    cost: int
    roas: float
    roi: float


def returns(revenue: int, cost: int) -> Return:
    """Both returns of minor units earned on minor units spent. Raises `CostNotPositive`."""
    if cost <= 0:
        raise CostNotPositive(f"Got {cost}.", remedy="Enter what the work cost, in minor units.")
    exact = Fraction(revenue, cost)
    return Return(revenue, cost, float(exact), float(exact - 1))


@dataclass(frozen=True)
class Interval:
    """A bootstrap interval of one channel's share of the credited money."""

    estimate: float
    low: float
    high: float
    conversions: int
    need: int

    @property
    def verdict(self) -> str:
        """A sentence for people."""
        if self.need:
            return f"Not enough data: need {self.need} more conversions."
        return f"Between {self.low:.0%} and {self.high:.0%} (n={self.conversions})."


def interval(
    credited: Sequence[Sequence[Credit]],
    channel: str,
    rng: np.random.Generator,
    *,
    rounds: int = 1000,
    precision: float = 0.1,
) -> Interval:
    """The 95 % interval of `channel`'s share, by resampling journeys (`credited`: one list each).

    `need` is how many more conversions would bring the interval within ±`precision` if they were
    like those seen: the width shrinks with the root of n. Below ten conversions the bootstrap
    itself is not to be trusted, so at least ten are asked for.
    """
    key = channel_key(channel)
    converted = [list(one) for one in credited if one]
    own = np.array([[sum(c.cents for c in j if channel_key(c.channel) == key)] for j in converted])
    whole = np.array([sum(c.cents for c in j) for j in converted])
    return intervals(own.reshape(-1, 1), whole, rng, rounds=rounds, precision=precision)[0]


def intervals(
    own: np.ndarray,
    whole: np.ndarray,
    rng: np.random.Generator,
    *,
    rounds: int = 1000,
    precision: float = 0.1,
) -> list[Interval]:
    """As `interval`, of several channels at once: `own` holds a row for each conversion and a
    column for each channel, `whole` what each conversion was worth."""
    n = len(whole)
    if n == 0 or whole.sum() == 0:
        return [Interval(0.0, 0.0, 1.0, n, max(10 - n, 1)) for _ in range(own.shape[1])]
    drawn = rng.integers(0, n, size=(rounds, n))
    often = np.stack([np.bincount(each, minlength=n) for each in drawn]).astype(float)
    sums = often @ whole
    ratio = (often @ own)[sums > 0] / sums[sums > 0, None]
    low, high = np.quantile(ratio, [0.025, 0.975], axis=0)
    wanted = np.maximum(10, np.ceil(n * ((high - low) / 2 / precision) ** 2)).astype(int)
    point = own.sum(axis=0) / whole.sum()
    return [
        Interval(float(at), float(lo), float(hi), n, max(int(want) - n, 0))
        for at, lo, hi, want in zip(point, low, high, wanted, strict=True)
    ]


def distance(cents: np.ndarray) -> float:
    """`disagreement` from credits that were given already: an array of conversion × model ×
    channel. 0 for one model or no conversion."""
    worth = cents.sum(axis=2, keepdims=True)
    told = cents[(worth > 0).all(axis=1)[:, 0]]
    pairs = list(combinations(range(cents.shape[1]), 2))
    if not len(told) or not pairs:
        return 0.0
    share = told / told.sum(axis=2, keepdims=True)
    apart = [np.abs(share[:, a] - share[:, b]).sum(axis=1).mean() / 2 for a, b in pairs]
    return float(np.mean(apart))
