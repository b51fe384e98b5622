"""Let new evidence move beliefs: results of ripe months, or what was just read."""

from collections.abc import Sequence
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
        await beliefs.weigh_extractions(ctx, [UUID(one) for one in work.subject_ids])
    if work.cause == "vent":
        await _tell(ctx, [UUID(one) for one in work.subject_ids])


async def _tell(ctx: Ctx, extraction_ids: Sequence[UUID]) -> None:
    """Say that notes were read where their authors wait for an answer."""
    read = await context.extractions_among(ctx, extraction_ids)
    vents = await inputs.vents_among(ctx, [row.source_id for row in read])
    told = [vents[row.source_id] for row in read if row.source_id in vents]
    facts = [VentRead(vent_id=v.id, source=v.source) for v in told if v.source == "slack"]
    await events.record(ctx, *facts)
