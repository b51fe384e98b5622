"""The nightly batch: implicit signals of the calendar and of the vents (seed 001 §2.2, §2.4), and
what is derived from everything: segments and competitors (§3.3)."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from domain.language.shapes import Extraction
from domain.patterns import patterns
from domain.signals import late_night_share, length_pattern, mood
from domain.work import AnalyzePatterns
from memory import calendar, context, inputs, people
from memory.ctx import Ctx
from tools.calendar import entry_of
from tools.derived import derive


async def run(ctx: Ctx, work: AnalyzePatterns) -> None:
    """Compute the day's snapshots; running it again writes the same over them."""
    day = date.fromisoformat(work.day)
    entries = [entry_of(row) for row in await calendar.entries(ctx)]
    if entries:
        found = {one.name: one.model_dump(mode="json") for one in patterns(entries, ctx.at)}
        await context.keep_snapshot(ctx, "calendar", day, found)
    rows = [row for row in await context.extractions(ctx) if row.source_kind != "file"]
    reads = [(row.said_at, Extraction.model_validate(row.payload)) for row in rows]
    if reads:
        await context.keep_snapshot(ctx, "vents", day, await _vents(ctx, reads))
    await derive(ctx)


async def _vents(ctx: Ctx, reads: list[tuple[Any, Extraction]]) -> dict[str, Any]:
    vents = [row for row in await inputs.vents(ctx) if row.visibility != "off_record"]
    business = await people.business(ctx)
    zone = ZoneInfo(business.timezone if business else "UTC")
    return {
        "mood": mood([(at, read.sentiment) for at, read in reads]).model_dump(mode="json"),
        "late_night_share": late_night_share([row.at for row in vents], zone),
        "length": length_pattern([len(row.text.split()) for row in vents]).model_dump(mode="json"),
    }
