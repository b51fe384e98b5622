"""Every day each creator has the tier that the last 90 days make."""

from domain.work import UpdateTiers
from memory.ctx import Ctx
from tools.tiers import update_tiers


async def run(ctx: Ctx, work: UpdateTiers) -> None:
    """Run twice in a day it changes nothing more."""
    await update_tiers(ctx)
