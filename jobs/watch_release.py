"""Every day: does the version on trial, or the live one, do worse than the one before?"""

from cdt import release
from domain.work import WatchRelease
from memory.ctx import Ctx


async def run(ctx: Ctx, work: WatchRelease) -> None:
    """Take back what does worse, let go live what ended its trial; twice is once."""
    await release.watch(ctx)
