"""Read what somebody said: the shape every job has. Runs the graph, which records what it found."""

from domain.work import ExtractContext
from graphs import base, extraction
from memory.ctx import Ctx


async def run(ctx: Ctx, work: ExtractContext) -> None:
    """Read one input; reading it twice changes nothing."""
    start = {"source_kind": work.source_kind, "source_id": work.source_id}
    await base.run(extraction.graph, ctx, start)
