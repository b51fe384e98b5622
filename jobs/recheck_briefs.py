"""Every day, and when a name changed: read the briefs again that creators can see."""

from domain.work import RecheckBriefs
from memory.ctx import Ctx
from tools.rechecks import recheck_briefs


async def run(ctx: Ctx, work: RecheckBriefs) -> None:
    """Run twice it changes nothing more."""
    await recheck_briefs(ctx)
