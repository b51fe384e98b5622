"""Remind a creator once, six hours before an offer runs out."""

from domain.work import RemindCreator
from memory.ctx import Ctx
from tools.offers import remind


async def run(ctx: Ctx, work: RemindCreator) -> None:
    """Answered offers need no reminder."""
    await remind(ctx, work.assignment_id)
