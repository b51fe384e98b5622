"""Offer a brief to the next creator in rank (seed 001 §6.1)."""

from domain.work import OfferBrief
from graphs import base, matching
from memory.ctx import Ctx


async def run(ctx: Ctx, work: OfferBrief) -> None:
    """Run the graph; a brief that somebody has is left alone."""
    await base.run(matching.graph, ctx, {"brief_id": work.brief_id})
