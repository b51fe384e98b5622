"""The always-on model of a CDT: what tends to work for this business.

A Bayesian linear regression on an outcome in [0, 1], in closed form. Features are the levels that
the rows hold (one-hot): segment, channel, segment x angle, weekday part, month phase, and, where
given, eight projections of the text's vector. Effects wander (`cdt/drift.py`), so old rows count
less. All levels share strength through one prior, so a rare cell leans on its segment and channel;
one Beta per cell would learn each alone and loses to doing nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from math import erf, sqrt
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from cdt import drift
from cdt.industry import IndustryPrior, Posterior, pooled
from core.ids import content_hash

HALF_LIFE_DAYS = 365.25  # an effect keeps half of its correlation with what it was
DAY = 86_400
MONTH_DAYS = 30.4375
TEXT_DIMENSIONS = 8
PROJECTION_SEED = 20_260_101
INTERVAL_Z = 1.959964

# Prior standard deviations of the effects, in outcome units. An outcome lies in [0, 1]; segments
# and channels rarely differ by more than .3, timing by more than .1.
SPREADS: dict[str, float] = {
    "intercept": 0.5,
    "segment": 0.15,
    "channel": 0.15,
    "cell": 0.15,
    "weekday": 0.05,
    "phase": 0.05,
    "text": 0.1,
}
# A third of a Thompson draw: with some twenty decisions a month a full one explores longer than it
# pays, and none misses what drifted (`refleqt simulate learning`, on seeds of its own).
BOLDNESS = 0.35
NOISE, NOISE_ROWS = 0.25, 4.0  # prior of the noise: its standard deviation, worth so many rows


class Row(BaseModel):
    """One artifact: where it went, when, and (for `fit`) its outcome in [0, 1].

    `text` holds the eight numbers of `project`; empty where no vector is known.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    at: datetime
    segment: str
    channel: str
    angle: str
    text: tuple[float, ...] = ()
    outcome: float | None = Field(default=None, ge=0, le=1)


class Effect(BaseModel, frozen=True):
    """What a belief claims: a level of one feature does better (+1) or worse (-1) than its segment.

    `feature` is a name as in `Preference.names`, e.g. `channel=linkedin` or `cell=ops|roi`.
    """

    segment: str
    feature: str
    direction: Literal[1, -1] = 1


class Preference(BaseModel):
    """A fitted model: serialise it with `model_dump_json`. `noise` is a standard deviation.

    `shares` are the discounted shares of the rows per segment, channel and cell, over which a
    segment's mean is taken. `prior` is what it began with where that is not `SPREADS`: name to
    (mean, sd). `rows` is their number, `hash` covers everything else.
    """

    model_config = ConfigDict(frozen=True)

    names: tuple[str, ...]
    mean: tuple[float, ...]
    covariance: tuple[tuple[float, ...], ...]
    noise: float
    rows: int
    as_of: datetime
    half_life_days: float = HALF_LIFE_DAYS
    shares: Mapping[str, Mapping[str, float]] = Field(default_factory=dict)
    prior: Mapping[str, tuple[float, float]] = Field(default_factory=dict)
    hash: str = ""


class Contribution(BaseModel):
    """How much one feature moves a prediction, in outcome units, with its standard deviation."""

    model_config = ConfigDict(frozen=True)

    feature: str
    effect: float
    sd: float


class Explanation(BaseModel):
    """A prediction, its 95 % interval (of the expected outcome), and what drives it most."""

    model_config = ConfigDict(frozen=True)

    mean: float
    low: float
    high: float
    top: tuple[Contribution, ...]


def project(vectors: np.ndarray) -> np.ndarray:
    """(n, d) text vectors to (n, 8) by a fixed random matrix; unit vectors keep a mean square of 1.

    The matrix depends on `PROJECTION_SEED` and d only, so every business shares it.
    """
    size = vectors.shape[1]
    rng = np.random.default_rng(PROJECTION_SEED)
    return vectors @ rng.normal(size=(size, TEXT_DIMENSIONS))


def levels(row: Row) -> dict[str, float]:
    """Feature name to value of one row; names are `kind=level`."""
    features = {
        "intercept": 1.0,
        f"segment={row.segment}": 1.0,
        f"channel={row.channel}": 1.0,
        f"cell={row.segment}|{row.angle}": 1.0,
        f"weekday={weekday_part(row.at)}": 1.0,
        f"phase={month_phase(row.at)}": 1.0,
    }
    return features | {f"text={index}": value for index, value in enumerate(row.text)}


