"""Read what somebody said: the shape every job has. Runs the graph, which records what it found.

A backlog is read several inputs at a time, where code alone reads. A model is asked for each input
by itself: what it was paid for is not lost with a neighbour that fails.
"""

from cdt import gateway
from domain.work import ExtractContext
from graphs import base, extraction
from memory import queue
from memory.ctx import Ctx


async def run(ctx: Ctx, work: ExtractContext) -> None:
    """Read inputs of one kind; reading them twice changes nothing."""
    each = work.parts()
    if each and await gateway.ready(ctx):
        await queue.enqueue(ctx, each)
        return
    start = {"source_kind": work.source_kind, "source_ids": work.source_ids}
    await base.run(extraction.graph, ctx, start)
