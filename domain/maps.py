"""Execution map: the eight parts of seed 001 §5.1, each claim with its evidence, or a no."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from core.errors import CheckFailed
from core.ids import content_hash
from domain.asking import Mode
from domain.briefs import MadeBy
from domain.modes import IDEA
from domain.predictions import Foreseen, chance_of_low

LEAD_DAYS = {
    "ad_copy": 7, "blog_post": 12, "case_study": 18, "email": 8, "landing_page": 14,
    "social_post": 5, "video": 21, "webinar": 24,
}  # fmt: skip
STANDING = ("landing_page", "case_study", "blog_post")
"""Types that stand still on the own site, and that others lead to."""
USUAL_LEAD = 14
"""Days that a piece takes from the start to the hand-in; reviews come on top."""


class Part(BaseModel):
    """Base: no unknown fields, never changed after it was made."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(Part):
    """A piece of evidence: what it is, and its id."""

    kind: str
    id: UUID


class Claim(Part):
    """What is claimed, and the evidence it rests on; a claim without evidence cannot be made.

    `on` is the day on which it was so, where it is news. Its words are ours, never the founder's:
    those stand in the receipts of its evidence.
    """

    text: str = Field(min_length=1)
    evidence: tuple[Source, ...] = Field(min_length=1)
    on: date | None = None


class Forecast(Part):
    """What is expected of one artifact: frozen before launch and scored when it is due.

    `probability` is that of the interval, `chance` that of reaching the `bar`; `n` the measured
    artifacts behind it.
    """

    metric: str
    expected: float
    low: float
    high: float
    probability: float = Field(ge=0, le=1)
    due_on: date
    n: int = Field(ge=0)
    bar: float | None = None
    chance: float | None = Field(default=None, ge=0, le=1)
    alike: str = ""
    """What those measured artifacts have in common, in words: `emails for quality managers`."""

    def foreseen(self) -> Foreseen:
        """The same as a prediction; where nothing else was said, the low end is the bar."""
        said = self.model_dump(exclude={"n", "due_on", "bar", "chance", "alike"})
        bar, chance = self.bar, self.chance
        if bar is None or chance is None:
            bar, chance = self.low, chance_of_low(self.probability)
        return Foreseen(**said, bar=bar, chance=chance, basis=self.n)


class Tags(Part):
    """The tags of an artifact's links: a complete triple and what tells it from the others."""

    source: str
    medium: str
    campaign: str
    content: str


class Objective(Part):
    """What the whole map is to reach: a verb, a metric, a number and a day, beside what is usual.

    `baseline` is what as many comparable pieces reached in the middle (`n` of them), `low` to
    `high` their range; None where nothing was measured.
    """

    verb: str
    metric: str
    target: float = Field(gt=0)
    due_on: date
    baseline: float | None = None
    n: int = Field(default=0, ge=0)
    low: float | None = None
    high: float | None = None
    evidence: tuple[Source, ...] = ()

    @property
    def stretch(self) -> bool:
        """Whether it asks for more than was ever usual."""
        return self.high is not None and self.target > self.high


class Kpi(Part):
    """A figure to watch at a stage: its target and the range of `n` comparable pieces."""

    stage: str
    metric: str
    target: float = Field(gt=0)
    low: float
    high: float
    n: int = Field(ge=0)


class Measuring(Part):
    """How it is counted: the event that is a conversion, the attribution model that shares credit,
    and the day by which the links carry their tags."""

    event: str
    model: str
    ready_on: date


class Returns(Part):
    """What it takes to pay: conversions that cover the highest cost, and the return's range.

    `value` is a conversion's mean worth in minor units over `n` purchases; `low` and `high` are
    shares of the cost (-0.2 is a fifth lost), `middle` the same of what is expected; None where
    nothing is predicted. Without `value`, `pays_from` is what a conversion has to be worth. For
    those who are customers already `value` is what a `customer` brought.
    """

    value: int | None = None
    n: int = Field(default=0, ge=0)
    break_even: int | None = None
    low: float | None = None
    high: float | None = None
    pays_from: int | None = None
    middle: float | None = None
    of: Literal["conversion", "customer"] = "conversion"


class ChannelCase(Part):
    """Why a channel is used: it `worked` before, its `audience` is there, or it is an `experiment`.

    `p` is how sure that is, `share` its part of the highest cost.
    """

    channel: str
    ground: Literal["worked", "audience", "experiment"]
    text: str
    share: float = Field(ge=0, le=1)
    p: float | None = Field(default=None, ge=0, le=1)
    evidence: tuple[Source, ...] = ()


class Idea(Part):
    """Something that no evidence forbids and none speaks for: an option to test, said to be one,
    with the width of what may come of it. `evidence` is what it was made from."""

    text: str
    segment: str
    angle: str
    channel: str
    evidence: tuple[Source, ...] = ()


UnknownPart = Literal["audience", "contents", "predicted"]
"""Parts of a map that may say that they are not known."""


class Unknown(Part):
    """A part of a map that evidence does not carry: in plain words what is not known, and why."""

    part: UnknownPart
    text: str


