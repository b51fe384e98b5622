"""What goes when a creator leaves: words in their row, copies of their account, unpaid work.

The work that a business paid for stays, and so do numbered documents and amounts of the ledger.
Nothing here commits.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, text, union_all, update

from domain.departures import NEUTRAL
from memory import people
from memory.applications import creator_applications
from memory.ctx import Ctx
from memory.disputes import disputes
from memory.invitations import invitations
from memory.invoices import payee_details
from memory.market import assignments, creators, deliverables, work_drafts
from memory.notifications import notifications
from memory.payees import payout_accounts
from memory.questions import brief_questions
from memory.schedule import scheduled_work
from memory.whole import tables


async def stays(ctx: Ctx, one: UUID) -> bool:
    """Whether a creator is still here; they cannot leave before the transaction ends."""
    row = select(creators.c.left_at).where(creators.c.id == one).with_for_update(read=True)
    found = await ctx.row(row)
    return found is not None and found.left_at is None


async def alone(ctx: Ctx, one: UUID) -> Any:
    """One creator or None, locked: they take nothing on until the transaction ends."""
    return await ctx.row(select(creators).where(creators.c.id == one).with_for_update())


async def houses(ctx: Ctx) -> list[UUID]:
    """The businesses that hold something of the creator of `ctx` (a narrow definer function)."""
    rows = await ctx.rows(text("select business_id from houses_of_creator()"))
    return [row.business_id for row in rows]


async def open_disputes(ctx: Ctx) -> int:
    """How many disputes of the creator of `ctx` nobody has decided yet, in any business."""
    table = disputes
    mine = (table.c.creator_id == ctx.actor.creator_id, table.c.status == "open")
    return len(await ctx.rows(select(table.c.id).where(*mine)))


async def empty_seat(ctx: Ctx, one: UUID) -> None:
    """Take everything that tells of the person out of a creator's row; nobody is matched to it."""
    nothing: dict[str, Any] = {
        "user_id": None, "name": NEUTRAL, "portfolio": "", "invited_by": None, "price_cents": {},
        "history": [], "specializations": [], "artifact_types": [], "languages": [],
        "performance_score": None, "acceptance_rate": None, "avg_delivery_time": None,
        "revision_rate": None, "total_briefs_completed": 0, "capacity": 0, "active_briefs": 0,
    }  # fmt: skip
    write = update(creators).where(creators.c.id == one)
    await ctx.db.execute(write.values(**nothing, left_at=ctx.at))


async def forget_person(ctx: Ctx) -> None:
    """Delete our copies of the payout account and the details on documents of the creator of
    `ctx`, and the person's application."""
    for table in (payout_accounts, payee_details):
        await ctx.db.execute(delete(table).where(table.c.creator_id == ctx.actor.creator_id))
    table = creator_applications
    await ctx.db.execute(delete(table).where(table.c.user_id == ctx.actor.user_id))


async def clear(house: Ctx, creator_id: UUID, user_id: UUID | None) -> list[str]:
    """Delete what one business holds of a creator and never paid for; the files that nothing
    there names any more, for `blobs.forget`. Needs the worker's Ctx."""
    found = [row.blob for row in await house.rows(
        delete(work_drafts).where(work_drafts.c.creator_id == creator_id)
        .returning(work_drafts.c.blob)
    )]  # fmt: skip
    found += await _unpaid_work(house, creator_id)
    await _words(house, creator_id)
    await _letters(house, creator_id, user_id)
    return await _unnamed(house, [*dict.fromkeys(name for name in found if name)])


async def _unpaid_work(house: Ctx, creator_id: UUID) -> Sequence[str]:
    """Versions of work that did not pass, and disputes about it; returns their files."""
    unpaid = select(assignments.c.id).where(
        assignments.c.creator_id == creator_id, assignments.c.status != "passed"
    )
    await house.db.execute(delete(disputes).where(disputes.c.assignment_id.in_(unpaid)))
    gone = delete(deliverables).where(deliverables.c.assignment_id.in_(unpaid))
    return [row.blob for row in await house.rows(gone.returning(deliverables.c.blob))]


async def _words(house: Ctx, creator_id: UUID) -> None:
    """What a creator wrote beside the work: why they declined, notes, questions without answer."""
    table = assignments
    declined = (table.c.creator_id == creator_id, table.c.decline_reason.is_not(None))
    await house.db.execute(update(table).where(*declined).values(decline_reason=None))
    handed = update(deliverables).where(deliverables.c.creator_id == creator_id)
    await house.db.execute(handed.values(note=None))
    asked = (brief_questions.c.creator_id == creator_id, brief_questions.c.answered_at.is_(None))
    await house.db.execute(delete(brief_questions).where(*asked))


async def _letters(house: Ctx, creator_id: UUID, user_id: UUID | None) -> None:
    """Invitations with the person's address, and what they were told; a member keeps the latter."""
    table = invitations
    await house.db.execute(delete(table).where(table.c.creator_id == creator_id))
    if user_id is None:
        return
    as_creator = (table.c.role == "creator", table.c.accepted_by == user_id)
    await house.db.execute(delete(table).where(*as_creator))
    member = select(people.team_members.c.id).where(people.team_members.c.user_id == user_id)
    if await house.value(member) is None:
        mine = notifications.c.user_id == user_id
        await house.db.execute(delete(notifications).where(mine))
        mails = scheduled_work.c.payload.contains({"user_id": str(user_id)})
        await house.db.execute(delete(scheduled_work).where(mails))


async def _unnamed(house: Ctx, names: Sequence[str]) -> list[str]:
    """Those files that no row of the business names: the same bytes are one file."""
    if not names:
        return []
    holders = [table for table in tables().values()
               if "blob" in table.c and "business_id" in table.c]  # fmt: skip
    named = union_all(*[select(t.c.blob).where(t.c.blob.in_(names)) for t in holders])
    left = {row.blob for row in await house.rows(named)}
    return [name for name in names if name not in left]
