"""What was taken back leaves the search index too."""

from domain.work import SweepIndex
from memory import vectors
from memory.ctx import Ctx


async def run(ctx: Ctx, work: SweepIndex) -> None:
    """Take out of the index what Postgres does not hold any more; again changes nothing."""
    await vectors.sweep(ctx)
