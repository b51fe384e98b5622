"""What was taken back leaves the search index too, and trainings under way."""

import asyncio

from cdt import adapters
from domain.work import SweepIndex
from memory import vectors
from memory.ctx import Ctx


async def run(ctx: Ctx, work: SweepIndex) -> None:
    """Take out of the index what Postgres does not hold any more; again changes nothing."""
    await vectors.sweep(ctx)
    await asyncio.to_thread(adapters.stop_taught, ctx.business_id, f"{work.subject_id}")
