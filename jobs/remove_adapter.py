"""An adapter was withdrawn: its copy for servers and its sealed archive go."""

from cdt import adapters
from domain.work import RemoveAdapter
from memory.ctx import Ctx


async def run(ctx: Ctx, work: RemoveAdapter) -> None:
    """Delete the files; one that may answer is left alone."""
    await adapters.remove(ctx, work.adapter)
