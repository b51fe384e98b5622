"""The contradiction inbox: a belief beside its opposite, with what speaks for each."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from cdt.history import again
from domain.beliefs import Belief, Evidence
from domain.contradictions import RECENT, Clash, clash_of, fresh_against
from memory import beliefs, history
from memory.ctx import Ctx
from tools.base import Answer, Nothing, tool
from tools.beliefs import BeliefId, BeliefLine, known, line_of, opposite_of


class Contradiction(Answer):
    """A belief and what speaks against it.

    `why` is owner (its owner says otherwise than the evidence), held_back (a job had retired enough
    beliefs already) or evidence (something new speaks against it). `against_now` counts pieces of
    the last sixty days; the opposite claim is as sure as the belief is not.
    """

    why: Clash
    line: BeliefLine
    opposite: str
    opposite_confidence: float
    against_now: int


class Inbox(Answer):
    """What should be decided, the surest belief first; leaving is a decision, too."""

    items: list[Contradiction]


class Left(Answer):
    """The belief that was left as it is; new evidence brings it back."""

    belief_id: UUID


@tool("beliefs:read")
async def list_contradictions(ctx: Ctx, ask: Nothing) -> Inbox:
    """Where beliefs and evidence, or evidence and their owner, contradict each other."""
    held = await beliefs.held(ctx)
    recent: dict[UUID, list[Any]] = defaultdict(list)
    for row in await beliefs.evidence_since(ctx, ctx.at - RECENT):
        recent[row.belief_id].append(row)
    ids = [UUID(one.id) for one in held]
    looked = await history.last(ctx, ids, "left", "verdict")
    found = []
    for belief in held:
        belief_id = UUID(belief.id)
        seen = [again(belief, row) for row in recent[belief_id]]
        at = looked[belief_id].at if belief_id in looked else None
        if (why := clash_of(belief, seen, ctx.at, at)) is not None:
            found.append(_line(belief, why, fresh_against(seen, ctx.at, at)))
    found.sort(key=lambda one: (-one.line.confidence, str(one.line.id)))
    return Inbox(items=found)


@tool("beliefs:write")
async def leave_contradiction(ctx: Ctx, ask: BeliefId) -> Left:
    """Leave a belief as it is; that you looked is kept, and only new evidence brings it back."""
    belief = await known(ctx, ask.belief_id)
    row = {
        "belief_id": ask.belief_id, "cause": "left", "direction": belief.direction,
        "confidence_before": belief.confidence, "confidence_after": belief.confidence,
        "status_before": belief.status, "status_after": belief.status,
        "verdict_before": belief.owner_verdict, "verdict_after": belief.owner_verdict,
    }  # fmt: skip
    await history.write_down(ctx, [row])
    return Left(belief_id=ask.belief_id)


def _line(belief: Belief, why: Clash, against: tuple[Evidence, ...]) -> Contradiction:
    return Contradiction(
        why=why, line=line_of(belief), opposite=opposite_of(belief),
        opposite_confidence=round(1 - belief.confidence, 4), against_now=len(against),
    )  # fmt: skip
