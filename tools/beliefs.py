"""Beliefs: list them with their evidence, and judge one as its owner."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from pydantic import Field

from core.errors import NotFound
from domain.beliefs import Belief, Verdict, contradictions, judged
from domain.events import BeliefMoved
from domain.receipts import Node
from domain.samples import share_range
from memory import beliefs, events, receipts
from memory.ctx import Ctx
from tools.base import Answer, Ask, tool
from tools.receipts import State, told_of

LEVEL = 0.8
SHOWN = 4
"""How many origins of a piece of evidence are named."""


class NoSuchBelief(NotFound):
    """There is no such belief here."""


class Wanted(Ask):
    """Which beliefs: at least this sure, of one category or of all."""

    least: float = Field(default=0.0, ge=0, le=1)
    category: str | None = None
    limit: int = Field(default=200, ge=1, le=1000)


class BeliefLine(Answer):
    """A belief; `confidence` is 0 to 1, counts are pieces of evidence for and against. The share
    that the evidence speaks for lies between `low` and `high` with a probability of 80 %."""

    id: UUID
    category: str
    claim: str
    confidence: float
    status: str
    evidence: int
    against: int
    last_reinforced: datetime | None
    verdict: str
    low: float
    high: float


class Source(Answer):
    """What a piece of evidence came from, in its own words where one may read them."""

    kind: str
    id: UUID
    text: str
    state: State


class Piece(Answer):
    """A piece of evidence: what it said of the belief, how much it weighed, what it left behind.

    `source` is performance, activity or vent. `confidence` is the belief's after it. `sources` are
    at most a few of `sources_in_all`.
    """

    at: datetime
    source: str
    supports: bool
    weight: float
    confidence: float
    sources: list[Source]
    sources_in_all: int


class BeliefDetail(Answer):
    """A belief with all that moved it, newest first; `clashes` say the opposite of the same."""

    line: BeliefLine
    subject: str
    segment: str
    direction: int
    first_observed: datetime
    pieces: list[Piece]
    clashes: list[BeliefLine]


class BeliefId(Ask):
    """A belief by its id."""

    belief_id: UUID


class BeliefList(Answer):
    """Beliefs, surest first."""

    items: list[BeliefLine]


class Opinion(Ask):
    """What the owner says of a belief; `none` takes an earlier word back."""

    belief_id: UUID
    verdict: Verdict


@tool("beliefs:read")
async def list_beliefs(ctx: Ctx, ask: Wanted) -> BeliefList:
    """What the model believes of this business, surest first."""
    lines = [_line(belief) for belief in await beliefs.held(ctx)]
    held = [
        line
        for line in lines  # as sure as it is shown, so that a figure from the list finds its belief
        if line.confidence >= ask.least and ask.category in (None, line.category)
    ]
    held.sort(key=lambda line: (-line.confidence, str(line.id)))
    return BeliefList(items=held[: ask.limit])


@tool("beliefs:read")
async def read_belief(ctx: Ctx, ask: BeliefId) -> BeliefDetail:
    """A belief with the evidence for and against it, in the words that it came from."""
    held = await beliefs.held(ctx)
    belief = _known(held, ask.belief_id)
    clash = {other for pair in contradictions(held) if belief.id in pair for other in pair}
    return BeliefDetail(
        line=_line(belief), subject=belief.scope.subject, segment=belief.scope.segment,
        direction=belief.direction, first_observed=belief.first_observed,
        pieces=await _pieces(ctx, ask.belief_id),
        clashes=[_line(one) for one in held if one.id in clash - {belief.id}],
    )  # fmt: skip


@tool("beliefs:write")
async def judge_belief(ctx: Ctx, ask: Opinion) -> BeliefLine:
    """Agree with, dispute, pin or forbid a belief; its ledger of evidence stays."""
    belief = _known(await beliefs.held(ctx), ask.belief_id)
    after = judged(belief, ask.verdict)
    await beliefs.keep(ctx, [after])
    fact = BeliefMoved(belief_id=ask.belief_id, status=after.status, confidence=after.confidence)
    await events.record(ctx, fact)
    return _line(after)


def _known(held: list[Belief], belief_id: UUID) -> Belief:
    found = next((one for one in held if one.id == str(belief_id)), None)
    if found is None:
        raise NoSuchBelief(f"{belief_id}.", field="belief_id", value=str(belief_id))
    return found


async def _pieces(ctx: Ctx, belief_id: UUID) -> list[Piece]:
    """What moved a belief, newest first, with somebody's words or the month's pieces beside it."""
    origins = await _origins(ctx, belief_id)
    rows = (await beliefs.evidence_of(ctx, belief_id))[::-1]
    nodes = {row.key: origins.get(row.key.partition(":")[2], []) for row in rows}
    told = await told_of(ctx, [each for own in nodes.values() for each in own[:SHOWN]])
    return [
        Piece(
            at=row.at, source=row.source_kind, supports=row.supports, weight=round(row.weight, 4),
            confidence=round(row.confidence_after, 4), sources_in_all=len(nodes[row.key]),
            sources=[
                Source(kind=kind, id=one, text=told[kind, one].text, state=told[kind, one].state)
                for kind, one in nodes[row.key][:SHOWN]
            ],
        )
        for row in rows
    ]  # fmt: skip


async def _origins(ctx: Ctx, belief_id: UUID) -> dict[str, list[Node]]:
    """Month of results → the entries that were measured; id of an extraction → what was read."""
    links = await receipts.links_from(ctx, [belief_id])
    found: dict[str, list[Node]] = defaultdict(list)
    entries = [row.to_id for row in links if row.to_kind == "entry"]
    for entry, at in (await receipts.times(ctx, "entry", entries)).items():
        found[f"{at:%Y-%m}" if at else ""].append(("entry", entry))
    read = [row.to_id for row in links if row.to_kind == "extraction"]
    for row in await receipts.links_from(ctx, read):
        found[f"{row.from_id}"].append((row.to_kind, row.to_id))
    return found


def _line(belief: Belief) -> BeliefLine:
    low, high = share_range(belief.alpha, belief.beta, LEVEL)
    return BeliefLine(
        id=UUID(belief.id), category=belief.scope.category, claim=belief.claim,
        confidence=round(belief.confidence, 4), status=belief.status,
        evidence=belief.evidence_count, against=belief.counter_count,
        last_reinforced=belief.last_reinforced, verdict=belief.owner_verdict,
        low=round(low, 4), high=round(high, 4),
    )  # fmt: skip
