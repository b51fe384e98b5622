"""Tell whose turn it is in a dispute: a day before a deadline, and when a time is over."""

from domain.work import TendDispute
from memory.ctx import Ctx
from tools.disputes import tend


async def run(ctx: Ctx, work: TendDispute) -> None:
    """A dispute that was decided needs no word."""
    await tend(ctx, work.assignment_id, work.turn)
