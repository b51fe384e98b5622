"""Let new evidence move beliefs: results of ripe months, or what was just read."""

from uuid import UUID

from cdt import beliefs
from domain.events import VentRead
from domain.work import ReinforceBeliefs
from memory import context, events, inputs
from memory.ctx import Ctx


async def run(ctx: Ctx, work: ReinforceBeliefs) -> None:
    """Weigh the evidence that the cause names; evidence counts once, so a repeat moves nothing."""
    if work.cause == "performance":
        await beliefs.weigh_results(ctx)
    elif work.cause in ("vent", "activity", "answer"):
        await beliefs.weigh_extraction(ctx, UUID(work.subject_id))
    if work.cause == "vent":
        await _tell(ctx, UUID(work.subject_id))


async def _tell(ctx: Ctx, extraction_id: UUID) -> None:
    """Say that a note was read where its author waits for an answer."""
    read = await context.extraction(ctx, extraction_id)
    vent = read and await inputs.vent(ctx, read.source_id)
    if vent and vent.source == "slack":
        await events.record(ctx, VentRead(vent_id=vent.id, source=vent.source))
