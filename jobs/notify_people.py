"""Tell whom it concerns that something happened, each the way they chose (product X17)."""

from domain.work import NotifyPeople
from memory.ctx import Ctx
from tools import notifications


async def run(ctx: Ctx, work: NotifyPeople) -> None:
    """Keep a notice for each person; whoever was told of this cause before is not told again."""
    await notifications.tell(ctx, work)
