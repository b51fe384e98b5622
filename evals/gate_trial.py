"""Whether the gate keeps its promises: the simulation behind `refleqt simulate gate`.

An artifact's worth is normal; its outcome is its rank. An arm expects worth x skill + noise; half
of the noise is common to the arms, as theirs come from the same features. Every month a new
candidate meets new artifacts and the product's own `decide`; every month of a version in use meets
the product's own `regressed`. An effect is a gain in accuracy in standard deviations of what one
artifact adds to the mean difference of its month (so that its sum over n has that times root n).
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from math import erf, sqrt
from multiprocessing import get_context

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from domain.evidence import Item, Look, look
from domain.release import Candidate, Integrity, Rival, Role, decide, regressed

SOUND = Integrity(manifest_hash="sound", found_hash="sound")
COMMON = 0.5
YEAR, POWER_WITHIN = 12, 6
HARM = 0.1
SAMPLE = 1_500
Skills = Mapping[str, float]


class GateParameters(BaseModel):
    """`years` are simulated for each figure; `skill` is the correlation of what the version in use
    expects with what comes; `live` artifacts a month are measured while a version is in use."""

    model_config = ConfigDict(frozen=True)

    years: int = Field(default=400, ge=20)
    seed: int = 0
    items: int = Field(default=20, ge=2)
    live: int = Field(default=100, ge=2)
    skill: float = Field(default=0.4, ge=0, lt=1)
    effects: tuple[float, ...] = (0.25, 0.5, 0.8)
    sizes: tuple[int, ...] = (10, 20, 40)


class GateReport(BaseModel):
    """Shares of years, with 95 % intervals by the names of the figures.

    `false_release_per_year` is the worst of the worlds without an effect, each in
    `false_release_by_world`; `power` the share released within six months, by effect and artifacts
    a month, `gain` the effect in accuracy; `harm_blocked` the share of years in which a candidate
    that loses .1 of accuracy is never released or is taken back; `harm_rolled_back` the share taken
    back within a year where it was made live all the same, `months_to_roll_back` the median;
    `false_roll_back_per_year` what happens to a version that is as good as the one before.
    """

    model_config = ConfigDict(frozen=True)

    false_release_per_year: float
    false_release_by_world: Mapping[str, float]
    power: Mapping[str, Mapping[str, float]]
    gain: Mapping[str, float]
    harm_blocked: float
    harm_rolled_back: float
    months_to_roll_back: float
    false_roll_back_per_year: float
    intervals: Mapping[str, tuple[float, float]]
    parameters: GateParameters


@dataclass(frozen=True)
class Year:
    """What a simulated year is made of: the skills of the arms, how many artifacts a month.

    `gains` is the number of months in which the candidates have `better`, not `skills`; `rarely` is
    the share of artifacts on which candidate and version in use differ at all.
    """

    skills: Skills
    items: int
    rarely: float = 1.0
    better: Skills | None = None


def run_gate_trial(parameters: GateParameters, processes: int = 1) -> GateReport:
    """Simulate years of monthly candidates. The same parameters give the same report."""
    p = parameters
    skilled = {effect: better(p.skill, effect, p.items) for effect in p.effects}
    tasks = [*_tasks(p, {effect: skill for effect, (skill, _) in skilled.items()})]
    if processes == 1:
        shares = [_share(p, *task) for task in tasks]
    else:
        with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
            shares = list(pool.map(partial(_share, p), *zip(*tasks, strict=True)))
    found = dict(zip((task[0] for task in tasks), shares, strict=True))
    gain = {f"{effect:g}": gained for effect, (_, gained) in skilled.items()}
    return _report(p, found, gain)


def better(skill: float, effect: float, size: int) -> tuple[float, float]:
    """The skill that gains `effect` over `skill`, and that gain in accuracy."""
    low, high, gained = skill, 0.999, 0.0
    for _ in range(12):
        middle = (low + high) / 2
        gained, spread = _gain(skill, middle, size)
        low, high = (middle, high) if gained < effect * spread else (low, middle)
    return (low + high) / 2, gained


def worse(skill: float, loss: float) -> float:
    """The skill that loses so much accuracy: of two normals it is 1/2 + asin(skill) / pi."""
    return float(np.sin(np.arcsin(skill) - np.pi * loss))


def year(of: Year, rng: np.random.Generator) -> Iterator[tuple[int, str]]:
    """Month and decision, month by month; ends with a release."""
    looks: dict[str, list[Look]] = {name: [] for name in of.skills if name != "candidate"}
    for month in range(1, YEAR + 1):
        items = artifacts(of, rng, f"{month}")
        for name, seen in looks.items():
            seen.append(look(items, "candidate", name))
        said = decide(_candidate(month, looks))
        yield month, said.decision
        if said.decision == "release":
            return


def lived(skills: Skills, items: int, rng: np.random.Generator) -> int | None:
    """The month in which `candidate`, made live over `incumbent`, is taken back; None if never."""
    looks: list[Look] = []
    for month in range(1, YEAR + 1):
        seen = artifacts(Year(skills, items), rng, f"{month}")
        looks.append(look(seen, "candidate", "incumbent"))
        if regressed(looks):
            return month
    return None


def artifacts(of: Year, rng: np.random.Generator, name: str) -> list[Item]:
    """A month's artifacts with what each arm expects of them."""
    worth, common = rng.standard_normal((2, of.items))
    expected = {}
    for arm, skill in of.skills.items():
        noise = sqrt(COMMON) * common + sqrt(1 - COMMON) * rng.standard_normal(of.items)
        expected[arm] = (
            skill * worth + sqrt(1 - skill**2) * noise if arm != "nothing" else 0 * worth
        )
    alike = rng.random(of.items) >= of.rarely
    if "incumbent" in expected:
        expected["candidate"] = np.where(alike, expected["incumbent"], expected["candidate"])
    return [
        Item(
            id=f"{name}-{i:04}", outcome=0.5 + 0.5 * erf(float(worth[i]) / sqrt(2)),
            expected={arm: float(values[i]) for arm, values in expected.items()},
        )
        for i in range(of.items)
    ]  # fmt: skip


