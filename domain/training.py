"""The monthly recipe: seven weighted sources, instruction pairs, the 20 % holdout, the manifest.

Weeks 1-3 of a month observe, week 4 trains. Weights are those of the seed in numbers (baseline 1,
medium 1, medium-high 1.5, high 2); every run logs its own shares, so a page can show them.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from math import ceil
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from core.clock import months_before
from core.errors import BadInput, CheckFailed
from core.ids import content_hash

TrainingSource = Literal[
    "onboarding", "activity", "vent", "calendar", "performance", "tooling", "belief"
]
SOURCES: tuple[TrainingSource, ...] = get_args(TrainingSource)

WORDS: frozenset[TrainingSource] = frozenset({"onboarding", "activity", "vent"})
"""Sources in which saying the same again is not saying more."""
HOLDOUT_SHARE = 0.2
HOLDOUT_MONTHS = 3
CAP_SHARE = 0.35
TRAIN_FROM_DAY = 22
EXPLORE_BELOW = 0.5  # a belief under this confidence also brings the alternative


class Recipe(BaseModel):
    """How one source enters: weight, how far back (None = all time), and its half-life in days.

    `cycles` counts pulls instead of months (tooling: the last two).
    """

    model_config = ConfigDict(frozen=True)

    weight: float = Field(gt=0)
    months: int | None = None
    cycles: int | None = None
    half_life_days: float | None = None


RECIPE: Mapping[TrainingSource, Recipe] = {
    "onboarding": Recipe(weight=1.0),
    "activity": Recipe(weight=2.0, months=3),
    "vent": Recipe(weight=1.5, half_life_days=180),
    "calendar": Recipe(weight=1.0),
    "performance": Recipe(weight=2.0, months=6),
    "tooling": Recipe(weight=1.0, cycles=2),
    "belief": Recipe(weight=2.0),
}


class Material(BaseModel):
    """One item that may become a training pair.

    `source_ids` are its provenance (vent, artifact, activity ids ...); `artifact_id` the measured
    artifact it tells of, if any; `cycle` the number of its pull (tooling); `confidence` that of the
    belief it stands for (belief); `consent` whether it may be trained on; `kept_back` why else it
    must stay out.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    source: TrainingSource
    at: datetime
    context: str
    segment: str
    channel: str
    response: str
    source_ids: tuple[str, ...]
    artifact_id: str = ""
    cycle: int | None = None
    confidence: float | None = Field(default=None, ge=0, le=1)
    alternative: str = ""
    consent: bool = True
    kept_back: str = ""


class Measured(BaseModel):
    """An artifact whose outcome is known, and since when."""

    model_config = ConfigDict(frozen=True)

    artifact_id: str
    measured_on: date


class Pair(BaseModel):
    """An instruction, its response, a sampling weight in (0, 1] (all sum to 1), and provenance."""

    model_config = ConfigDict(frozen=True)

    id: str
    source: TrainingSource
    instruction: str
    response: str
    weight: float
    source_ids: tuple[str, ...]


class Dataset(BaseModel):
    """One month's training set: pairs by id, each source's share, the holdout, the manifest hash.

    `left_out` says why items stayed out: reason to count; `without` the same by source.
    """

    model_config = ConfigDict(frozen=True)

    pairs: tuple[Pair, ...]
    shares: Mapping[str, float]
    holdout: tuple[str, ...]
    left_out: Mapping[str, int]
    manifest: str
    without: Mapping[str, Mapping[str, int]] = {}


class HoldoutLeaked(CheckFailed):
    """A held-out artifact reached training or retrieval."""


def may_train(day: date) -> bool:
    """Whether `day` lies in the month's fourth week or after it; the weeks before observe."""
    return day.day >= TRAIN_FROM_DAY


def holdout_of(measured: Sequence[Measured], today: date) -> tuple[str, ...]:
    """The most recently measured 20 % (rounded up) of each of the last three months, pooled.

    The month of `today` is the last of the three. Split by time: what is held out was measured
    after what is trained on in its month; ties go by id. Ids come sorted.
    """
    first = months_before(today, HOLDOUT_MONTHS - 1)
    by_month: dict[date, list[tuple[date, str]]] = {}
    for one in measured:
        if first <= one.measured_on <= today:
            month = one.measured_on.replace(day=1)
            by_month.setdefault(month, []).append((one.measured_on, one.artifact_id))
    held = set()
    for members in by_month.values():
        members.sort()
        held.update(name for _, name in members[-ceil(HOLDOUT_SHARE * len(members)) :])
    return tuple(sorted(held))


def without_held_out(
    items: Mapping[str, Collection[str]], held: Collection[str]
) -> tuple[str, ...]:
    """The ids of `items` (id to the ids it tells of) that may be trained on or retrieved."""
    kept = set(held)
    return tuple(sorted(i for i, told in items.items() if i not in kept and kept.isdisjoint(told)))


def refuse_leaks(items: Mapping[str, Collection[str]], held: Collection[str]) -> None:
    """Raise `HoldoutLeaked` if any of `items` (id to the ids it tells of) touches the holdout."""
    leaked = sorted(items.keys() - set(without_held_out(items, held)))
    if leaked:
        raise HoldoutLeaked(
            f"{len(leaked)} items tell of held-out artifacts, first {leaked[0]}.",
            remedy="Rebuild the training set and the index without them.",
            field="holdout",
            value=leaked[:5],
        )


