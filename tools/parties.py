"""Who may decide a dispute: nobody who judged the work before, and nobody of either side.

The business itself may give in: to let the work pass whole needs no neutral person.
"""

from typing import Any

from domain.disputes import Dispute, must_be_heard, must_be_neutral
from memory import disputes, market, people
from memory.ctx import Ctx, as_worker


async def must_decide(ctx: Ctx, row: Any, *, gives_in: bool) -> None:
    """Raises `NotNeutral` or `ReplyStillOpen` where an open dispute is not this actor's to end."""
    found = await disputes.of_work(ctx, row.id)
    if found is None or found.status != "open":
        return
    if gives_in and ctx.actor.role == "founder":
        return
    async with as_worker(ctx) as house:
        sides = {one.user_id for one in await people.members(house) if one.role != "reviewer"}
        creator = await market.creator(house, row.creator_id)
        handed = await market.deliverables_of(house, row.id)
    judged = {one.reviewed_by for one in handed if one.reviewed_by}
    sides |= {creator.user_id} if creator is not None and creator.user_id else set()
    who = ctx.actor.user_id if ctx.actor.role == "reviewer" else None
    must_be_neutral(who, judged, sides)
    must_be_heard(course(found), ctx.at)


def course(row: Any) -> Dispute:
    """A dispute's row as the rules see it."""
    return Dispute(row.opened_at, row.replied_at, row.decided_at, row.decided_by)
