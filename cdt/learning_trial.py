"""Whether a CDT learns: the simulation behind `refleqt simulate learning`.

Each simulated business has segments and actions (a channel with an angle). An outcome's mean is an
industry effect plus the business's own deviation of segment, channel, cell (segment x angle) and,
so that the model is never quite right, of each single action; noise is added and the outcome is cut
to [0, 1]. At each drift half of the business's own effects are drawn anew. Every month the model is
fitted again; Thompson draws choose. Rivals see the same worlds: `random`, `static` (knows the true
industry means, never learns), `recent` (best average of the last three months, 10 % at random).
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from multiprocessing import get_context
from uuid import UUID

import numpy as np
from pydantic import BaseModel, ConfigDict

from cdt.beliefs import Measured
from cdt.industry import IndustryPrior
from cdt.preference import (
    BOLDNESS,
    Effect,
    Preference,
    Row,
    belief_confidence,
    fit,
    industry_prior,
    sampler,
)
from cdt.trial_beliefs import NEVER, Ledger, Truth, month_day
from cdt.trial_world import Parameters, World, drifted, joined, market
from domain import results
from domain.beliefs import Scope

START = datetime(2025, 1, 1, 12, tzinfo=UTC)
PUBLISHED_ON, TRAINED_ON = 10, 28  # days of a month
BEFORE = 12  # businesses that came earlier and opted in; their posteriors make the prior
BINS = 10
SURE = 0.75
STAYED = "stale_beliefs_active_months"


class LearningReport(BaseModel):
    """Regret ratios (below 1 = better than that rival), calibration error, drift noticed.

    `drift_noticed_within_2_cycles` is the share of the model's own sure beliefs that fell in time;
    `stale_beliefs_active_months` the median of months for which beliefs of the ledger that a drift
    made false stayed active (None where no drift made one false, or where most never left).
    `intervals` are 95 % bootstraps over the businesses of the one industry that the seed drew;
    they say nothing of other industries.
    """

    model_config = ConfigDict(frozen=True)

    regret_ratio_random: float
    regret_ratio_static_best_practice: float
    regret_ratio_recent_average: float
    calibration_error: float
    drift_noticed_within_2_cycles: float | None
    stale_beliefs_active_months: float | None
    intervals: Mapping[str, tuple[float, float]]
    parameters: Parameters


@dataclass
class Life:
    """What one business went through: regret per policy, beliefs said and true, drifts noticed."""

    regret: dict[str, float] = field(
        default_factory=lambda: dict.fromkeys(("model", "random", "static", "recent"), 0.0)
    )
    said: list[float] = field(default_factory=list)
    true: list[bool] = field(default_factory=list)
    noticed: list[bool] = field(default_factory=list)
    ledger: Ledger = field(default_factory=Ledger)


def run_trial(parameters: Parameters, processes: int = 1) -> LearningReport:
    """Simulate every business and compare. The same parameters give the same report."""
    rng = np.random.default_rng(parameters.seed)
    industry = market(parameters, rng, parameters.industry_sd, 0.0)
    prior = _earlier_businesses(parameters, industry, rng) if parameters.with_prior else None
    one = partial(_numbered, parameters, industry, prior)
    numbers = range(parameters.businesses)
    if processes == 1:
        return _report(parameters, [one(number) for number in numbers], rng)
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        return _report(parameters, list(pool.map(one, numbers, chunksize=5)), rng)


def _numbered(p: Parameters, industry: World, prior: IndustryPrior | None, number: int) -> Life:
    return _live(p, industry, prior, np.random.default_rng([p.seed, number]))[0]


def expected_calibration_error(said: Sequence[float], true: Sequence[bool]) -> float:
    """Mean |said - share true| over ten equal bins, weighted by their sizes; 0 where empty."""
    return _off(_binned(said, true))


def _binned(said: Sequence[float], true: Sequence[bool]) -> np.ndarray:
    """(bins, 2): how many statements fell into each bin, and by how much they said too much."""
    stated, held = np.array(said, dtype=float), np.array(true, dtype=float)
    bins = np.minimum((stated * BINS).astype(int), BINS - 1)
    count = np.bincount(bins, minlength=BINS)
    return np.stack([count, np.bincount(bins, weights=stated - held, minlength=BINS)], axis=1)


def _off(binned: np.ndarray) -> float:
    total = float(binned[:, 0].sum())
    return float(np.abs(binned[:, 1]).sum() / total) if total else 0.0


def _earlier_businesses(p: Parameters, industry: World, rng: np.random.Generator) -> IndustryPrior:
    """The prior as the product makes it: pooled from the posteriors of twelve earlier customers."""
    alone = p.model_copy(update={"months": min(p.months, 12), "drifts": ()})
    return industry_prior([_live(alone, industry, None, child)[1] for child in rng.spawn(BEFORE)])


def _live(
    p: Parameters, industry: World, prior: IndustryPrior | None, rng: np.random.Generator
) -> tuple[Life, Preference]:
    """One business, month by month; returns its life and its last model."""
    own = market(p, rng, p.own_sd, p.misfit_sd)
    world, static = joined(industry, own), 0.4 + industry.means()
    life, rows, past = Life(), [], []
    watched: dict[Effect, int] = {}
    pref = fit([], START, prior)
    for month in range(p.months):
        at = month_day(START, month, PUBLISHED_ON)
        if month in p.drifts:
            own = drifted(p, own, rng)
            before, world = world, joined(industry, own)
            watched = _turned(p, pref, before, world, month)
            life.ledger.drift(_says(pref, before), _says(pref, world))
        drawn, means = _samplers(p, pref, at), world.means().reshape(p.segments, -1)
        for _ in range(p.decisions):
            segment = int(rng.integers(p.segments))
            choices = {
                "model": int(drawn[segment](rng, BOLDNESS).argmax()),
                "random": int(rng.integers(p.channels * p.angles)),
                "static": int(static[segment].argmax()),
                "recent": _recent(p, past, segment, month, rng),
            }
            _decide(life, means[segment], choices)
            noise = rng.normal(0, p.noise)
            found = {n: float(np.clip(means[segment][a] + noise, 0, 1)) for n, a in choices.items()}
            rows.append(_row(p, segment, choices["model"], at, len(rows), found["model"]))
            past.append((month, segment, choices["recent"], found["recent"]))
        now = month_day(START, month, TRAINED_ON)
        pref = fit(rows, now, prior)
        _mark(p, life, pref, world)
        watched = _notice(life, pref, watched, month)
        life.ledger.close_month(_measured(rows), now)
        life.ledger.count(_says(pref, world))
    life.ledger.forget()
    return life, pref


def _decide(life: Life, means: np.ndarray, choices: Mapping[str, int]) -> None:
    best = float(means.max())
    for name, action in choices.items():
        life.regret[name] += best - float(means[action])


def _row(
    p: Parameters, segment: int, action: int, at: datetime, number: int = 0,
    outcome: float | None = None,
) -> Row:  # fmt: skip
    channel, angle = divmod(action, p.angles)
    return Row(
        id=f"{number:05}", at=at, segment=f"s{segment}", channel=f"c{channel}", angle=f"a{angle}",
        outcome=outcome,
    )  # fmt: skip


def _measured(rows: Sequence[Row]) -> list[Measured]:
    """Rows as the ledger of beliefs meets them: outcomes are ranks within the business."""
    place = results.ranks({row.id: row.outcome or 0.0 for row in rows})
    return [
        Measured(UUID(int=number), row.id, row.at.date(), row.segment, row.channel, row.angle,
                 place[row.id])
        for number, row in enumerate(rows)
    ]  # fmt: skip


def _samplers(
    p: Parameters, pref: Preference, at: datetime
) -> list[Callable[[np.random.Generator, float], np.ndarray]]:
    """For each segment, what draws the worth of every action."""
    actions = range(p.channels * p.angles)
    return [
        sampler(pref, [_row(p, segment, action, at) for action in actions])
        for segment in range(p.segments)
    ]


def _says(pref: Preference, world: World) -> Truth:
    """What is true of a belief's scope in this world; of weekdays and segments nobody asks."""

    def of(scope: Scope) -> float | None:
        if scope.category == "messaging":
            effect = Effect(segment=scope.segment, feature=f"cell={scope.segment}|{scope.subject}")
            return _truth(pref, world, effect)
        if scope.category == "channel":
            every = [
                _truth(pref, world, Effect(segment=s, feature=f"channel={scope.subject}"))
                for s in pref.shares
            ]
            return float(np.mean(every)) if every else None
        return None

    return of


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
    regrets = {name: np.array([life.regret[name] for life in lives]) for name in lives[0].regret}
    binned = np.array([_binned(life.said, life.true) for life in lives])

    def measures(chosen: np.ndarray) -> dict[str, float]:
        regret = {name: float(values[chosen].sum()) for name, values in regrets.items()}
        noticed = [seen for i in chosen for seen in lives[i].noticed]
        left = [months for i in chosen for months in lives[i].ledger.left]
        return {
            "regret_ratio_random": _ratio(regret["model"], regret["random"]),
            "regret_ratio_static_best_practice": _ratio(regret["model"], regret["static"]),
            "regret_ratio_recent_average": _ratio(regret["model"], regret["recent"]),
            "calibration_error": _off(binned[chosen].sum(axis=0)),
            "drift_noticed_within_2_cycles": float(np.mean(noticed)) if noticed else float("nan"),
            STAYED: float(np.median(left)) if left else float("nan"),
        }

    found = measures(np.arange(len(lives)))
    draws = [measures(rng.integers(0, len(lives), len(lives))) for _ in range(200)]
    intervals = {
        name: _interval([one[name] for one in draws]) for name in found if np.isfinite(found[name])
    }
    noticed, stayed = found.pop("drift_noticed_within_2_cycles"), found.pop(STAYED)
    return LearningReport(
        **found,
        drift_noticed_within_2_cycles=noticed if np.isfinite(noticed) else None,
        stale_beliefs_active_months=stayed if stayed < NEVER else None,
        intervals=intervals,
        parameters=p,
    )


def _ratio(one: float, other: float) -> float:
    return one / other if other > 0 else float("nan")


def _interval(values: Sequence[float]) -> tuple[float, float]:
    low, high = np.nanquantile(values, [0.025, 0.975])
    return float(low), float(high)
