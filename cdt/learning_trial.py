"""Whether a CDT learns: the simulation behind `refleqt simulate learning`.

Each simulated business has segments and actions (a channel with an angle). An outcome's mean is an
industry effect plus the business's own deviation of segment, channel, cell (segment x angle) and,
so that the model is never quite right, of each single action; noise is added and the outcome is cut
to [0, 1]. At each drift half of the business's own effects are drawn anew. Every month the model is
fitted again; Thompson draws choose. Rivals see the same worlds: `random`, `static` (knows the true
industry means, never learns), `recent` (best average of the last three months, 10 % at random).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from cdt.preference import (
    Effect,
    IndustryPrior,
    Preference,
    Row,
    belief_confidence,
    draw,
    fit,
    industry_prior,
)

START = datetime(2025, 1, 1, 12, tzinfo=UTC)
MONTH = timedelta(days=30.4375)
BEFORE = 12  # businesses that came earlier and opted in; their posteriors make the prior
BINS = 10
SURE = 0.75


class Parameters(BaseModel):
    """The world: all may be changed. `own_sd` / `industry_sd` are in outcome units."""

    model_config = ConfigDict(frozen=True)

    months: int = Field(default=24, ge=2)
    businesses: int = Field(default=200, ge=2)
    seed: int = 0
    segments: int = Field(default=4, ge=1)
    channels: int = Field(default=5, ge=1)
    angles: int = Field(default=6, ge=1)
    decisions: int = Field(default=20, ge=1)
    drifts: tuple[int, ...] = (8, 16)
    noise: float = 0.25
    industry_sd: float = 0.08
    own_sd: float = 0.1
    misfit_sd: float = 0.03
    with_prior: bool = True


class LearningReport(BaseModel):
    """Regret ratios (below 1 = better than that rival), calibration error, drift noticed.

    `intervals` are 95 % bootstraps over the businesses of the one industry that the seed drew;
    they say nothing of other industries.
    """

    model_config = ConfigDict(frozen=True)

    regret_ratio_random: float
    regret_ratio_static_best_practice: float
    regret_ratio_recent_average: float
    calibration_error: float
    drift_noticed_within_2_cycles: float | None
    intervals: Mapping[str, tuple[float, float]]
    parameters: Parameters


@dataclass(frozen=True)
class World:
    """Effects of one market: segment (s), channel (c), cell (s, a) and action (s, c, a)."""

    segment: np.ndarray
    channel: np.ndarray
    cell: np.ndarray
    action: np.ndarray

    def means(self) -> np.ndarray:
        """(segments, channels, angles) expected outcomes before they are cut."""
        return (
            self.segment[:, None, None]
            + self.channel[None, :, None]
            + self.cell[:, None, :]
            + self.action
        )


@dataclass
class Life:
    """What one business went through: regret per policy, beliefs said and true, drifts noticed."""

    regret: dict[str, float] = field(
        default_factory=lambda: dict.fromkeys(("model", "random", "static", "recent"), 0.0)
    )
    said: list[float] = field(default_factory=list)
    true: list[bool] = field(default_factory=list)
    noticed: list[bool] = field(default_factory=list)


def run_trial(parameters: Parameters) -> LearningReport:
    """Simulate every business and compare. The same parameters give the same report."""
    rng = np.random.default_rng(parameters.seed)
    industry = _market(parameters, rng, parameters.industry_sd, 0.0)
    prior = _earlier_businesses(parameters, industry, rng) if parameters.with_prior else None
    lives = [
        _live(parameters, industry, prior, np.random.default_rng([parameters.seed, number]))[0]
        for number in range(parameters.businesses)
    ]
    return _report(parameters, lives, rng)


def expected_calibration_error(said: Sequence[float], true: Sequence[bool]) -> float:
    """Mean |said - share true| over ten equal bins, weighted by their sizes; 0 where empty."""
    if not said:
        return 0.0
    stated, held = np.array(said), np.array(true, dtype=float)
    bins = np.minimum((stated * BINS).astype(int), BINS - 1)
    return float(
        sum(
            abs(stated[bins == b].mean() - held[bins == b].mean()) * (bins == b).mean()
            for b in np.unique(bins)
        )
    )


def _market(p: Parameters, rng: np.random.Generator, sd: float, misfit: float) -> World:
    return World(
        segment=rng.normal(0, sd / 2, p.segments),
        channel=rng.normal(0, sd, p.channels),
        cell=rng.normal(0, sd, (p.segments, p.angles)),
        action=rng.normal(0, misfit, (p.segments, p.channels, p.angles)),
    )


def _sum(one: World, other: World) -> World:
    return World(
        segment=0.4 + one.segment + other.segment,
        channel=one.channel + other.channel,
        cell=one.cell + other.cell,
        action=one.action + other.action,
    )


def _drifted(p: Parameters, own: World, rng: np.random.Generator) -> World:
    """Half of the business's own effects, drawn anew."""
    new = _market(p, rng, p.own_sd, p.misfit_sd)

    def half(old: np.ndarray, drawn: np.ndarray) -> np.ndarray:
        return np.where(rng.random(old.shape) < 0.5, drawn, old)

    return World(
        segment=own.segment,
        channel=half(own.channel, new.channel),
        cell=half(own.cell, new.cell),
        action=half(own.action, new.action),
    )


