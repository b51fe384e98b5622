"""Briefs that are out are read again by what is known of the business now (decision 33).

Not in the catalog: a job calls it every day, and whenever a name changed.
"""

from uuid import UUID

from domain.assignments import AT_WORK, OPEN
from domain.deals import BriefLeaksAtWork, OfferTakenBack
from memory import events, market, plans
from memory.ctx import Ctx
from tools.briefs import came_to_leak, marked_at_work
from tools.offers import take_back


async def recheck_briefs(ctx: Ctx) -> None:
    """Take offers back whose brief came to tell whose it is, and say so to its owner.

    What somebody works from stays theirs: its owner and a reviewer are told.
    """
    for row in await plans.all_briefs(ctx):
        if row.status == "ready":
            await _recheck(ctx, row.id)


async def _recheck(ctx: Ctx, brief_id: UUID) -> None:
    brief = await plans.brief_alone(ctx, brief_id)  # nobody takes it meanwhile
    asked = await market.assignments_of(ctx, brief_id)
    working = [one for one in asked if one.status in AT_WORK]
    if working:
        told = await marked_at_work(ctx, brief)
        if told:
            fact = BriefLeaksAtWork(assignment_id=working[0].id, leaks=told)
            await events.record(ctx, fact)
    elif any(one.status in OPEN | {"bid"} for one in asked) and await came_to_leak(ctx, brief):
        for assignment_id in await take_back(ctx, brief_id):
            await events.record(ctx, OfferTakenBack(assignment_id=assignment_id))
