"""Tag and index calendar entries that were saved, by rule, within the second (seed 001 §2.2)."""

from domain.calendar import categorised
from domain.work import CategorizeEntry
from memory import calendar, outcomes
from memory.ctx import Ctx
from tools.calendar import entry_of


async def run(ctx: Ctx, work: CategorizeEntry) -> None:
    """Categorise the entries named; doing it again gives the same tags."""
    rows = await calendar.entries(ctx, work.entry_ids)
    tagged = []
    for row in rows:
        tags = categorised(entry_of(row))
        groups = {
            "type_family": tags.type_family,
            "funnel_stage": tags.funnel_stage,
            "cluster": tags.cluster,
        }
        names = [*tags.channel_families, tags.type_family, tags.funnel_stage]
        tagged.append((row.id, names, groups))
    await calendar.mark_categorized(ctx, tagged)
    reason = "categorised and on the calendar"
    await outcomes.account_for(ctx, "entry", [row.id for row in rows], "used", reason)
