"""Once a week: propose one to three execution maps, or say why to do nothing (seed 001 §5.1)."""

from domain.work import GenerateMaps
from graphs import base, mapping
from memory.ctx import Ctx


async def run(ctx: Ctx, work: GenerateMaps) -> None:
    """Run the graph; a proposal that was made before is not made again."""
    await base.run(mapping.graph, ctx, {"week": work.week})
