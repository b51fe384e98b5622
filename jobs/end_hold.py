"""Ninety days after a purchase: held funds may be held no longer (decisions 7)."""

from domain.work import EndHold
from memory.ctx import Ctx
from tools.holds import end_hold


async def run(ctx: Ctx, work: EndHold) -> None:
    """Every piece of the map ends, one way or the other; ended twice, nothing more happens."""
    await end_hold(ctx, work.map_id)
