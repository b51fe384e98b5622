"""Once a day: erase what nobody took out of the calendar's trash in time (product X14)."""

from datetime import timedelta

from domain.entries import TRASH_DAYS
from domain.work import EmptyTrash
from memory import entries
from memory.ctx import Ctx


async def run(ctx: Ctx, work: EmptyTrash) -> None:
    """Doing it again erases nothing more; what has results stays for their sake."""
    await entries.empty_trash(ctx, ctx.at - timedelta(days=TRASH_DAYS))
