"""Once a day: refresh the calendar's ghost entries (seed 001 §5.3)."""

from datetime import date

from agents import suggester
from agents.suggester import Planned
from domain.work import SuggestEntries
from memory import beliefs, calendar
from memory.ctx import Ctx
from tools.suggestions import (
    Ghost,
    Ghosts,
    keep_quiet,
    let_lie,
    refused,
    suggest_entries,
)


async def run(ctx: Ctx, work: SuggestEntries) -> None:
    """Open ghosts stay until they are answered or their day comes; there are few at a time."""
    today = date.fromisoformat(work.day)
    await let_lie(ctx, today)
    open_ghosts = await calendar.ghosts(ctx)
    room = suggester.MOST - len(open_ghosts)
    if room <= 0:
        return
    ahead = [*await calendar.entries(ctx, since=today), *open_ghosts]
    planned = [Planned(row.publish_on, row.segment or "", row.angle or "") for row in ahead]
    held = await beliefs.load(ctx)
    planned += [
        Planned(row.publish_on or today, row.segment or "", row.angle or "")
        for row in await refused(ctx, today)
    ]
    found = await suggester.refine(ctx, suggester.draft(today, held, planned, room), held, planned)
    if not found and not open_ghosts:
        await keep_quiet(ctx, today, suggester.why_none(held, planned))
    ghosts = [
        Ghost(entry=one.entry, why=one.why, beliefs=[*one.beliefs], tries=one.tries)
        for one in found
    ]
    await suggest_entries(ctx, Ghosts(day=today, ghosts=ghosts))
