"""Beliefs: list them with their evidence, and judge one as its owner."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from core.errors import NotFound
from domain.beliefs import Belief, Verdict, judged
from domain.events import BeliefMoved
from memory import beliefs, events
from memory.ctx import Ctx
from tools.base import Answer, Ask, tool


class NoSuchBelief(NotFound):
    """There is no such belief here."""


class Wanted(Ask):
    """Which beliefs: at least this sure, of one category or of all."""

    least: float = Field(default=0.0, ge=0, le=1)
    category: str | None = None
    limit: int = Field(default=200, ge=1, le=1000)


class BeliefLine(Answer):
    """A belief; `confidence` is 0 to 1, counts are pieces of evidence for and against."""

    id: UUID
    category: str
    claim: str
    confidence: float
    status: str
    evidence: int
    against: int
    last_reinforced: datetime | None
    verdict: str


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
    lines = [_line(belief) for belief in await beliefs.load(ctx)]
    held = [
        line
        for line in lines  # as sure as it is shown, so that a figure from the list finds its belief
        if line.confidence >= ask.least and ask.category in (None, line.category)
    ]
    held.sort(key=lambda line: (-line.confidence, str(line.id)))
    return BeliefList(items=held[: ask.limit])


@tool("beliefs:write")
async def judge_belief(ctx: Ctx, ask: Opinion) -> BeliefLine:
    """Agree with, dispute, pin or forbid a belief; its ledger of evidence stays."""
    held = {belief.id: belief for belief in await beliefs.load(ctx)}
    belief = held.get(str(ask.belief_id))
    if belief is None:
        raise NoSuchBelief(f"{ask.belief_id}.", field="belief_id", value=str(ask.belief_id))
    after = judged(belief, ask.verdict)
    await beliefs.keep(ctx, [after])
    fact = BeliefMoved(belief_id=ask.belief_id, status=after.status, confidence=after.confidence)
    await events.record(ctx, fact)
    return _line(after)


def _line(belief: Belief) -> BeliefLine:
    return BeliefLine(
        id=UUID(belief.id), category=belief.scope.category, claim=belief.claim,
        confidence=round(belief.confidence, 4), status=belief.status,
        evidence=belief.evidence_count, against=belief.counter_count,
        last_reinforced=belief.last_reinforced, verdict=belief.owner_verdict,
    )  # fmt: skip
