"""The one way in which a belief changes: the belief, its history and the fact, in one breath."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal, cast
from uuid import UUID

from domain.beliefs import Belief, Evidence, replayed
from domain.contradictions import spared
from domain.events import BeliefMoved
from domain.opinions import dated, opinion_of
from memory import beliefs, events, history
from memory.ctx import Ctx

Cause = Literal["evidence", "month", "verdict", "unlearned"]


@dataclass(frozen=True)
class Change:
    """A belief before and after a step; `before` is None for a new one, `after` for one that goes.

    `keys` name the evidence that did it, `observed_at` is when the newest of it happened.
    """

    before: Belief | None
    after: Belief | None
    cause: Cause
    keys: tuple[str, ...] = ()
    observed_at: datetime | None = None
    reason: str = ""

    @property
    def told(self) -> Belief:
        """The belief that the step is about."""
        return self.after or cast(Belief, self.before)


async def keep(
    ctx: Ctx, changes: Sequence[Change], unlearning_id: UUID | None = None
) -> dict[str, Belief]:
    """Write steps down in their order; returns the beliefs as they stand now, by id."""
    dated_steps = [_dated(one, ctx.at) for one in changes]
    last = {one.told.id: one.after for one in dated_steps}
    standing = {name: one for name, one in last.items() if one is not None}
    await beliefs.keep(ctx, [*standing.values()])
    await history.write_down(ctx, [_row(one, unlearning_id) for one in dated_steps])
    await events.record(ctx, *(_fact(one.after) for one in dated_steps if one.after is not None))
    return standing


def within_bounds(before: Mapping[str, Belief], changes: Sequence[Change]) -> list[Change]:
    """The steps of one job, with the beliefs it may not retire any more left in use.

    `before` are all beliefs as the job found them. What is spared keeps its ledger and its former
    status, and turns with a later job or by its owner's word.
    """
    after = {one.told.id: one.after for one in changes if one.after is not None}
    kept = spared(before, after)
    return [
        replace(one, after=one.after.model_copy(update={"status": before[one.after.id].status}))
        if one.after is not None and one.after.id in kept
        else one
        for one in changes
    ]


async def believed(ctx: Ctx, at: datetime) -> dict[UUID, Any]:
    """What was believed at a moment, as it was known then: belief → its last move by then."""
    return await history.standing(ctx, at)


async def hindsight(ctx: Ctx, at: datetime) -> dict[UUID, Belief]:
    """What one would have believed at a moment, had one known what is known today.

    Made from the evidence that is left and had happened by then; a verdict counts from its day.
    """
    found: dict[UUID, Belief] = {}
    for belief in await beliefs.held(ctx):
        belief_id = UUID(belief.id)
        rows = [row for row in await beliefs.evidence_of(ctx, belief_id) if row.at <= at]
        said = belief.judged_at is not None and belief.judged_at <= at
        plain = belief if said else belief.model_copy(update=_UNSAID)
        if rows or (said and opinion_of(belief) is None):
            then, _ = replayed(plain, [again(belief, row) for row in rows], at)
            found[belief_id] = then
    return found


def again(belief: Belief, row: Any) -> Evidence:
    """A kept piece of evidence as it was weighed."""
    measured = row.source_kind in {"performance", "owner"}
    return Evidence(
        id=row.key, scope=belief.scope, source=row.source_kind, at=row.at,
        alignment=min(1.0, max(0.0, row.alignment)), author="" if measured else "founder",
    )  # fmt: skip


_UNSAID: dict[str, Any] = {"owner_verdict": "none", "judged_at": None, "unjudged": None}


def observed(evidence: Iterable[Evidence], keys: Sequence[str]) -> datetime | None:
    """When the newest of the named pieces happened."""
    return max((one.at for one in evidence if one.id in keys), default=None)


def _dated(one: Change, at: datetime) -> Change:
    return one if one.after is None else replace(one, after=dated(one.before, one.after, at))


def _fact(after: Belief) -> BeliefMoved:
    return BeliefMoved(belief_id=UUID(after.id), status=after.status, confidence=after.confidence)


def _row(one: Change, unlearning_id: UUID | None) -> dict[str, Any]:
    before, after, told = one.before, one.after, one.told
    return {
        "belief_id": UUID(told.id), "cause": one.cause, "direction": told.direction,
        "confidence_before": before.confidence if before else None,
        "confidence_after": after.confidence if after else None,
        "status_before": before.status if before else None,
        "status_after": after.status if after else None,
        "verdict_before": before.owner_verdict if before else "none",
        "verdict_after": after.owner_verdict if after else "none",
        "alpha": after.alpha if after else None, "beta": after.beta if after else None,
        "evidence_count": after.evidence_count if after else 0,
        "counter_count": after.counter_count if after else 0,
        "keys": [*one.keys], "observed_at": one.observed_at, "reason": one.reason or None,
        "unlearning_id": unlearning_id,
    }  # fmt: skip
