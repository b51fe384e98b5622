"""Close an offer that nobody answered in 24 hours; the next creator is asked (seed 001 §6.1)."""

from domain.work import ExpireOffers
from memory.ctx import Ctx
from tools.offers import lapse


async def run(ctx: Ctx, work: ExpireOffers) -> None:
    """Answered offers stay as they are."""
    await lapse(ctx, work.assignment_id)
