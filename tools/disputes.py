"""Disputes: a creator holds a review for wrong, and a person decides instead."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from core.errors import Conflict
from domain import assignments
from domain.deals import DisputeOpened
from memory import disputes, events
from memory.ctx import Ctx
from tools.base import Answer, Ask, tool
from tools.offers import Offered, open_offer, state_of
from tools.reviews import hand_over

Claim = Literal["brief", "review", "other"]


class DisputedAlready(Conflict):
    """This work was disputed before; it is disputed once."""


class Objection(Ask):
    """Why a review is wrong: the brief was at fault, the review itself, or something else."""

    assignment_id: UUID
    claim: Claim
    reason: str = Field(min_length=3, max_length=3_000)


class DisputeLine(Answer):
    """A dispute: `open`, `upheld` (the work passed) or `rejected`."""

    id: UUID
    assignment_id: UUID
    claim: str
    reason: str
    opened_at: datetime
    status: str
    decision: str
    decided_at: datetime | None
    decide_by: datetime | None


class DisputeRead(Answer):
    """The dispute about a piece of work, where there is one."""

    dispute: DisputeLine | None


@tool("work:deliver")
async def open_dispute(ctx: Ctx, ask: Objection) -> DisputeRead:
    """Say that a review is wrong: a person decides within seven days, or the work passes."""
    row = await open_offer(ctx, ask.assignment_id)
    after = assignments.dispute(state_of(row))
    kept = await disputes.keep(
        ctx,
        {
            "assignment_id": row.id, "creator_id": row.creator_id, "claim": ask.claim,
            "reason": ask.reason, "opened_at": ctx.at,
        },
    )  # fmt: skip
    if not kept:
        raise DisputedAlready(field="assignment_id", value=str(row.id))
    if row.status != after.state:
        await hand_over(ctx, row)
    await events.record(ctx, DisputeOpened(assignment_id=row.id))
    return await _read(ctx, row.id)


@tool("work:read")
async def read_dispute(ctx: Ctx, ask: Offered) -> DisputeRead:
    """What a creator holds against a review, and how it was decided."""
    await open_offer(ctx, ask.assignment_id)
    return await _read(ctx, ask.assignment_id)


async def _read(ctx: Ctx, assignment_id: UUID) -> DisputeRead:
    row = await disputes.of_work(ctx, assignment_id)
    if row is None:
        return DisputeRead(dispute=None)
    work = await open_offer(ctx, assignment_id)
    until = work.escalated_at
    return DisputeRead(
        dispute=DisputeLine(
            id=row.id, assignment_id=row.assignment_id, claim=row.claim, reason=row.reason,
            opened_at=row.opened_at, status=row.status, decision=row.decision or "",
            decided_at=row.decided_at,
            decide_by=until + assignments.DECIDE_WITHIN
            if until and row.status == "open" else None,
        )
    )  # fmt: skip