def weekday_part(day: date) -> str:
    """`early` (Mon, Tue), `mid` (Wed, Thu), `friday` or `weekend`."""
    return ("early", "early", "mid", "mid", "friday", "weekend", "weekend")[day.weekday()]


def month_phase(day: date) -> str:
    """`start` (1-10), `middle` (11-20) or `end` of the month."""
    return "start" if day.day <= 10 else "middle" if day.day <= 20 else "end"


def fit(
    rows: Sequence[Row],
    now: datetime,
    prior: IndustryPrior | None = None,
    half_life_days: float = HALF_LIFE_DAYS,
) -> Preference:
    """The posterior after `rows` (those with an outcome, in any order), as of `now`.

    Deterministic: rows are sorted by id first. No rows give the prior back.
    """
    known = sorted((row for row in rows if row.outcome is not None), key=lambda row: row.id)
    effects = dict(prior.effects) if prior else {}
    names = tuple(sorted({"intercept", *effects}.union(*(levels(row) for row in known))))
    ages = np.array([(now - row.at).total_seconds() / DAY for row in known], dtype=float)
    began = _began(names, effects)
    course = drift.Course(
        design=_design(known, names),
        outcome=np.array([row.outcome for row in known], dtype=float),
        months=ages / MONTH_DAYS,
        centre=began[:, 0],
        variance=began[:, 1] ** 2,
        steady=np.array([name == "intercept" for name in names]),
        half_life_months=half_life_days / MONTH_DAYS,
    )
    weight = 2.0 ** (-np.maximum(ages, 0.0) / half_life_days)
    noise = NOISE
    today = drift.followed(course, noise)
    for _ in range(2):  # the noise and the effects settle within a few rounds
        noise = _noise(today.misses, weight)
        today = drift.followed(course, noise)
    fitted = Preference(
        names=names,
        mean=tuple(map(float, today.mean)),
        covariance=tuple(tuple(map(float, line)) for line in today.covariance),
        noise=noise,
        rows=len(known),
        as_of=now,
        half_life_days=half_life_days,
        shares=_shares(known, weight),
        prior=effects,
    )
    return fitted.model_copy(update={"hash": manifest_hash(fitted)})


def manifest_hash(pref: Preference) -> str:
    """SHA-256 over everything the model holds but the hash itself."""
    return content_hash("preference", pref.model_dump_json(exclude={"hash"}))


def predict(pref: Preference, rows: Sequence[Row]) -> tuple[np.ndarray, np.ndarray]:
    """(mean, sd) of the *expected* outcome of each row, in [0, 1] and >= 0; add `noise` for one.

    A level that was never seen adds its prior variance to the doubt.
    """
    design = _design(rows, pref.names)
    mean = design @ np.array(pref.mean)
    variance = np.einsum("ij,jk,ik->i", design, np.array(pref.covariance), design)
    return np.clip(mean, 0, 1), np.sqrt(variance + _unseen(pref, rows))


def draw(
    pref: Preference, rows: Sequence[Row], rng: np.random.Generator, boldness: float = BOLDNESS
) -> np.ndarray:
    """One Thompson draw: the expected outcomes of all rows under a single sampled world.

    `boldness` scales the deviation from the mean (1 = the full posterior, 0 = no exploration). Not
    clipped, so that ties at the edges do not hide which row is better.
    """
    return sampler(pref, rows)(rng, boldness)


def sampler(
    pref: Preference, rows: Sequence[Row]
) -> Callable[[np.random.Generator, float], np.ndarray]:
    """`draw` for many draws over the same rows: what can be worked out once is."""
    covariance, mean = np.array(pref.covariance), np.array(pref.mean)
    root = np.linalg.cholesky(covariance + 1e-12 * np.eye(len(covariance)))
    design, known = _design(rows, pref.names), set(pref.names)
    fresh = sorted({name for row in rows for name in levels(row)} - known)
    spreads = np.array([SPREADS[name.partition("=")[0]] for name in fresh])
    unknown = _design(rows, fresh)

    def once(rng: np.random.Generator, boldness: float) -> np.ndarray:
        world = mean + boldness * root @ rng.standard_normal(len(mean))
        return design @ world + unknown @ (boldness * spreads * rng.standard_normal(len(fresh)))

    return once


