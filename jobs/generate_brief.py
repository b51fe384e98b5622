"""Write the creator's brief of one bought artifact (seed 001 §5.2)."""

from domain.work import GenerateBrief
from graphs import base, briefing
from memory.ctx import Ctx


async def run(ctx: Ctx, work: GenerateBrief) -> None:
    """Run the graph; an artifact that has its brief keeps it."""
    await base.run(briefing.graph, ctx, {"artifact_id": work.artifact_id})