def _earlier_businesses(p: Parameters, industry: World, rng: np.random.Generator) -> IndustryPrior:
    """The prior as the product makes it: pooled from the posteriors of twelve earlier customers."""
    alone = p.model_copy(update={"months": min(p.months, 12), "drifts": ()})
    return industry_prior([_live(alone, industry, None, child)[1] for child in rng.spawn(BEFORE)])


def _live(
    p: Parameters, industry: World, prior: IndustryPrior | None, rng: np.random.Generator
) -> tuple[Life, Preference]:
    """One business, month by month; returns its life and its last model."""
    own = _market(p, rng, p.own_sd, p.misfit_sd)
    world = _sum(industry, own)
    static = 0.4 + industry.means()
    life, rows, past = Life(), [], []
    watched: dict[Effect, int] = {}
    pref = fit([], START, prior)
    for month in range(p.months):
        now = START + month * MONTH
        if month in p.drifts:
            own = _drifted(p, own, rng)
            before, world = world, _sum(industry, own)
            watched = _turned(p, pref, before, world, month)
        for _ in range(p.decisions):
            segment = int(rng.integers(p.segments))
            choices = {
                "model": _thompson(p, pref, segment, now, rng),
                "random": int(rng.integers(p.channels * p.angles)),
                "static": int(static[segment].argmax()),
                "recent": _recent(p, past, segment, month, rng),
            }
            _decide(life, world.means()[segment].ravel(), choices)
            means, noise = world.means()[segment].ravel(), rng.normal(0, p.noise)
            outcome = {name: float(np.clip(means[a] + noise, 0, 1)) for name, a in choices.items()}
            row = _row(p, segment, choices["model"], now)
            rows.append(
                row.model_copy(update={"id": f"{len(rows):05}", "outcome": outcome["model"]})
            )
            past.append((month, segment, choices["recent"], outcome["recent"]))
        pref = fit(rows, now + MONTH, prior)
        _mark(p, life, pref, world)
        watched = _notice(life, pref, watched, month)
    return life, pref


def _decide(life: Life, means: np.ndarray, choices: Mapping[str, int]) -> None:
    best = float(means.max())
    for name, action in choices.items():
        life.regret[name] += best - float(means[action])


def _row(p: Parameters, segment: int, action: int, at: datetime) -> Row:
    channel, angle = divmod(action, p.angles)
    return Row(id="option", at=at, segment=f"s{segment}", channel=f"c{channel}", angle=f"a{angle}")


def _thompson(
    p: Parameters, pref: Preference, segment: int, at: datetime, rng: np.random.Generator
) -> int:
    options = [_row(p, segment, action, at) for action in range(p.channels * p.angles)]
    return int(draw(pref, options, rng).argmax())


