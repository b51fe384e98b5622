"""Matching: which creator is asked first for a brief, and why this one.

Three filters (specialisation, artifact type, load below capacity), two ranks (work on similar
briefs within 90 days, quality of this artifact type ever). Whom a business invited and nobody
vetted is asked by that business alone. Few results of a kind are drawn towards
all that a creator did, and few of those towards the average of everybody, so that one lucky brief
makes nobody a star; what is not known yet counts a little in a creator's favour, and a share of
offers goes to newcomers, so that they can become known at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from math import sqrt
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Tier = Literal["rising", "proven", "elite"]
WINDOW = timedelta(days=90)
HALF_LIFE_DAYS = 45.0
PRIOR_MEAN, PRIOR_WEIGHT, RECORD_WEIGHT = 0.6, 1.0, 3.0
"""What nobody has shown yet counts as one result where creators are ranked, so that skill is found
soon; in a record and its tier it counts as three, so that a name is made slowly."""
ENOUGH_RESULTS = 20
"""From so many results on, the average of everybody takes the place of the prior mean."""
CURIOSITY = 0.1
"""Of the standard error, what is added to a score: who is known less is tried a little sooner."""
SIMILAR_SHARE, QUALITY_SHARE = 0.6, 0.4
NEWCOMER_RESULTS = 3
BIDDERS = 3
EXPLORATION_SHARE = 0.1
RESTS = {"time": timedelta(days=7), "brief": timedelta(days=30), "fee": timedelta(days=90)}
"""How long after a no others are asked first: any work after “no time”, work of the same kind and
field after “not this brief”, the same kind at no higher a fee after “not for this fee”."""


@dataclass(frozen=True)
class Ask:
    """What a brief needs; an empty specialization asks for none. `business` is whose it is."""

    brief: str
    specialization: str
    artifact_type: str
    premium: bool = False
    fee: int = 0
    business: str = ""


@dataclass(frozen=True)
class Creator:
    """A creator's record (design 6.2); `load` is the number of briefs in work.

    One who is not `vetted` works for the business that invited them, whatever its field.
    """

    id: str
    specializations: frozenset[str]
    artifact_types: frozenset[str]
    capacity: int
    load: int = 0
    tier: Tier = "rising"
    performance_score: float = PRIOR_MEAN
    total_briefs_completed: int = 0
    acceptance_rate: float = 1.0
    avg_delivery_hours: float = 0.0
    revision_rate: float = 0.0
    vetted: bool = True
    invited_by: str = ""


@dataclass(frozen=True)
class Declined:
    """A no, and what it was about: the fee, no time, or the brief; `fee` in minor units."""

    creator: str
    at: datetime
    kind: str
    specialization: str
    artifact_type: str
    fee: int


@dataclass(frozen=True)
class Result:
    """One completed brief (design 6.2); scores 0 to 1, `late` in shares of the time agreed."""

    brief: str
    creator: str
    at: datetime
    specialization: str
    artifact_type: str
    quality_score: float
    late: float = 0.0
    revision_count: int = 0
    customer_satisfaction: float | None = None
    artifact_performance: float | None = None

    @cached_property
    def worth(self) -> float:
        """All of it in one number: see `outcome`."""
        return outcome(self)


@dataclass(frozen=True)
class Score:
    """A mean with its standard error and the weight of results behind it."""

    mean: float
    error: float
    results: int

    @property
    def hopeful(self) -> float:
        """The mean, and a little for what is not known yet."""
        return self.mean + CURIOSITY * self.error


@dataclass(frozen=True)
class Candidate:
    """A creator in rank, with a reason for the founder and one for the creator."""

    creator: str
    score: float
    similar: Score
    quality: Score
    newcomer: bool
    explored: bool
    for_founder: str
    for_creator: str


class Reason(BaseModel):
    """Why an offer went to this creator, in words to them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    for_creator: str = Field(min_length=1, max_length=600)


@dataclass(frozen=True)
class Excluded:
    """A creator who is not asked, and why."""

    creator: str
    reason: str


@dataclass(frozen=True)
class Ranking:
    """Candidates in the order in which they are asked, and those left out."""

    candidates: tuple[Candidate, ...]
    excluded: tuple[Excluded, ...]

    def chosen(self, ask: Ask) -> tuple[Candidate, ...]:
        """The first; or the first three, who send sealed bids, for premium work."""
        return self.candidates[: BIDDERS if ask.premium else 1]


