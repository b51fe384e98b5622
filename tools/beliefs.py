"""Beliefs: list them with their evidence, and judge one as its owner."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from pydantic import Field

from cdt.history import Change, keep
from core.errors import NotFound
from domain.beliefs import RELIABILITY, Belief, Verdict
from domain.claims import claim_of
from domain.opinions import in_use, judged, opinion_of, usable, weak
from domain.receipts import Node
from domain.samples import share_range
from domain.suggestions import TRIES_ANOTHER
from memory import beliefs, history, people, receipts
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
    forbidden: bool = Field(default=True, description="Whether forbidden ones are listed too")


class BeliefLine(Answer):
    """A belief; `confidence` is 0 to 1, counts are pieces of evidence for and against. The share
    that the evidence speaks for lies between `low` and `high` with a probability of 80 %.

    It was held true from `valid_from` until `valid_to` (still, where that is none). `used` says
    whether a map or a suggestion may rest on it now."""

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
    valid_from: datetime | None
    valid_to: datetime | None
    used: bool


class Source(Answer):
    """What a piece of evidence came from, in its own words where one may read them."""

    kind: str
    id: UUID
    text: str
    state: State


class Piece(Answer):
    """A piece of evidence: what it said of the belief, how much it weighed, what it left behind.

    `source` is performance, activity, vent or owner. `confidence` is the belief's after it.
    `sources` are at most a few of `sources_in_all`.
    """

    at: datetime
    source: str
    supports: bool
    weight: float
    confidence: float
    sources: list[Source]
    sources_in_all: int


class Said(Answer):
    """What its owner last said of a belief: who (by name, where known), when and why."""

    verdict: str
    by: str
    at: datetime
    reason: str


class Trial(Answer):
    """An entry that tries something else than a weak belief says."""

    id: UUID
    title: str


class BeliefDetail(Answer):
    """A belief with all that moved it, newest first, and its opposite, which rests on the same
    ledger: it is as sure as the belief is not.

    `weak` says that something else should be tried; `trials` are the entries that do.
    """

    line: BeliefLine
    subject: str
    segment: str
    direction: int
    first_observed: datetime
    pieces: list[Piece]
    opposite: str
    said: Said | None
    weak: bool
    trials: list[Trial]


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
    reason: str = Field(default="", max_length=500)


@tool("beliefs:read")
async def list_beliefs(ctx: Ctx, ask: Wanted) -> BeliefList:
    """What the model believes of this business, surest first."""
    every = await beliefs.held(ctx)
    lines = [line_of(belief) for belief in every if ask.forbidden or usable(belief)]
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
    belief = await known(ctx, ask.belief_id)
    tries = [row for row in await receipts.links_to(ctx, ask.belief_id) if row.why == TRIES_ANOTHER]
    entries = await receipts.of_kind(ctx, "entry", [row.from_id for row in tries])
    return BeliefDetail(
        line=line_of(belief), subject=belief.scope.subject, segment=belief.scope.segment,
        direction=belief.direction, first_observed=belief.first_observed,
        pieces=await _pieces(ctx, ask.belief_id),
        opposite=opposite_of(belief), said=await _said(ctx, belief), weak=weak(belief),
        trials=[Trial(id=one.id, title=one.text) for one in entries],
    )  # fmt: skip


@tool("beliefs:write")
async def judge_belief(ctx: Ctx, ask: Opinion) -> BeliefLine:
    """Agree with, dispute, pin or forbid a belief, or take that back; who and why is kept.

    Agreement and dispute weigh a little in the ledger; a dispute also keeps the belief out of use
    until new evidence restores it. A pin and a ban are rules that no evidence outweighs.
    """
    await beliefs.one_at_a_time(ctx)
    belief = await known(ctx, ask.belief_id)
    after = judged(belief, ask.verdict, ctx.at)
    if after == belief:
        return line_of(belief)
    await beliefs.drop_opinion(ctx, ask.belief_id)
    step = Change(belief, after, "verdict", observed_at=ctx.at, reason=ask.reason.strip())
    kept = (await keep(ctx, [step]))[belief.id]
    said = opinion_of(kept)
    if said is not None:
        row = {
            "belief_id": ask.belief_id, "key": said.id, "source_kind": said.source,
            "supports": said.alignment >= 0.5, "alignment": said.alignment,
            "weight": RELIABILITY[said.source], "confidence_after": kept.confidence, "at": said.at,
        }  # fmt: skip
        await beliefs.keep_evidence(ctx, [row])
    return line_of(kept)


async def known(ctx: Ctx, belief_id: UUID) -> Belief:
    """The belief. Raises `NoSuchBelief`."""
    found = await beliefs.one(ctx, belief_id)
    if found is None:
        raise NoSuchBelief(f"{belief_id}.", field="belief_id", value=str(belief_id))
    return found


def opposite_of(belief: Belief) -> str:
    """What would be true were the belief wrong; empty where that cannot be said."""
    claim = claim_of(belief.scope, -belief.direction)
    return "" if claim == belief.claim else claim


async def _said(ctx: Ctx, belief: Belief) -> Said | None:
    if belief.owner_verdict == "none":
        return None
    row = (await history.last(ctx, [UUID(belief.id)], "verdict")).get(UUID(belief.id))
    if row is None:
        return None
    names = {one.user_id: one.name for one in await people.members(ctx)}
    return Said(
        verdict=belief.owner_verdict, by=names.get(row.user_id, ""), at=row.at,
        reason=row.reason or "",
    )  # fmt: skip


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


def line_of(belief: Belief) -> BeliefLine:
    """A belief as it is listed."""
    low, high = share_range(belief.alpha, belief.beta, LEVEL)
    return BeliefLine(
        id=UUID(belief.id), category=belief.scope.category, claim=belief.claim,
        confidence=round(belief.confidence, 4), status=belief.status,
        evidence=belief.evidence_count, against=belief.counter_count,
        last_reinforced=belief.last_reinforced, verdict=belief.owner_verdict,
        low=round(low, 4), high=round(high, 4), valid_from=belief.valid_from,
        valid_to=belief.valid_to, used=in_use(belief),
    )  # fmt: skip
