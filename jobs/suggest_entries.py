"""Once a day: refresh the calendar's ghost entries (seed 001 §5.3)."""

from datetime import date

from agents import suggester
from agents.suggester import Planned, Suggestion
from cdt.beliefs import measured
from cdt.predictions import similar
from domain.asking import Mode
from domain.beliefs import Belief
from domain.modes import chosen
from domain.suggestions import Made
from domain.work import SuggestEntries
from memory import beliefs, calendar, people
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
    business = await people.business(ctx)
    mode = chosen(business.settings).suggestion if business else "adaptive"
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
    drafted = suggester.draft(today, held, planned, room, mode)
    if mode == "creative":
        drafted += await _ideas(ctx, today, held, planned, drafted)
    found = await suggester.refine(ctx, drafted, held, planned, mode)
    if not found and not open_ghosts:
        await keep_quiet(ctx, today, suggester.why_none(held, planned, mode))
    ghosts = [_ghost(one, mode) for one in found]
    await suggest_entries(ctx, Ghosts(day=today, ghosts=ghosts))


async def _ideas(
    ctx: Ctx, today: date, held: list[Belief], planned: list[Planned], drafted: list[Suggestion]
) -> list[Suggestion]:
    """Ideas to test, beside what evidence speaks for."""
    reached = await similar(ctx, await measured(ctx))
    return suggester.ideas(today, held, planned, drafted, reached)


def _ghost(one: Suggestion, mode: Mode) -> Ghost:
    made = Made(made_by=one.made_by, mode=mode, idea=one.idea)
    return Ghost(entry=one.entry, why=one.why, beliefs=[*one.beliefs], tries=one.tries, made=made)