def belief_confidence(pref: Preference, effect: Effect) -> float:
    """P(expected outcome with the feature > mean of its segment) in [0, 1]; 1/2 if unknown.

    The segment's mean runs over the feature's own kind, in the discounted shares of its rows.
    """
    contrast = _contrast(pref, effect)
    if contrast is None:
        return 0.5
    gap = float(contrast @ np.array(pref.mean))
    sd = float(np.sqrt(contrast @ np.array(pref.covariance) @ contrast))
    return 0.5 * (1 + erf(effect.direction * gap / sd / sqrt(2))) if sd > 0 else 0.5


def explain(pref: Preference, row: Row, top: int = 3) -> Explanation:
    """The prediction for one row with its 95 % interval and its `top` features by size."""
    mean, sd = predict(pref, [row])
    spread = np.sqrt(np.diag(np.array(pref.covariance)))
    place = {name: index for index, name in enumerate(pref.names)}
    parts = [
        Contribution(
            feature=name,
            effect=value * pref.mean[place[name]],
            sd=abs(value) * float(spread[place[name]]),
        )
        for name, value in levels(row).items()
        if name in place and name != "intercept"
    ]
    parts.sort(key=lambda part: (-abs(part.effect), part.feature))
    middle, doubt = float(mean[0]), INTERVAL_Z * float(sd[0])
    return Explanation(
        mean=middle,
        low=max(0.0, middle - doubt),
        high=min(1.0, middle + doubt),
        top=tuple(parts[:top]),
    )


def industry_prior(posteriors: Sequence[Preference]) -> IndustryPrior:
    """Pool the posteriors of businesses that opted in; raises `TooFewBusinesses` below ten."""
    return pooled(
        [
            Posterior(
                names=one.names, mean=np.array(one.mean), covariance=np.array(one.covariance),
                prior=_began(one.names, one.prior),
            )
            for one in posteriors
        ]
    )  # fmt: skip


def _began(names: Sequence[str], effects: Mapping[str, tuple[float, float]]) -> np.ndarray:
    """(mean, sd) of each effect before any row; without an industry an outcome is around 1/2."""
    usual = {name: (0.5 * (name == "intercept"), SPREADS[name.partition("=")[0]]) for name in names}
    return np.array([effects.get(name, usual[name]) for name in names])


def _design(rows: Sequence[Row], names: Sequence[str]) -> np.ndarray:
    place = {name: index for index, name in enumerate(names)}
    design = np.zeros((len(rows), len(names)))
    for line, row in enumerate(rows):
        for name, value in levels(row).items():
            if name in place:
                design[line, place[name]] = value
    return design


def _noise(misses: np.ndarray, weight: np.ndarray) -> float:
    """Standard deviation of one outcome (expectation step; the prior is worth four rows)."""
    total = float(weight @ misses) + NOISE_ROWS * NOISE**2
    return (total / (float(weight.sum()) + NOISE_ROWS)) ** 0.5


def _shares(rows: Sequence[Row], weight: np.ndarray) -> dict[str, dict[str, float]]:
    """Per segment: feature name to its discounted share among the segment's rows."""
    totals: dict[str, float] = {}
    sums: dict[str, dict[str, float]] = {}
    for row, value in zip(rows, weight.tolist(), strict=True):
        totals[row.segment] = totals.get(row.segment, 0.0) + value
        inside = sums.setdefault(row.segment, {})
        for name, amount in levels(row).items():
            inside[name] = inside.get(name, 0.0) + value * amount
    return {
        segment: {name: amount / totals[segment] for name, amount in sorted(inside.items())}
        for segment, inside in sorted(sums.items())
        if totals[segment] > 0
    }


def _contrast(pref: Preference, effect: Effect) -> np.ndarray | None:
    """The feature minus the segment's average over the feature's kind; None where unknown."""
    kind = effect.feature.partition("=")[0]
    shares = pref.shares.get(effect.segment)
    if effect.feature not in pref.names or shares is None or kind in {"intercept", "text"}:
        return None
    contrast = np.zeros(len(pref.names))
    for index, name in enumerate(pref.names):
        if name.partition("=")[0] == kind:
            contrast[index] = float(name == effect.feature) - shares.get(name, 0.0)
    return contrast


def _unseen(pref: Preference, rows: Sequence[Row]) -> np.ndarray:
    known = set(pref.names)
    return np.array(
        [
            sum(
                (SPREADS[name.partition("=")[0]] * value) ** 2
                for name, value in levels(row).items()
                if name not in known
            )
            for row in rows
        ]
    )
