"""Let new evidence move beliefs: results of ripe months, or what was just read."""

from uuid import UUID

from cdt import beliefs
from domain.work import ReinforceBeliefs
from memory.ctx import Ctx


async def run(ctx: Ctx, work: ReinforceBeliefs) -> None:
    """Weigh the evidence that the cause names; evidence counts once, so a repeat moves nothing."""
    if work.cause == "performance":
        await beliefs.weigh_results(ctx)
    elif work.cause in ("vent", "activity", "answer"):
        await beliefs.weigh_extraction(ctx, UUID(work.subject_id))
