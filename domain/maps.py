"""An execution map: a small plan that says what to make, why now, what it costs and what it brings.

Eight parts (design 5.1): title with "why now", contents, an outline per artifact, timeline, cost,
predictions, audience, distribution. Every claim carries the ids of its evidence. Where nothing is
worth doing, `do_nothing` says so with its reason.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from core.errors import BadInput
from core.ids import content_hash
from core.text import shorten
from domain.costs import PriceTable, Quote, Tier, quote
from domain.utm import tag_key

Stage = Literal["awareness", "consideration", "conversion", "retention"]
Input = Literal["profile", "market_signals", "calendar", "performance", "competition"]
INPUTS: tuple[Input, ...] = (
    "profile",
    "market_signals",
    "calendar",
    "performance",
    "competition",
)
REVIEW_AFTER = timedelta(days=30)
Words = Annotated[str, Field(min_length=1)]
Evidence = Annotated[tuple[str, ...], Field(min_length=1)]


class ReasonMissing(BadInput):
    """Advice to do nothing needs its reason."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Claim(_Part):
    """A sentence and what it rests on; `seen_on` where the evidence is a dated signal."""

    text: Words
    evidence: Evidence
    seen_on: date | None = None


class Tracking(_Part):
    """How an artifact's effect is seen: its UTM triple, the event that counts, and the model."""

    source: Words
    medium: Words
    campaign: Words
    conversion_event: Words
    model: str = "position"

    @model_validator(mode="after")
    def _in_form(self) -> "Tracking":
        wrong = [tag for tag in (self.source, self.medium, self.campaign) if tag_key(tag) != tag]
        if wrong:
            raise ValueError(f"tags are small letters with hyphens, not {wrong[0]!r}")
        return self


class Artifact(_Part):
    """One piece of the map: what, for which stage, how it is outlined, where and when it goes."""

    id: Words
    title: Words
    artifact_type: Words
    stage: Stage
    tier: Tier = "proven"
    outline: tuple[Words, ...] = Field(min_length=1)
    channel: Words
    plan: Words = Field(description="How it is distributed")
    experiment: bool = False
    due: date
    publish_on: date
    needs: tuple[str, ...] = ()
    tracking: Tracking
    evidence: tuple[str, ...] = ()

    @property
    def review_on(self) -> date:
        """Thirty days after it went out."""
        return self.publish_on + REVIEW_AFTER


class Prediction(_Part):
    """A range that will be held against what happens on `due`; `n` results behind it."""

    metric: Words
    low: float
    high: float
    unit: str = ""
    confidence: float = Field(ge=0, le=1)
    n: int = Field(ge=0)
    due: date
    artifact: str | None = None
    evidence: Evidence

    @model_validator(mode="after")
    def _in_order(self) -> "Prediction":
        if self.low > self.high:
            raise ValueError("a prediction runs from low to high")
        return self

    def came_true(self, value: float) -> bool:
        """Whether the measured value lies in the range."""
        return self.low <= value <= self.high


class Objective(_Part):
    """One objective: a metric, from a baseline to a target, by a day."""

    metric: Words
    baseline: float | None = None
    target: float
    by: date


class Risk(_Part):
    """What may go wrong, how one sees it, and when to stop."""

    text: Words
    trigger: Words
    stop: Words


class ExecutionMap(_Part):
    """The eight parts, and what a careful reader asks for beside them."""

    id: Words
    title: Words
    why_now: tuple[Claim, ...] = Field(min_length=1)
    objective: Objective
    core_message: Words
    audience: Words
    audience_evidence: Evidence
    contents: tuple[Artifact, ...] = Field(min_length=1, max_length=6)
    cost: Quote
    predictions: tuple[Prediction, ...] = Field(min_length=1)
    risks: tuple[Risk, ...] = ()
    rejected: tuple[Claim, ...] = ()
    against: tuple[Claim, ...] = Field(default=(), description="Evidence that speaks against it")
    missing: tuple[Input, ...] = ()

    @property
    def timeline(self) -> tuple[tuple[date, str], ...]:
        """Due, publishing and review days in order."""
        steps = [
            (day, f"{artifact.title}: {step}")
            for artifact in self.contents
            for day, step in (
                (artifact.due, "due"),
                (artifact.publish_on, "goes out"),
                (artifact.review_on, "is reviewed"),
            )
        ]
        return tuple(sorted(steps))

    @property
    def evidence(self) -> tuple[str, ...]:
        """Every id that the map rests on, each once, in order."""
        claims = (*self.why_now, *self.rejected, *self.against, *self.predictions, *self.contents)
        ids = (one for claim in claims for one in claim.evidence)
        return tuple(dict.fromkeys((*self.audience_evidence, *ids)))


