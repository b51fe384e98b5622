"""The end of a hold: payment providers hold money for 90 days at the most, in most countries.

What was handed in passes, as it would in silence; a bonus is settled by what is measured so far;
work that was not handed in is over; and what nobody earned goes back to the founder.
"""

from typing import Any
from uuid import UUID

from domain import assignments
from domain.assignments import FREE
from domain.deals import HoldEnded
from domain.work import CloseBids, SettleBonus
from memory import events, market, plans, queue, schedule
from memory.ctx import Ctx
from tools.offers import no_more_waiting, state_of
from tools.payments import give_back
from tools.reviews import pass_in_silence


async def end_hold(ctx: Ctx, map_id: UUID) -> None:
    """End what is still open of a bought map, and say so where anything was."""
    plan = await plans.one_map(ctx, map_id)
    if plan is None or plan.status != "purchased":
        return
    ended = False
    for brief in await plans.briefs_of_map(ctx, map_id):
        ended |= await _end(ctx, brief)
    if ended:
        await events.record(ctx, HoldEnded(map_id=map_id))


async def _end(ctx: Ctx, brief: Any) -> bool:
    """Whether anything of this brief was still open."""
    brief = await plans.brief_alone(ctx, brief.id)
    rows = [row for row in await market.assignments_of(ctx, brief.id) if row.status not in FREE]
    for row in rows:
        held = await market.assignment(ctx, row.id)
        await _finish(ctx, held)
    paid = any(row.status in ("passed", "delivered", "escalated") for row in rows)
    if not paid:
        return await give_back(ctx, brief, "withdrawn") > 0
    return any([await _settled_early(ctx, row) for row in rows])


async def _finish(ctx: Ctx, row: Any) -> None:
    after = assignments.end(state_of(row), ctx.at)
    if after.state == row.status:
        return
    await no_more_waiting(ctx, row.id)
    await schedule.cancel(ctx, CloseBids(brief_id=row.brief_id, asked=row.rank))
    if after.state == "passed":
        await pass_in_silence(ctx, row, after.state, "The funds could be held no longer.")
        return
    if row.status in ("accepted", "revision"):
        await market.set_free(ctx, row.creator_id)
    await market.change_assignment(ctx, row.id, status=after.state)


async def _settled_early(ctx: Ctx, row: Any) -> bool:
    """A bonus that still waits is settled now, by what was measured so far."""
    work = SettleBonus(assignment_id=row.id)
    if await schedule.waiting(ctx, work) is None:
        return False
    await schedule.cancel(ctx, work)
    await queue.enqueue(ctx, [work])
    return True
