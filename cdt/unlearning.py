"""Unlearn an input: beliefs are weighed anew from the evidence that is left, as if it never was."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from cdt.beliefs import evidence_row, said_of, turned
from domain.beliefs import BURST, Belief, Evidence, replayed
from domain.events import BeliefMoved
from memory import beliefs, context, events, forgetting, outcomes
from memory.ctx import Ctx


async def unlearn(ctx: Ctx, kind: str, source_id: UUID) -> list[UUID]:
    """Forget what was read from an input and what followed; returns the beliefs that it had moved.

    A belief that rested on nothing else goes, unless its owner judged it or an output names it.
    """
    await beliefs.one_at_a_time(ctx)
    moved: list[UUID] = []
    for gone in await forgetting.unread(ctx, kind, source_id):
        for belief_id in await beliefs.moved_by(ctx, _key(gone)):
            await _weigh_anew(ctx, belief_id, gone)
            moved.append(belief_id)
    return moved


async def _weigh_anew(ctx: Ctx, belief_id: UUID, gone: Any) -> None:
    belief = next(one for one in await beliefs.load(ctx) if one.id == str(belief_id))
    kept = [row for row in await beliefs.evidence_of(ctx, belief_id) if row.key != _key(gone)]
    fresh = await _unheard(ctx, belief, gone, {row.key for row in kept})
    left = [*(_again(belief, row) for row in kept), *fresh]
    await beliefs.forget_evidence(ctx, belief_id)
    if not left and belief.owner_verdict == "none" and not await outcomes.rests_on(ctx, belief_id):
        await outcomes.let_go(ctx, belief_id)
        await beliefs.forget(ctx, belief_id)
        return
    after, moves = replayed(belief, left, ctx.at)
    await beliefs.keep(ctx, [after])
    await beliefs.keep_evidence(ctx, [evidence_row(after, move, left) for move in moves])
    counted = {key for move in moves for key in move.evidence_ids}
    heard = [("extraction", _extraction(one), _why(one)) for one in fresh if one.id in counted]
    await outcomes.link(ctx, "belief", belief_id, heard)
    fact = BeliefMoved(belief_id=belief_id, status=after.status, confidence=after.confidence)
    await events.record(ctx, fact)


def _key(extraction: Any) -> str:
    return f"said:{extraction.id}"


def _extraction(evidence: Evidence) -> UUID:
    return UUID(evidence.id.partition(":")[2])


def _why(evidence: Evidence) -> str:
    return "supports it" if evidence.alignment >= 0.5 else "speaks against it"


def _again(belief: Belief, row: Any) -> Evidence:
    """A kept piece of evidence as it was weighed."""
    return Evidence(
        id=row.key, scope=belief.scope, source=row.source_kind, at=row.at,
        alignment=min(1.0, max(0.0, row.alignment)),
        author="" if row.source_kind == "performance" else "founder",
    )  # fmt: skip


async def _unheard(ctx: Ctx, belief: Belief, gone: Any, counted: set[str]) -> Sequence[Evidence]:
    """What the same person repeated within the hour, which counted for nothing until now."""
    since, until = gone.said_at - 2 * BURST, gone.said_at + 2 * BURST
    return [
        turned(belief, piece)
        for row in await context.extractions_between(ctx, since, until)
        if _key(row) not in counted
        for piece, _, _ in said_of(row)
        if piece.scope == belief.scope
    ]