def assemble(
    materials: Sequence[Material],
    measured: Sequence[Measured],
    now: datetime,
    recipe: Mapping[TrainingSource, Recipe] = RECIPE,
    cap: float = CAP_SHARE,
) -> Dataset:
    """The month's data set from everything known; the same input in any order gives the same hash.

    A source's mass is its weight times the mean recency of its items; shares are capped at `cap`,
    the excess goes to the others in proportion. With too few sources for the cap (fewer than
    1 / cap) the shares are equal.
    """
    held = holdout_of(measured, now.date())
    last_cycle = max((m.cycle for m in materials if m.cycle is not None), default=0)
    without: dict[str, Counter[str]] = {}
    seen: set[tuple[str, str, str]] = set()
    kept: dict[TrainingSource, list[tuple[Material, float]]] = {}
    for item in sorted(materials, key=lambda m: m.id):
        reason = _left_out(item, set(held), (now, last_cycle), recipe[item.source])
        said = (item.source, item.context, item.response)
        if not reason and item.source in WORDS and said in seen:
            reason = "repeated"
        if reason:
            without.setdefault(item.source, Counter())[reason] += 1
        else:
            seen.add(said)
            fresh = _recency(item, now, recipe[item.source])
            kept.setdefault(item.source, []).append((item, fresh))
    masses = {
        source: recipe[source].weight * sum(fresh for _, fresh in items) / len(items)
        for source, items in kept.items()
    }
    shares = capped_shares({s: masses[s] for s in SOURCES if s in masses}, cap)
    pairs = [pair for s, items in kept.items() for pair in _pairs(s, items, shares[s])]
    pairs = tuple(sorted(pairs, key=lambda pair: pair.id))
    refuse_leaks({pair.id: pair.source_ids for pair in pairs}, held)
    return Dataset(
        pairs=pairs,
        shares=shares,
        holdout=held,
        left_out=dict(sum(without.values(), Counter())),
        manifest=manifest_hash(pairs, held),
        without={source: dict(reasons) for source, reasons in without.items()},
    )


def capped_shares(masses: Mapping[str, float], cap: float = CAP_SHARE) -> dict[str, float]:
    """Shares in proportion to `masses` (all > 0), none above `cap` where that is possible."""
    if not 0 < cap <= 1:
        raise BadInput("A cap is a share above 0 and up to 1.", field="cap", value=cap)
    if not masses:
        return {}
    if len(masses) * cap <= 1:
        return dict.fromkeys(masses, 1 / len(masses))
    full: set[str] = set()
    while True:
        free = {name: mass for name, mass in masses.items() if name not in full}
        left, total = 1 - cap * len(full), sum(free.values())
        over = {name for name, mass in free.items() if mass / total * left > cap + 1e-12}
        if not over:
            return {name: cap if name in full else free[name] / total * left for name in masses}
        full |= over


def manifest_hash(pairs: Sequence[Pair], held: Sequence[str]) -> str:
    """SHA-256 over every pair and the holdout: names the data set in a version's manifest."""
    lines = sorted(pair.model_dump_json() for pair in pairs)
    return content_hash("training", *lines, "holdout", *sorted(held))


def instruction(context: str, segment: str, channel: str) -> str:
    """The question of a pair, in the words of the seed."""
    return (
        f"Given this business context: {context}\n"
        f"What messaging angle would resonate for {segment or 'the main segment'} "
        f"on {channel or 'any channel'}?"
    )


def _left_out(item: Material, held: set[str], at: tuple[datetime, int], recipe: Recipe) -> str:
    now, last_cycle = at
    if not item.consent:
        return "no_consent"
    if item.kept_back:
        return item.kept_back
    if not held.isdisjoint({item.id, item.artifact_id, *item.source_ids}):
        return "held_out"
    if not item.source_ids:
        return "no_provenance"
    if item.at > now:
        return "not_yet"
    # A month of the window is taken as 30.44 days: windows slide, they do not jump on the first.
    if recipe.months is not None and now - item.at > timedelta(days=30.44 * recipe.months):
        return "too_old"
    if recipe.cycles is not None and (item.cycle or 0) <= last_cycle - recipe.cycles:
        return "too_old"
    return ""


def _recency(item: Material, now: datetime, recipe: Recipe) -> float:
    if recipe.half_life_days is None:
        return 1.0
    return 2.0 ** (-(now - item.at).total_seconds() / (86_400 * recipe.half_life_days))


def _pairs(
    source: TrainingSource, items: Sequence[tuple[Material, float]], share: float
) -> list[Pair]:
    """A source's pairs, its share split by recency and a belief's confidence.

    A strong belief brings more examples; one below `EXPLORE_BELOW` gives the rest of its mass to
    its alternative.
    """
    drafts: list[tuple[str, Material, str, float]] = []
    for item, fresh in items:
        sure = 1.0 if item.confidence is None else item.confidence
        drafts.append((item.id, item, item.response, fresh * max(sure, 0.05)))
        if item.alternative and sure < EXPLORE_BELOW:
            drafts.append((f"{item.id}:alternative", item, item.alternative, fresh * (1 - sure)))
    total = sum(mass for _, _, _, mass in drafts)
    return [
        Pair(
            id=name,
            source=source,
            instruction=instruction(item.context, item.segment, item.channel),
            response=response,
            weight=share * mass / total,
            source_ids=item.source_ids,
        )
        for name, item, response, mass in drafts
    ]
