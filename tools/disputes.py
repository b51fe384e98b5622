"""Disputes: a creator holds a review for wrong; the business may reply; a neutral person decides.

Each step has its deadline in `domain/disputes.py`; reminders come a day before.
"""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from core.errors import Conflict
from domain import assignments
from domain import disputes as rules
from domain.deals import DisputeOpened, DisputeReplied, DisputeTurned
from domain.disputes import Dispute, NothingDisputed, Turn
from domain.work import TendDispute
from memory import disputes, events, schedule
from memory.ctx import Ctx, as_worker
from tools.base import Answer, Ask, tool
from tools.briefs import must_name_nobody
from tools.offers import Offered, open_offer, state_of
from tools.parties import course
from tools.reviews import hand_over

Claim = Literal["brief", "review", "other"]


class DisputedAlready(Conflict):
    """This work was disputed before; it is disputed once."""


class Objection(Ask):
    """Why a review is wrong: the brief was at fault, the review itself, or something else."""

    assignment_id: UUID
    claim: Claim
    reason: str = Field(min_length=3, max_length=3_000)


class Reply(Ask):
    """What the business says to a dispute, in words that name nobody."""

    assignment_id: UUID
    reply: str = Field(min_length=3, max_length=3_000)


class DisputeStep(Answer):
    """A step of a dispute: `done`, `open`, `later`, `missed`, or ended by `default`."""

    name: str
    state: str
    due_at: datetime
    at: datetime | None


class DisputeLine(Answer):
    """A dispute: `open`, `upheld` (the work passed) or `rejected`; its steps in order."""

    id: UUID
    assignment_id: UUID
    claim: str
    reason: str
    opened_at: datetime
    status: str
    decision: str
    decided_at: datetime | None
    decide_by: datetime | None
    reply: str
    may_reply: bool
    may_be_decided: bool
    steps: list[DisputeStep]


class DisputeRead(Answer):
    """The dispute about a piece of work, where there is one."""

    dispute: DisputeLine | None


@tool("work:deliver")
async def open_dispute(ctx: Ctx, ask: Objection) -> DisputeRead:
    """Say that a review is wrong: a neutral person decides in seven days, or the work passes."""
    row = await open_offer(ctx, ask.assignment_id)
    assignments.dispute(state_of(row))
    kept = await disputes.keep(
        ctx,
        {
            "assignment_id": row.id, "creator_id": row.creator_id, "claim": ask.claim,
            "reason": ask.reason, "opened_at": ctx.at,
        },
    )  # fmt: skip
    if not kept:
        raise DisputedAlready(field="assignment_id", value=str(row.id))
    await hand_over(ctx, row)  # its time begins with the dispute, whatever was escalated before
    async with as_worker(ctx) as house:
        for turn, due_at in Dispute(ctx.at).turns().items():
            await schedule.wait_until(house, due_at, TendDispute(assignment_id=row.id, turn=turn))
    await events.record(ctx, DisputeOpened(assignment_id=row.id))
    return await _read(ctx, row.id)


@tool("market:write")
async def reply_to_dispute(ctx: Ctx, ask: Reply) -> DisputeRead:
    """Say your side in a dispute, once and within three days; then a neutral person decides."""
    await open_offer(ctx, ask.assignment_id)
    found = await disputes.of_work(ctx, ask.assignment_id)
    if found is None:
        raise NothingDisputed(field="assignment_id", value=str(ask.assignment_id))
    rules.reply(course(found), ctx.at)
    await must_name_nobody(ctx, "reply", ask.reply)
    await disputes.answer(ctx, ask.assignment_id, ask.reply)
    await events.record(ctx, DisputeReplied(assignment_id=ask.assignment_id))
    return await _read(ctx, ask.assignment_id)


@tool("work:read")
async def read_dispute(ctx: Ctx, ask: Offered) -> DisputeRead:
    """What a creator holds against a review, and how it was decided."""
    await open_offer(ctx, ask.assignment_id)
    return await _read(ctx, ask.assignment_id)


async def tend(ctx: Ctx, assignment_id: UUID, turn: Turn) -> None:
    """Say whose turn it is in a dispute that is still open; a reply needs no reminder of itself."""
    found = await disputes.of_work(ctx, assignment_id)
    if found is None or found.status != "open":
        return
    if turn != "decide_soon" and found.replied_at is not None:
        return
    await events.record(ctx, DisputeTurned(assignment_id=assignment_id, turn=turn))


async def _read(ctx: Ctx, assignment_id: UUID) -> DisputeRead:
    row = await disputes.of_work(ctx, assignment_id)
    if row is None:
        return DisputeRead(dispute=None)
    given = course(row)
    is_open = row.status == "open"
    late = is_open and (given.replied_at is not None or ctx.at >= given.reply_by)
    return DisputeRead(
        dispute=DisputeLine(
            id=row.id, assignment_id=row.assignment_id, claim=row.claim, reason=row.reason,
            opened_at=row.opened_at, status=row.status, decision=row.decision or "",
            decided_at=row.decided_at, decide_by=given.decide_by if is_open else None,
            reply=row.reply or "", may_reply=is_open and not late,
            may_be_decided=is_open and rules.may_be_decided(given, ctx.at),
            steps=[
                DisputeStep(name=one.name, state=one.state, due_at=one.due_at, at=one.at)
                for one in rules.steps(given, ctx.at)
            ],
        )
    )  # fmt: skip
