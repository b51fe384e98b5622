"""Whether matching finds skill and stays fair: the simulation behind `refleqt simulate matching`.

Creators of a planted skill come and go; briefs of several fields and types arrive by the hour and
are offered in the order of the product's own `rank` and `tier`, with its declines, its capacity and
its share for newcomers. The same briefs are given out by an oracle, which knows everybody's true
skill, and by a greedy ranking, which asks whoever has the best mean so far; each of the three has a
world of its own, with the same people and the same luck.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from multiprocessing import get_context

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from core.ids import content_hash
from domain.matching import NEWCOMER_RESULTS, RESTS, Ask, Creator, Declined, Result, rank

FIELDS = ("saas", "health", "finance", "retail", "industry", "education", "travel", "food")
TYPES = ("blog_post", "case_study", "email", "landing_page", "social_post", "video")
START = datetime(2026, 1, 1, tzinfo=UTC)
SKILL, SPREAD, APART, LUCK = 0.68, 0.1, 0.04, 0.1
"""Mean of all creators' skills, their spread, that of one creator's kinds of work, and of one
piece's quality around the skill."""
BUSY, STAYS_DAYS, WARM_DAYS, MOST_ASKED = 0.15, 365.0, 180, 20
FEE = 100
BLOCKS = 20
RESAMPLED = 2_000


class MatchingParameters(BaseModel):
    """`creators` are there at any time: whoever leaves is followed by somebody new."""

    model_config = ConfigDict(frozen=True)

    creators: int = Field(default=500, ge=20)
    briefs: int = Field(default=20_000, ge=200)
    days: int = Field(default=540, ge=240)
    seed: int = 0


class MatchingReport(BaseModel):
    """After a warm-up of 180 days: the mean quality of delivered work, as a share of the oracle's;
    the share of offers that newcomers got (fewer than three results); the Gini coefficient of what
    creators earned for a day of being there. `greedy` and `oracle` say the same of their worlds.
    """

    model_config = ConfigDict(frozen=True)

    quality_of_oracle: float
    newcomer_share: float
    gini: float
    quality: Mapping[str, float]
    newcomers: Mapping[str, float]
    ginis: Mapping[str, float]
    placed: Mapping[str, float]
    over_capacity: int
    intervals: Mapping[str, tuple[float, float]]
    parameters: MatchingParameters


@dataclass(frozen=True)
class Person:
    """Somebody who makes things: what they can do, how well, from when until when (in days)."""

    terms: Creator
    skill: Mapping[tuple[str, str], float]
    comes: float
    leaves: float


@dataclass(frozen=True)
class Job:
    """One brief: when it comes, what it asks for, and the luck of whoever makes it."""

    ask: Ask
    day: float
    luck: float
    patience: float
    takes: float


@dataclass
class Trial:
    """What one way of matching has seen and done so far."""

    people: Mapping[str, Person]
    results: dict[str, list[Result]] = field(default_factory=dict)
    declined: list[Declined] = field(default_factory=list)
    load: dict[str, int] = field(default_factory=dict)
    due: list[tuple[float, str, Result]] = field(default_factory=list)
    offers: list[tuple[float, bool]] = field(default_factory=list)
    made: list[tuple[float, str, float]] = field(default_factory=list)
    over: int = 0


Chooser = Callable[[Trial, Job, Sequence[Creator]], Sequence[str]]


def run_matching_trial(parameters: MatchingParameters, processes: int = 1) -> MatchingReport:
    """Place the briefs in three worlds. The same parameters give the same report."""
    tasks = [(parameters, name) for name in CHOOSERS]
    if processes == 1:
        done = [_world(*task) for task in tasks]
    else:
        with ProcessPoolExecutor(min(processes, len(tasks)), get_context("spawn")) as pool:
            done = list(pool.map(_world, *zip(*tasks, strict=True)))
    return _report(parameters, dict(zip(CHOOSERS, done, strict=True)))


def people(p: MatchingParameters, rng: np.random.Generator) -> dict[str, Person]:
    """Everybody who is ever there; a place that somebody leaves is taken by somebody new."""
    found: dict[str, Person] = {}
    for place in range(p.creators):
        day = -float(rng.exponential(STAYS_DAYS))
        while day < p.days:
            stays = float(rng.exponential(STAYS_DAYS)) + 30
            one = _person(f"c{place}-{len(found)}", day, day + stays, rng)
            found[one.terms.id] = one
            day += stays
    return found


