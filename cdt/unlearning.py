"""Unlearn an input: beliefs are weighed anew from the evidence that is left, as if it never was."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cdt import adapters
from cdt.beliefs import evidence_row, said_of, turned
from cdt.history import Change, again, keep
from core.ids import new_id
from domain.beliefs import BURST, Belief, Evidence, replayed
from memory import beliefs, context, forgetting, history, outcomes, receipts
from memory.ctx import Ctx

OUTPUTS = ("map", "brief", "entry", "release", "recommendation")
"""Kinds of outputs that an unlearning's report names."""


@dataclass(frozen=True)
class Unlearned:
    """What an unlearning did: the beliefs that it moved; `id` names its report, None without one.

    `gone` of the beliefs rested on nothing else and are no more.
    """

    id: UUID | None = None
    moved: tuple[UUID, ...] = ()
    gone: int = 0


async def unlearn(ctx: Ctx, kind: str, source_id: UUID) -> Unlearned:
    """Forget what was read from an input and what followed; the report says what that moved.

    A belief that rested on nothing else goes, unless its owner judged it or an output names it. An
    adapter that was taught from the input or from such a belief answers no more.
    """
    await beliefs.one_at_a_time(ctx)
    resting = await resting_on(ctx, kind, source_id)
    steps: list[Change] = []
    read = await forgetting.unread(ctx, kind, source_id)
    for gone in read:
        for belief_id in await beliefs.moved_by(ctx, _key(gone)):
            steps.append(await _weigh_anew(ctx, belief_id, gone))
    without = [f"{one.told.id}" for one in steps if one.after is None]
    await adapters.withdraw_taught(ctx, [f"{source_id}", *without])
    if not read:
        return Unlearned()
    moved = tuple(dict.fromkeys(UUID(one.told.id) for one in steps))
    report = new_id()
    rests = await _rests(ctx, resting, moved)
    row = {"id": report, "source_kind": kind, "source_id": source_id, "pieces": len(read)}
    await history.keep_unlearning(ctx, row | {"rests": rests})
    await keep(ctx, steps, report)
    return Unlearned(report, moved, sum(one.after is None for one in steps))


async def last_of(ctx: Ctx, source_id: UUID) -> Unlearned:
    """What the last unlearning of an input did; empty where there was none."""
    row = await history.last_unlearning_of(ctx, source_id)
    if row is None:
        return Unlearned()
    moves = await history.moves_of(ctx, row.id)
    moved = tuple(dict.fromkeys(one.belief_id for one in moves))
    return Unlearned(row.id, moved, sum(one.confidence_after is None for one in moves))


async def resting_on(ctx: Ctx, kind: str, source_id: UUID) -> list[tuple[str, UUID]]:
    """Outputs (kind, id) whose receipts name an input, or what was read from it."""
    read = await context.extractions_of(ctx, kind, source_id)
    named = [source_id, *(row.id for row in read)]
    links = [row for one in named for row in await receipts.links_to(ctx, one)]
    return list(dict.fromkeys((row.from_kind, row.from_id) for row in links))


async def _rests(
    ctx: Ctx, resting: Sequence[tuple[str, UUID]], moved: Sequence[UUID]
) -> dict[str, list[str]]:
    """Kind → ids of the outputs that rested on the input, or on a belief that it moved."""
    links = [row for one in moved for row in await receipts.links_to(ctx, one)]
    every = [*resting, *((row.from_kind, row.from_id) for row in links)]
    found: dict[str, list[str]] = {}
    for kind, one in dict.fromkeys(every):
        if kind in OUTPUTS:
            found.setdefault(kind, []).append(f"{one}")
    return found


async def _weigh_anew(ctx: Ctx, belief_id: UUID, gone: Any) -> Change:
    belief = next(one for one in await beliefs.load(ctx) if one.id == str(belief_id))
    kept = [row for row in await beliefs.evidence_of(ctx, belief_id) if row.key != _key(gone)]
    fresh = await _unheard(ctx, belief, gone, {row.key for row in kept})
    left = [*(again(belief, row) for row in kept), *fresh]
    await beliefs.forget_evidence(ctx, belief_id)
    if not left and belief.owner_verdict == "none" and not await outcomes.rests_on(ctx, belief_id):
        await outcomes.let_go(ctx, belief_id)
        await beliefs.forget(ctx, belief_id)
        return Change(belief, None, "unlearned", (_key(gone),), gone.said_at)
    after, moves = replayed(belief, left, ctx.at)
    await beliefs.keep(ctx, [after])
    await beliefs.keep_evidence(ctx, [evidence_row(after, move, left) for move in moves])
    counted = {key for move in moves for key in move.evidence_ids}
    heard = [("extraction", _extraction(one), _why(one)) for one in fresh if one.id in counted]
    await outcomes.link(ctx, "belief", belief_id, heard)
    return Change(belief, after, "unlearned", (_key(gone),), gone.said_at)


def _key(extraction: Any) -> str:
    return f"said:{extraction.id}"


def _extraction(evidence: Evidence) -> UUID:
    return UUID(evidence.id.partition(":")[2])


def _why(evidence: Evidence) -> str:
    return "supports it" if evidence.alignment >= 0.5 else "speaks against it"


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