def _recent(
    p: Parameters,
    past: Sequence[tuple[int, int, int, float]],
    segment: int,
    month: int,
    rng: np.random.Generator,
) -> int:
    """The action with the best average in the segment over three months; 10 % at random."""
    found: dict[int, list[float]] = {}
    for when, where, action, outcome in reversed(past):
        if when < month - 3:
            break
        if where == segment:
            found.setdefault(action, []).append(outcome)
    if not found or rng.random() < 0.1:
        return int(rng.integers(p.channels * p.angles))
    return max(sorted(found), key=lambda action: sum(found[action]) / len(found[action]))


def _effects(p: Parameters) -> list[Effect]:
    """The beliefs that are marked: each channel and each angle within each segment."""
    places = [f"s{number}" for number in range(p.segments)]
    channels = [
        Effect(segment=s, feature=f"channel=c{c}") for s in places for c in range(p.channels)
    ]
    cells = [Effect(segment=s, feature=f"cell={s}|a{a}") for s in places for a in range(p.angles)]
    return channels + cells


def _truth(pref: Preference, world: World, effect: Effect) -> float:
    """By how much the effect truly lies above its segment's mean, in the model's own shares."""
    kind, _, level = effect.feature.partition("=")
    segment = int(effect.segment[1:])
    values = world.channel if kind == "channel" else world.cell[segment]
    prefix = "channel=c" if kind == "channel" else f"cell=s{segment}|a"
    shares = pref.shares.get(effect.segment, {})
    average = sum(v * shares.get(f"{prefix}{i}", 0.0) for i, v in enumerate(values.tolist()))
    number = int(level.rpartition("|")[2][1:])
    return float(values[number]) - average


def _mark(p: Parameters, life: Life, pref: Preference, world: World) -> None:
    for effect in _effects(p):
        if effect.feature in pref.names and effect.segment in pref.shares:
            life.said.append(belief_confidence(pref, effect))
            life.true.append(_truth(pref, world, effect) > 0)


def _turned(
    p: Parameters, pref: Preference, before: World, after: World, month: int
) -> dict[Effect, int]:
    """Beliefs that were sure and right, and that the drift made clearly wrong (by .05)."""
    return {
        effect: month
        for effect in _effects(p)
        if belief_confidence(pref, effect) >= SURE
        and _truth(pref, before, effect) > 0
        and _truth(pref, after, effect) < -0.05
    }


def _notice(
    life: Life, pref: Preference, watched: dict[Effect, int], month: int
) -> dict[Effect, int]:
    """Record which watched beliefs fell under `SURE`, at the latest in the second month."""
    waiting = {}
    for effect, began in watched.items():
        fallen = belief_confidence(pref, effect) < SURE
        if fallen or month - began >= 1:
            life.noticed.append(fallen)
        else:
            waiting[effect] = began
    return waiting


def _report(p: Parameters, lives: Sequence[Life], rng: np.random.Generator) -> LearningReport:
    def measures(chosen: Sequence[Life]) -> dict[str, float]:
        regret = {n: sum(life.regret[n] for life in chosen) for n in lives[0].regret}
        noticed = [seen for life in chosen for seen in life.noticed]
        return {
            "regret_ratio_random": regret["model"] / regret["random"],
            "regret_ratio_static_best_practice": regret["model"] / regret["static"],
            "regret_ratio_recent_average": regret["model"] / regret["recent"],
            "calibration_error": expected_calibration_error(
                [c for life in chosen for c in life.said], [t for life in chosen for t in life.true]
            ),
            "drift_noticed_within_2_cycles": float(np.mean(noticed)) if noticed else float("nan"),
        }

    found = measures(lives)
    draws = [
        measures([lives[i] for i in rng.integers(0, len(lives), len(lives))]) for _ in range(200)
    ]
    intervals = {
        name: _interval([one[name] for one in draws]) for name in found if np.isfinite(found[name])
    }
    noticed = found.pop("drift_noticed_within_2_cycles")
    return LearningReport(
        **found,
        drift_noticed_within_2_cycles=noticed if np.isfinite(noticed) else None,
        intervals=intervals,
        parameters=p,
    )


def _interval(values: Sequence[float]) -> tuple[float, float]:
    low, high = np.nanquantile(values, [0.025, 0.975])
    return float(low), float(high)
