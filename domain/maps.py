"""Execution map: the eight parts of seed 001 §5.1, each claim with its evidence, or a no."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from core.errors import CheckFailed
from core.ids import content_hash
from domain.predictions import Foreseen, chance_of_low


class Part(BaseModel):
    """Base: no unknown fields, never changed after it was made."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(Part):
    """A piece of evidence: what it is, and its id."""

    kind: str
    id: UUID


class Claim(Part):
    """One sentence with the evidence it rests on; a claim without evidence cannot be made."""

    text: str = Field(min_length=1)
    evidence: tuple[Source, ...] = Field(min_length=1)


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

    def foreseen(self) -> Foreseen:
        """The same as a prediction; where nothing else was said, the low end is the bar."""
        said = self.model_dump(exclude={"n", "due_on", "bar", "chance"})
        bar, chance = self.bar, self.chance
        if bar is None or chance is None:
            bar, chance = self.low, chance_of_low(self.probability)
        return Foreseen(**said, bar=bar, chance=chance, basis=self.n)


class Artifact(Part):
    """One piece of work: what it is for, what goes in, when, and at what price."""

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


class ExecutionMap(Part):
    """A marketing initiative, whole: title and why now, contents with outlines, timeline, cost,
    predictions, audience, distribution, and what could go wrong."""

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

    @model_validator(mode="after")
    def _adds_up(self) -> "ExecutionMap":
        low = sum(one.price_low for one in self.artifacts)
        high = sum(one.price_high for one in self.artifacts)
        if (low, high) != (self.cost_low, self.cost_high):
            raise ValueError("the parts of a map's cost must add up to its total")
        return self

    def sources(self) -> tuple[Source, ...]:
        """Every piece of evidence the map cites, each once, in order."""
        claims = [*self.why_now, *([self.pain] if self.pain else [])]
        return tuple(dict.fromkeys(source for claim in claims for source in claim.evidence))


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
