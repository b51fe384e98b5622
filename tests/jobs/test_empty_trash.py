"""The trash is emptied once its thirty days are over, and not before."""

from datetime import timedelta

from core import clock
from domain.entries import TRASH_DAYS
from domain.work import EmptyTrash
from jobs import empty_trash
from memory import entries
from memory.ctx import Ctx
from tests.tools.test_changes import planned
from tools.changes import Ids, trash_entries


async def test_the_trash_is_emptied_when_its_days_are_over(
    ctx: Ctx, simulated: clock.SimulatedClock
) -> None:
    await trash_entries(ctx, Ids(entry_ids=[await planned(ctx)]))
    for days, left in ((TRASH_DAYS - 1, 1), (2, 0), (1, 0)):
        simulated.move_to(ctx.at + timedelta(days=days))
        await empty_trash.run(ctx, EmptyTrash(day=f"{ctx.at.date()}"))
        assert len(await entries.trashed(ctx)) == left
