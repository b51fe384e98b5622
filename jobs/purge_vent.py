"""Thirty days after a vent was taken back its words are forgotten for good."""

from domain.work import PurgeVent
from memory.ctx import Ctx
from tools.vents import purge


async def run(ctx: Ctx, work: PurgeVent) -> None:
    """Forget the words; one that was restored meanwhile is left alone."""
    await purge(ctx, work.vent_id)