def _person(name: str, comes: float, leaves: float, rng: np.random.Generator) -> Person:
    fields = rng.choice(FIELDS, int(rng.integers(1, 4)), replace=False)
    types = rng.choice(TYPES, int(rng.integers(1, 4)), replace=False)
    base = rng.normal(SKILL, SPREAD)
    skill = {
        (str(one), str(kind)): float(np.clip(base + rng.normal(0, APART), 0.05, 0.98))
        for one in fields
        for kind in types
    }
    terms = Creator(
        id=name, specializations=frozenset(map(str, fields)), capacity=int(rng.integers(1, 5)),
        artifact_types=frozenset(map(str, types)),
    )  # fmt: skip
    return Person(terms, skill, comes, leaves)


def jobs(p: MatchingParameters, rng: np.random.Generator) -> list[Job]:
    """The briefs in the order in which they come."""
    weights = 1 / np.arange(1, len(FIELDS) + 1) ** 0.5
    fields = rng.choice(FIELDS, p.briefs, p=weights / weights.sum())
    types = rng.choice(TYPES, p.briefs)
    days = np.sort(rng.uniform(0, p.days, p.briefs))
    return [
        Job(
            Ask(f"b{n}", str(fields[n]), str(types[n]), fee=FEE), float(days[n]),
            float(rng.normal(0, LUCK)), float(rng.uniform()), float(rng.uniform(2, 7)),
        )
        for n in range(p.briefs)
    ]  # fmt: skip


def _ranked(trial: Trial, job: Job, there: Sequence[Creator]) -> Sequence[str]:
    """The product's own order; its draw is seeded by the brief, as the matchmaker does."""
    results = [each for one in there for each in trial.results.get(one.id, ())]
    draw = int(content_hash("explore", job.ask.brief)[:8], 16) / 16**8
    now = START + timedelta(days=job.day)
    ranking = rank(job.ask, there, results, now, draw, trial.declined)
    return [one.creator for one in ranking.candidates]


def _known(trial: Trial, job: Job, there: Sequence[Creator]) -> Sequence[str]:
    """The order of true skill in this very kind of work."""
    kind = (job.ask.specialization, job.ask.artifact_type)
    able = [one.id for one in there if kind in trial.people[one.id].skill and _room(one)]
    return sorted(able, key=lambda one: -trial.people[one].skill[kind])


def _greedy(trial: Trial, job: Job, there: Sequence[Creator]) -> Sequence[str]:
    """The best mean so far first; who has none comes last, in the order of arrival."""
    kind = (job.ask.specialization, job.ask.artifact_type)
    able = [one.id for one in there if kind in trial.people[one.id].skill and _room(one)]

    def mean(one: str) -> float:
        seen = [each.quality_score for each in trial.results.get(one, ())]
        return -sum(seen) / len(seen) if seen else 1.0

    return sorted(able, key=mean)


CHOOSERS: Mapping[str, Chooser] = {"product": _ranked, "greedy": _greedy, "oracle": _known}


def _room(one: Creator) -> bool:
    return one.load < one.capacity


def _world(p: MatchingParameters, name: str) -> Trial:
    """Every brief, placed by one way of choosing."""
    rng = np.random.default_rng([p.seed, 17])
    trial = Trial(people(p, rng))
    able = {
        one: [who for who in trial.people.values() if one in who.terms.specializations]
        for one in FIELDS
    }
    for job in jobs(p, rng):
        _finished(trial, job.day)
        there = [
            replace(one.terms, load=trial.load.get(one.terms.id, 0))
            for one in able[job.ask.specialization]
            if one.comes <= job.day < one.leaves
        ]
        order = CHOOSERS[name](trial, job, there)
        _offered(trial, job, order)
    return replace(trial, declined=[])


def _finished(trial: Trial, day: float) -> None:
    while trial.due and trial.due[0][0] <= day:
        _, creator, result = heappop(trial.due)
        trial.load[creator] -= 1
        trial.results.setdefault(creator, []).append(result)