class DoNothing(_Part):
    """The advice to make nothing just now."""

    reason: Words
    evidence: tuple[str, ...] = ()
    look_again_on: date


class Fault(_Part):
    """Something in a map that does not hold, and how to mend it."""

    what: Words
    remedy: Words


def price(contents: Sequence[Artifact], now: datetime, table: PriceTable | None = None) -> Quote:
    """The quote for all artifacts, reserve included."""
    return quote([(artifact.artifact_type, artifact.tier) for artifact in contents], now, table)


def do_nothing(reason: str, now: datetime, evidence: Sequence[str] = ()) -> DoNothing:
    """Advice against any map for two weeks. Raises `ReasonMissing`."""
    if not reason.strip():
        raise ReasonMissing("Got nothing.", remedy="Say what would have to change.")
    again = (now + timedelta(days=14)).date()
    return DoNothing(reason=reason.strip(), evidence=tuple(evidence), look_again_on=again)


def missing_inputs(present: Sequence[Input]) -> tuple[Input, ...]:
    """Which of the five inputs a map had to do without."""
    return tuple(one for one in INPUTS if one not in present)


def duplicate_key(plan: ExecutionMap) -> str:
    """The same for two maps that would do the same: audience, metric, and pieces with channels.

    Titles, dates and prices may differ, and so may the order of the pieces.
    """
    pieces = sorted(f"{tag_key(a.artifact_type)}@{tag_key(a.channel)}" for a in plan.contents)
    return content_hash(tag_key(plan.audience), tag_key(plan.objective.metric), *pieces)


def check(plan: ExecutionMap, now: datetime, table: PriceTable | None = None) -> tuple[Fault, ...]:
    """What does not hold: money, days, dependencies, predictions. Empty when all is well."""
    return (*_money(plan, now, table), *_days(plan, now.date()), *_order(plan), *_foresight(plan))


def _money(plan: ExecutionMap, now: datetime, table: PriceTable | None) -> list[Fault]:
    fresh = price(plan.contents, now, table)
    faults = []
    if plan.cost.version != fresh.version or now > plan.cost.valid_until:
        faults.append(Fault(what="The quote is out of date.", remedy="Price the map again."))
    elif plan.cost.lines != fresh.lines:
        faults.append(Fault(what="Costs and contents differ.", remedy="Price the map again."))
    low = sum(line.low for line in plan.cost.lines) + plan.cost.reserve_low
    high = sum(line.high for line in plan.cost.lines) + plan.cost.reserve_high
    if (low, high) != (plan.cost.total_low, plan.cost.total_high):
        faults.append(Fault(what="The parts do not add up.", remedy="Price the map again."))
    return faults


def _days(plan: ExecutionMap, today: date) -> list[Fault]:
    faults = []
    for artifact in plan.contents:
        name = shorten(artifact.title, 40)
        if artifact.due < today:
            faults.append(Fault(what=f"“{name}” is due in the past.", remedy="Move it."))
        if artifact.publish_on < artifact.due:
            faults.append(Fault(what=f"“{name}” goes out before it is due.", remedy="Move it."))
    return faults


def _order(plan: ExecutionMap) -> list[Fault]:
    """Unknown needs, needs that come too late, and circles."""
    known = {artifact.id: artifact for artifact in plan.contents}
    if len(known) < len(plan.contents):
        return [Fault(what="Two artifacts share an id.", remedy="Give each its own.")]
    faults = []
    for artifact in plan.contents:
        for need in artifact.needs:
            if need not in known:
                faults.append(Fault(what=f"{artifact.id} needs {need}.", remedy="Add or drop it."))
            elif known[need].due > artifact.due:
                faults.append(Fault(what=f"{need} is due after {artifact.id}.", remedy="Move it."))
    left = {name: set(one.needs) & set(known) for name, one in known.items()}
    while free := [name for name, needs in left.items() if not needs & set(left)]:
        for name in free:
            del left[name]
    if left:
        circle = ", ".join(sorted(left))
        faults.append(Fault(what=f"{circle} wait for each other.", remedy="Drop one need."))
    return faults


def _foresight(plan: ExecutionMap) -> list[Fault]:
    ids = {artifact.id for artifact in plan.contents}
    faults = [
        Fault(what=f"A prediction is about {one.artifact}, which is not here.", remedy="Drop it.")
        for one in plan.predictions
        if one.artifact and one.artifact not in ids
    ]
    first_day = min(artifact.publish_on for artifact in plan.contents)
    if any(one.due < first_day for one in plan.predictions):
        faults.append(Fault(what="A prediction is due before anything is out.", remedy="Move it."))
    return faults