@dataclass(frozen=True)
class Bid:
    """A sealed bid in minor units: nobody sees it before all have answered."""

    creator: str
    amount: int


def rank(
    ask: Ask,
    creators: Sequence[Creator],
    results: Sequence[Result],
    now: datetime,
    draw: float = 1.0,
    declined: Sequence[Declined] = (),
) -> Ranking:
    """Filters and ranks; ties keep the order of input. `draw` is uniform in [0, 1), seeded.

    Where `draw` falls below the exploration share, it also picks the newcomer who goes first. A no
    costs no rank: whoever gave a reason that still holds is only asked after the others.
    """
    excluded = [Excluded(one.id, reason) for one in creators if (reason := _reason_out(ask, one))]
    out = {one.creator for one in excluded}
    own: dict[str, list[Result]] = {}
    for one in results:
        if one.at <= now:
            own.setdefault(one.creator, []).append(one)
    usual = average(results)
    candidates = [
        _candidate(ask, one, own.get(one.id, ()), now, usual)
        for one in creators
        if one.id not in out
    ]
    candidates.sort(key=lambda one: -one.score)
    resting = {one.creator: one for one in declined if _rests(ask, one, now)}
    ready = [one for one in candidates if one.creator not in resting]
    later = [_later(one, resting[one.creator]) for one in candidates if one.creator in resting]
    return Ranking((*_explored(ready, draw), *later), tuple(excluded))


def average(results: Sequence[Result]) -> float:
    """What work is worth on the whole: the prior mean until there are results enough."""
    if len(results) < ENOUGH_RESULTS:
        return PRIOR_MEAN
    return sum(one.worth for one in results) / len(results)


def performance_score(creator: str, results: Sequence[Result], now: datetime) -> Score:
    """The rolling 90-day score of all of a creator's work, recent work weighing more."""
    own = [(_recency(one, now), one.worth) for one in results if one.creator == creator]
    return _shrunk(own, PRIOR_MEAN, RECORD_WEIGHT)


def outcome(result: Result) -> float:
    """0 to 1: quality first, then how the artifact did, satisfaction, time and revisions.

    What is not known yet leaves the sum, and the rest makes up for it.
    """
    parts = [
        (0.5, result.quality_score),
        (0.2, result.artifact_performance),
        (0.1, result.customer_satisfaction),
        (0.1, max(0.0, 1.0 - result.late)),
        (0.1, max(0.0, 1.0 - result.revision_count / 2)),
    ]
    seen = [(weight, value) for weight, value in parts if value is not None]
    return sum(weight * value for weight, value in seen) / sum(weight for weight, _ in seen)


def award(bids: Sequence[Bid], scores: Mapping[str, float], budget: int) -> Bid | None:
    """The sealed bid that gives most for its price: score less a fifth of the share of budget.

    `scores` are those of the ranking by creator; bids above the budget, and of creators who were
    not asked, are left out.
    """
    valid = [bid for bid in bids if 0 < bid.amount <= budget and bid.creator in scores]
    worth = {bid: scores[bid.creator] - 0.2 * bid.amount / budget for bid in valid}
    return max(valid, key=lambda bid: worth[bid], default=None)


def field_of(described: str, creators: Sequence[Creator]) -> str:
    """The specialization that fits a description of a business best; "" where none does.

    Every word of the specialization has to stand in the description; longer ones say more.
    """
    said = set(described.casefold().replace("_", " ").replace("-", " ").split())
    offered = [one for creator in creators for one in creator.specializations]
    fitting = {one for one in offered if set(one.casefold().split("_")) <= said}
    return max(sorted(fitting), key=lambda one: (one.count("_"), offered.count(one)), default="")


def is_open_to(business: str, *, vetted: bool, invited_by: str) -> bool:
    """Whether a creator may be asked by a business: the market's by all, the invited by theirs."""
    return vetted or (bool(business) and business == invited_by)


def _reason_out(ask: Ask, creator: Creator) -> str:
    if not is_open_to(ask.business, vetted=creator.vetted, invited_by=creator.invited_by):
        return "Was invited by another business; no reviewer vetted them for the market yet."
    fits = ask.specialization in creator.specializations or not creator.vetted
    if ask.specialization and not fits:
        return f"Does not work in {_said(ask.specialization)}."
    if ask.artifact_type not in creator.artifact_types:
        return f"Does not make this kind of piece: {_said(ask.artifact_type)}."
    if creator.load >= creator.capacity:
        return f"Has {creator.load} briefs in work and takes {creator.capacity} at most."
    return ""


