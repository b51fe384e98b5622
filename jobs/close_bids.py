"""The time for sealed bids is over: the one that gives most for its price has the work."""

from domain.work import CloseBids
from memory.ctx import Ctx
from tools.bids import close_bids


async def run(ctx: Ctx, work: CloseBids) -> None:
    """Bidding that ended earlier, since all had answered, stays as it ended."""
    await close_bids(ctx, work.brief_id)