class Artifact(Part):
    """One piece of work: what it is for, what goes in, when, and at what price.

    It is handed in by `due_on` and goes out on `out_on`, after its reviews; `price_n` creators'
    prices stand behind its price (0: the table). `own_hours` is the founder's part.
    """

    position: int
    artifact_type: str
    title: str
    role: str
    channel: str
    funnel_stage: str
    angle: str
    outline: tuple[str, ...] = Field(min_length=3)
    due_on: date
    after: int | None = None
    price_low: int = Field(ge=0)
    price_high: int = Field(ge=0)
    forecast: Forecast | None = None
    owner: str = "creator"
    out_on: date | None = None
    review_on: date | None = None
    tags: Tags | None = None
    price_n: int = Field(default=0, ge=0)
    own_hours: float = Field(default=0, ge=0)


class ExecutionMap(Part):
    """A marketing initiative, whole: title and why now, contents with outlines, timeline, cost,
    predictions, audience, distribution, and what could go wrong.

    `against` are beliefs that speak against it, of the `weighed` that were looked at.
    """

    title: str
    why_now: tuple[Claim, ...] = Field(min_length=1)
    segment: str
    pain: Claim | None = None
    message: str = Field(max_length=240)
    artifacts: tuple[Artifact, ...] = Field(min_length=1, max_length=6)
    cost_low: int = Field(ge=0)
    cost_high: int = Field(ge=0)
    reserve: int = Field(ge=0)
    currency: str
    quote_valid_until: date
    distribution: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    guard: str = ""
    made_on: date | None = None
    persona: str = ""
    objective: Objective | None = None
    kpis: tuple[Kpi, ...] = Field(default=(), max_length=5)
    measuring: Measuring | None = None
    returns: Returns | None = None
    channels: tuple[ChannelCase, ...] = ()
    competition: tuple[Claim, ...] = ()
    against: tuple[Claim, ...] = ()
    weighed: int = Field(default=0, ge=0)
    prices: str = ""
    made_by: MadeBy = "rules"
    mode: Mode = "adaptive"
    unknown: tuple[Unknown, ...] = ()
    ideas: tuple[Idea, ...] = ()

    @model_validator(mode="after")
    def _adds_up(self) -> "ExecutionMap":
        low = sum(one.price_low for one in self.artifacts)
        high = sum(one.price_high for one in self.artifacts)
        if (low, high) != (self.cost_low, self.cost_high):
            raise ValueError("the parts of a map's cost must add up to its total")
        return self

    def sources(self) -> tuple[Source, ...]:
        """Every piece of evidence the map cites, each once, in order."""
        cited = [claim.evidence for claim in self.claims()]
        cited += [case.evidence for case in self.channels]
        cited += [self.objective.evidence] if self.objective else []
        cited += [idea.evidence for idea in self.ideas]
        return tuple(dict.fromkeys(source for each in cited for source in each))

    def claims(self) -> tuple[Claim, ...]:
        """Everything that it claims, in order."""
        pain = (self.pain,) if self.pain else ()
        return (*self.why_now, *pain, *self.competition, *self.against)


class Proposal(Part):
    """Up to three maps, or none and the reason why doing nothing is right."""

    maps: tuple[ExecutionMap, ...] = Field(default=(), max_length=3)
    do_nothing: str | None = None
    missing: tuple[str, ...] = ()


class MapUnsound(CheckFailed):
    """A map breaks a rule that every map must keep."""


def guard_of(segment: str, theme: str, channel: str) -> str:
    """What makes two maps the same proposal, so that none is made twice."""
    return content_hash("map", segment, theme, channel)[:16]


def faults(one: ExecutionMap, today: date, known: frozenset[UUID]) -> list[str]:
    """What is wrong with a map, as sentences: unknown evidence, past dates, broken order."""
    found = [f"{s.kind} {s.id} is not known" for s in one.sources() if s.id not in known]
    positions = {artifact.position: artifact for artifact in one.artifacts}
    for artifact in one.artifacts:
        if artifact.due_on <= today:
            found.append(f"artifact {artifact.position} is due in the past")
        before = positions.get(artifact.after) if artifact.after is not None else None
        if artifact.after is not None and (before is None or before.position >= artifact.position):
            found.append(f"artifact {artifact.position} waits for one that comes later")
        elif before is not None and before.due_on > artifact.due_on:
            found.append(f"artifact {artifact.position} is due before what it waits for")
    if not one.reserve * 100 >= one.cost_high * 10:
        found.append("the reserve is under a tenth of the cost")
    return found


def mode_faults(one: ExecutionMap) -> list[str]:
    """Where a map says more, or less openly, than its mode allows (product OU8)."""
    found = []
    if one.ideas and one.mode != "creative":
        found.append(f"it holds ideas, and its mode is {one.mode}")
    found += [
        f"an idea does not say that it is one: {idea.text[:60]!r}"
        for idea in one.ideas
        if not idea.text.startswith(IDEA)
    ]
    if one.mode != "strict":
        return found
    told = {each.part for each in one.unknown}
    bets = [case.channel for case in one.channels if case.ground == "experiment"]
    found += [f"nothing was measured on {channel}, and it is used" for channel in bets]
    if one.pain is not None:
        found.append("what hurts is read into the evidence, not carried by it")
    elif "audience" not in told:
        found.append("it does not say that what hurts is not known")
    if any(piece.forecast is None for piece in one.artifacts) and "predicted" not in told:
        found.append("it does not say that what to expect is not known")
    return [*found, *(f"{each.part}: {each.text!r}" for each in one.unknown if not _admits(each))]


def _admits(one: Unknown) -> bool:
    return one.text.startswith("I don't know") and "because" in one.text