def _rests(ask: Ask, no: Declined, now: datetime) -> bool:
    if no.kind not in RESTS or not timedelta(0) <= now - no.at < RESTS[no.kind]:
        return False
    if no.kind == "time":
        return True
    same = no.artifact_type == ask.artifact_type
    if no.kind == "fee":
        return same and ask.fee <= no.fee
    return same and no.specialization == ask.specialization


def _later(candidate: Candidate, no: Declined) -> Candidate:
    why = {"time": "had no time", "fee": "wanted a higher fee", "brief": "passed on a like brief"}
    told = f"{why[no.kind].capitalize()} on {no.at:%-d %B}, so others were asked first. "
    return replace(
        candidate, for_founder=told + candidate.for_founder,
        for_creator=candidate.for_creator + " Your last no only let others go first.",
    )  # fmt: skip


def _candidate(
    ask: Ask, creator: Creator, own: Sequence[Result], now: datetime, usual: float
) -> Candidate:
    weighed = [(_recency(one, now), one.worth, one) for one in own]
    overall = _shrunk([(weight, worth) for weight, worth, _ in weighed], usual)
    similar = _shrunk(
        [(weight * _likeness(ask, one), worth) for weight, worth, one in weighed if weight],
        overall.mean,
    )
    quality = _shrunk(
        [(1.0, one.quality_score) for one in own if one.artifact_type == ask.artifact_type],
        overall.mean,
    )
    newcomer = len(own) < NEWCOMER_RESULTS
    score = SIMILAR_SHARE * similar.hopeful + QUALITY_SHARE * quality.hopeful
    founder, creator_text = _reasons(ask, similar, quality, newcomer)
    if not creator.vetted:
        founder = "Invited by you. " + founder
    return Candidate(creator.id, score, similar, quality, newcomer, False, founder, creator_text)


def _recency(result: Result, now: datetime) -> float:
    age = now - result.at
    if not timedelta(0) <= age <= WINDOW:
        return 0.0
    return 2.0 ** (-(age / timedelta(days=1)) / HALF_LIFE_DAYS)


def _likeness(ask: Ask, result: Result) -> float:
    same_type = result.artifact_type == ask.artifact_type
    same_field = result.specialization == ask.specialization
    return (0.6 if same_type else 0.0) + (0.4 if same_field else 0.0)


def _shrunk(
    weighed: Sequence[tuple[float, float]], prior: float, worth: float = PRIOR_WEIGHT
) -> Score:
    """Mean drawn towards `prior`, which weighs as much as `worth` results."""
    weight = worth + sum(w for w, _ in weighed)
    mean = (worth * prior + sum(w * value for w, value in weighed)) / weight
    error = sqrt(max(mean * (1 - mean), 0.0) / (weight + 1))
    return Score(mean, error, sum(w > 0 for w, _ in weighed))


def _explored(candidates: list[Candidate], draw: float) -> list[Candidate]:
    newcomers = [one for one in candidates if one.newcomer]
    if not newcomers or draw >= EXPLORATION_SHARE:
        return candidates
    picked = newcomers[int(draw / EXPLORATION_SHARE * len(newcomers))]
    first = replace(
        picked, explored=True,
        for_founder="New here; one offer in ten goes to somebody new. " + picked.for_founder,
        for_creator="You are asked first because newcomers get a share of offers.",
    )  # fmt: skip
    return [first, *(one for one in candidates if one is not picked)]


def _reasons(ask: Ask, similar: Score, quality: Score, newcomer: bool) -> tuple[str, str]:
    piece = _said(ask.artifact_type)
    if newcomer and not similar.results:
        field = f" in {_said(ask.specialization)}" if ask.specialization else ""
        founder = f"Takes {piece} work{field}; no results here yet."
        return founder, "Your field and your kind of work fit; there are no results to rank yet."
    told = f"{_count(similar.results, 'similar brief')} in 90 days, scored {similar.mean:.2f}"
    made = f"{_count(quality.results, piece)} in all, quality {quality.mean:.2f}"
    return (
        f"Finished {told} (±{similar.error:.2f}); {made}.",
        f"Ranked by your work: {told}; {made}. Few results count towards the average.",
    )


def _said(slug: str) -> str:
    return slug.replace("_", " ")


def _count(number: int, noun: str) -> str:
    plural = noun if number == 1 else noun[:-1] + "ies" if noun.endswith("dy") else noun + "s"
    return f"{number} {plural}"
