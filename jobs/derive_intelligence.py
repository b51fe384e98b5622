"""Compute segments and competitors anew: after results came in, or somebody judged or logged."""

from domain.work import DeriveIntelligence
from memory.ctx import Ctx
from tools.derived import derive


async def run(ctx: Ctx, work: DeriveIntelligence) -> None:
    """Compute them from all that is known; running it again writes the same."""
    del work  # one cause is like another
    await derive(ctx)