def _offered(trial: Trial, job: Job, order: Sequence[str]) -> None:
    """One after the other is asked; some have no time that week."""
    now = START + timedelta(days=job.day)
    kind = (job.ask.specialization, job.ask.artifact_type)
    for asked, creator in enumerate(order[:MOST_ASKED]):
        newcomer = len(trial.results.get(creator, ())) < NEWCOMER_RESULTS
        trial.offers.append((job.day, newcomer))
        if _busy(creator, job.day):
            trial.declined = [one for one in trial.declined if now - one.at < RESTS["time"]]
            no = Declined(creator, now + timedelta(hours=asked), "time", *kind, FEE)
            trial.declined.append(no)
            continue
        person = trial.people[creator]
        quality = float(np.clip(person.skill[kind] + job.luck, 0, 1))
        ends = START + timedelta(days=job.day + job.takes)
        result = Result(job.ask.brief, creator, ends, *kind, quality_score=quality)
        heappush(trial.due, (job.day + job.takes, creator, result))
        trial.load[creator] = trial.load.get(creator, 0) + 1
        trial.over += trial.load[creator] > person.terms.capacity
        trial.made.append((job.day, creator, quality))
        return


def _busy(creator: str, day: float) -> bool:
    """Some weeks somebody takes on nothing; which ones is known to nobody before they are asked."""
    week = int(day // 7)
    return int(content_hash("busy", creator, week)[:8], 16) / 16**8 < BUSY


def gini(values: Sequence[float]) -> float:
    """0 where all have the same, towards 1 where one has all."""
    ordered = np.sort(np.asarray(values, float))
    total, n = ordered.sum(), len(ordered)
    if total == 0:
        return 0.0
    return float((2 * np.arange(1, n + 1) - n - 1) @ ordered / (n * total))


def _report(p: MatchingParameters, worlds: Mapping[str, Trial]) -> MatchingReport:
    quality = {name: _quality(one) for name, one in worlds.items()}
    newcomers = {name: _share(one.offers) for name, one in worlds.items()}
    ginis = {name: gini(_a_day(p, one)) for name, one in worlds.items()}
    return MatchingReport(
        quality_of_oracle=quality["product"] / quality["oracle"],
        newcomer_share=newcomers["product"], gini=ginis["product"],
        quality=quality, newcomers=newcomers, ginis=ginis,
        placed={name: len(one.made) / p.briefs for name, one in worlds.items()},
        over_capacity=sum(one.over for one in worlds.values()),
        intervals=_intervals(p, worlds), parameters=p,
    )  # fmt: skip


def _quality(trial: Trial) -> float:
    return float(np.mean([quality for day, _, quality in trial.made if day >= WARM_DAYS]))


def _share(offers: Sequence[tuple[float, bool]]) -> float:
    return float(np.mean([new for day, new in offers if day >= WARM_DAYS]))


def _a_day(p: MatchingParameters, trial: Trial) -> list[float]:
    """What everybody who was there for a month or more earned for each day of it."""
    earned: dict[str, int] = {}
    for day, creator, _ in trial.made:
        if day >= WARM_DAYS:
            earned[creator] = earned.get(creator, 0) + FEE
    stayed = {
        name: min(one.leaves, p.days) - max(one.comes, WARM_DAYS)
        for name, one in trial.people.items()
    }
    return [earned.get(name, 0) / days for name, days in stayed.items() if days >= 30]


def _intervals(
    p: MatchingParameters, worlds: Mapping[str, Trial]
) -> dict[str, tuple[float, float]]:
    """95 % of what other stretches of time would have said: whole blocks of days are drawn anew."""
    edges = np.linspace(WARM_DAYS, p.days, BLOCKS + 1)
    drawn = np.random.default_rng([p.seed, 5]).integers(0, BLOCKS, (RESAMPLED, BLOCKS))

    def sums(days: Sequence[float], worth: Sequence[float]) -> tuple[np.ndarray, np.ndarray]:
        at = np.clip(np.searchsorted(edges, days, side="right") - 1, 0, BLOCKS - 1)
        late = np.asarray(days) >= WARM_DAYS
        return (
            np.bincount(at[late], np.asarray(worth, float)[late], BLOCKS)[drawn].sum(1),
            np.bincount(at[late], None, BLOCKS)[drawn].sum(1),
        )

    def means(name: str) -> np.ndarray:
        made = worlds[name].made
        top, bottom = sums([day for day, _, _ in made], [each for _, _, each in made])
        return top / bottom

    offers = worlds["product"].offers
    newcomers, all_ = sums([day for day, _ in offers], [float(new) for _, new in offers])
    found = {
        "quality_of_oracle": means("product") / means("oracle"),
        "newcomer_share": newcomers / all_,
    }
    return {
        name: (float(np.quantile(each, 0.025)), float(np.quantile(each, 0.975)))
        for name, each in found.items()
    }
