"""Check what a creator handed in: pass and pay, or send back with notes (seed 001 §6.3)."""

import asyncio
from typing import Any

from agents import reviewer
from agents.reviewer import Handed
from domain.work import ReviewDeliverable
from memory import blobs, market, plans
from memory.ctx import Ctx
from tools.briefs import brief_of, tenant_of
from tools.deliverables import elsewhere
from tools.reviews import Judged, await_person, hand_over, is_premium, record_review


async def run(ctx: Ctx, work: ReviewDeliverable) -> None:
    """Review one version; one that was reviewed is left alone."""
    handed = await market.deliverable(ctx, work.deliverable_id)
    if handed.passed is not None or handed.review is not None:
        return
    row = await market.assignment(ctx, handed.assignment_id)
    brief = brief_of(await plans.brief(ctx, row.brief_id))
    every = await market.all_deliverables(ctx)
    earlier = [one.text for one in every if one.assignment_id != row.id]
    tenant = await tenant_of(ctx)
    sold = tuple(await elsewhere(ctx, row.creator_id))
    version = Handed(handed.text, handed.kind, await _picture(ctx, handed), sold)
    drafted = await asyncio.to_thread(reviewer.draft, brief, version, tenant, earlier)
    if not handed.text.strip():  # a picture, or a scan: only a person can judge it
        await market.note_findings(ctx, handed.id, drafted.model_dump(mode="json"))
        await hand_over(ctx, row)
        return
    judgement = await reviewer.refine(ctx, brief, handed.text, tenant, drafted)
    if judgement.passed and await is_premium(ctx, row):  # what code sends back need not wait
        await await_person(ctx, row, handed, judgement)
        return
    await record_review(ctx, Judged(deliverable_id=handed.id, judgement=judgement))


async def _picture(ctx: Ctx, handed: Any) -> bytes:
    """The file of a version without words."""
    return b"" if handed.text.strip() or not handed.blob else await blobs.get(ctx, handed.blob)