def _candidate(version: int, looks: Mapping[str, Sequence[Look]]) -> Candidate:
    first = "incumbent" if "incumbent" in looks else "nothing"
    roles: dict[str, Role] = {"nothing": "floor", "lookup": "not_worse"}
    roles[first] = "beat"
    order = sorted(looks, key=lambda name: name != first)
    rivals = tuple(Rival(name, roles[name], tuple(looks[name]), looks[name][-1]) for name in order)
    return Candidate(version, SOUND, (), rivals)


def _gain(skill: float, other: float, size: int) -> tuple[float, float]:
    """(gain in accuracy, standard deviation of what one of `size` artifacts adds to the mean of
    their month), from one fixed sample."""
    of = Year({"incumbent": skill, "candidate": other}, SAMPLE)
    items = artifacts(of, np.random.default_rng(1), "g")
    outcome = np.array([item.outcome for item in items])
    held = np.sign(outcome[:, None] - outcome[None])
    one, before = (
        0.5 * held * np.sign(said[:, None] - said[None])
        for said in (_said(items, "candidate"), _said(items, "incumbent"))
    )
    pairs = one - before
    alone, both = float(pairs.mean(axis=1).var()), float(pairs.var())
    monthly = 4 * alone / size + 2 * (both - 2 * alone) / (size * (size - 1))
    return float(pairs.mean()), sqrt(size * monthly)


def _said(items: Sequence[Item], arm: str) -> np.ndarray:
    return np.array([item.expected[arm] for item in items])


def _tasks(p: GateParameters, skilled: Mapping[float, float]) -> Iterator[tuple[str, str, Year]]:
    """Name, kind and make of every figure."""
    same = {"candidate": p.skill, "incumbent": p.skill, "nothing": 0.0, "lookup": 0.0}
    yield "alike", "released", Year(same, p.items)
    yield "rarely different", "released", Year(same, p.items, rarely=0.1)
    yield "nothing to learn", "released", Year({"candidate": 0.0, "nothing": 0.0}, p.items)
    for effect in p.effects:
        for size in p.sizes:
            gained = Year({**same, "candidate": skilled[effect]}, size)
            yield f"power {effect:g} {size}", "in time", gained
    harmful = {**same, "candidate": worse(p.skill, HARM)}
    yield "harm_blocked", "kept safe", Year(harmful, p.items)
    yield "harm_rolled_back", "taken back", Year(harmful, p.live)
    yield "false_roll_back_per_year", "taken back", Year(same, p.live)


def _share(p: GateParameters, name: str, kind: str, of: Year) -> tuple[int, float]:
    """(years in which it happened, median month of those)."""
    months = []
    for number in range(p.years):
        rng = np.random.default_rng([p.seed, *name.encode(), number])
        happened = _happened(p, kind, of, rng)
        months += [happened] if happened else []
    return len(months), float(np.median(months)) if months else float("nan")


def _happened(p: GateParameters, kind: str, of: Year, rng: np.random.Generator) -> int | None:
    """The month in which it came to pass; None where it did not."""
    if kind == "taken back":
        return lived(of.skills, of.items, rng)
    released = next((month for month, said in year(of, rng) if said == "release"), None)
    if kind == "kept safe":
        return lived(of.skills, p.live, rng) if released else YEAR
    if kind == "in time" and released and released > POWER_WITHIN:
        return None
    return released


def _report(
    p: GateParameters, found: Mapping[str, tuple[int, float]], gain: Mapping[str, float]
) -> GateReport:
    share = {name: count / p.years for name, (count, _) in found.items()}
    intervals = {name: wilson(count, p.years) for name, (count, _) in found.items()}
    worlds = {name: share[name] for name in ("alike", "rarely different", "nothing to learn")}
    worst = max(worlds, key=lambda name: worlds[name])
    intervals |= {f"false_release_by_world {name}": intervals.pop(name) for name in worlds}
    intervals["false_release_per_year"] = intervals[f"false_release_by_world {worst}"]
    return GateReport(
        false_release_per_year=worlds[worst],
        false_release_by_world=worlds,
        power={
            f"{e:g}": {f"{n}": share[f"power {e:g} {n}"] for n in p.sizes} for e in p.effects
        },
        gain=gain,
        harm_blocked=share["harm_blocked"],
        harm_rolled_back=share["harm_rolled_back"],
        months_to_roll_back=found["harm_rolled_back"][1],
        false_roll_back_per_year=share["false_roll_back_per_year"],
        intervals=intervals,
        parameters=p,
    )  # fmt: skip


def wilson(count: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share that was `count` out of `of`."""
    z, share = 1.959964, count / of
    middle = (share + z**2 / (2 * of)) / (1 + z**2 / of)
    half = z / (1 + z**2 / of) * sqrt(share * (1 - share) / of + z**2 / (4 * of**2))
    return max(0.0, middle - half), min(1.0, middle + half)
