"""Tag and index calendar entries that were saved, by rule, within the second (seed 001 §2.2)."""

from typing import Any

from domain.calendar import Entry, categorised
from domain.work import CategorizeEntry
from memory import calendar, outcomes
from memory.ctx import Ctx


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


def entry_of(row: Any) -> Entry:
    """A row of the calendar as the rules know it."""
    return Entry(
        id=row.external_id, type=row.artifact_type, title=row.title, owner=row.owner or "",
        publish_on=row.publish_on, funnel_stage=row.funnel_stage, segment=row.segment or "",
        channels=(row.channel,) if row.channel else (), created_at=row.created_at,
        keywords=(row.primary_keyword,) if row.primary_keyword else (),
    )  # fmt: skip
