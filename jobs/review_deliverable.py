"""Check what a creator handed in: pass and pay, or send back with notes (seed 001 §6.3)."""

from agents import reviewer
from domain.work import ReviewDeliverable
from memory import market, plans
from memory.ctx import Ctx
from tools.briefs import brief_of, tenant_of
from tools.reviews import Judged, await_person, hand_over, is_premium, record_review


async def run(ctx: Ctx, work: ReviewDeliverable) -> None:
    """Review one version; one that was reviewed is left alone."""
    handed = await market.deliverable(ctx, work.deliverable_id)
    if handed.passed is not None or handed.review is not None:
        return
    row = await market.assignment(ctx, handed.assignment_id)
    if not handed.text.strip():  # a picture, or a scan: only a person can judge it
        await hand_over(ctx, row)
        return
    brief = brief_of(await plans.brief(ctx, row.brief_id))
    own = [one.text for one in await market.all_deliverables(ctx) if one.assignment_id != row.id]
    tenant = await tenant_of(ctx)
    drafted = reviewer.draft(brief, handed.text, tenant, own)
    judgement = await reviewer.refine(ctx, brief, handed.text, tenant, drafted)
    if await is_premium(ctx, row):
        await await_person(ctx, row, handed, judgement)
        return
    await record_review(ctx, Judged(deliverable_id=handed.id, judgement=judgement))
