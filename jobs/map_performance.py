"""Join measured results and touches to calendar entries by artifact id (seed 001 §7.1)."""

from core.ids import derived_id
from domain.events import PerformanceMapped
from domain.work import MapPerformance
from memory import calendar, events, outcomes, performance
from memory.ctx import Ctx


async def run(ctx: Ctx, work: MapPerformance) -> None:
    """Point every result at its entry; what fits none stays in the unmatched bucket."""
    mapped, unmatched = await performance.map_to_entries(ctx, await calendar.entry_ids(ctx))
    kind = work.batch.partition(":")[0]
    batch_id = derived_id(ctx.business_id, kind, work.batch)
    reason = f"{mapped} figures joined to the calendar, {unmatched} fit no entry"
    await outcomes.account_for(ctx, kind, [batch_id], "used", reason)
    await events.record(ctx, PerformanceMapped(batch=work.batch))
