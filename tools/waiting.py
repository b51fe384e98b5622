"""What waits for the founder: suggestions and maps to decide, what is due and what is overdue."""

from datetime import timedelta
from typing import Any

from pydantic import Field

from domain.prose import counted, day, listed, paragraph
from memory import calendar, market, plans
from memory.ctx import Ctx
from tools.base import Ask, tool
from tools.findings import Finding, Part, Ref, lacking, weightiest

DAYS, NAMED = 7, 2


class WaitingAsk(Ask):
    """How far ahead to look."""

    days_ahead: int = Field(default=DAYS, ge=1, le=90, description="How many days from today on")


@tool("plans:read")
async def what_waits(ctx: Ctx, ask: WaitingAsk) -> Finding:
    """What waits for a decision or falls due: maps, suggested entries, work handed in, entries."""
    today = ctx.at.date()
    end = today + timedelta(days=ask.days_ahead)
    every = await plans.all_maps(ctx)
    maps = [row for row in every if row.status == "proposed"][::-1]
    ghosts = await calendar.ghosts(ctx)
    works = [row for row in await market.all_deliverables(ctx) if row.passed is None]
    entries = await calendar.entries(ctx)
    if not (every or ghosts or works or entries):
        said = "Nothing waits for you: there is no map yet, and the calendar is empty."
        return lacking(said, "entries on the calendar, or notes and results that make a map")
    todo = [
        row for row in entries
        if row.status not in ("published", "dropped") and row.publish_on
    ]  # fmt: skip
    due = sorted(
        (row for row in todo if today <= row.publish_on <= end), key=lambda row: row.publish_on
    )
    late = [row for row in todo if row.publish_on < today]
    groups = {
        "due": (due, "entry", "entries", f"due by {day(end)}", True),
        "maps": (maps, "map", "maps", "for you to approve or decline", False),
        "suggestions": (ghosts, "suggested entry", "suggested entries", "for your answer", True),
        "works": (works, "piece of work", "pieces of work", "handed in and not judged", False),
        "overdue": (late, "entry", "entries", "overdue", True),
    }
    lines = [
        _line(rows, one, many, why, dated=dated)
        for rows, one, many, why, dated in groups.values() if rows
    ]  # fmt: skip
    kinds = {"due": "entry", "maps": "map", "suggestions": "entry", "works": "deliverable",
             "overdue": "entry"}  # fmt: skip
    refs: list[Ref] = [
        Ref(kind=kinds[name], id=row.id) for name, group in groups.items()
        for row in group[0][:NAMED]
    ]  # fmt: skip
    total = sum(len(group[0]) for group in groups.values())
    refs = refs or [Ref(kind="map", id=row.id) for row in every[::-1][:NAMED]]
    refs = refs or [Ref(kind="entry", id=row.id) for row in entries[::-1][:NAMED]]
    none = f"Nothing waits for you: no map or suggestion is open, and nothing is due by {day(end)}."
    return Finding(
        said=paragraph(*lines) if lines else none, enough=True, n=total, value=total,
        unit="things that wait", evidence=weightiest(refs),
        parts=[Part(name=name, value=len(group[0])) for name, group in groups.items()],
    )  # fmt: skip


def _line(rows: list[Any], one: str, many: str, why: str, *, dated: bool) -> str:
    """How many there are, and the first of them by name."""
    names = listed(
        f"“{row.title}” ({day(row.publish_on)})" if dated and row.publish_on else f"“{row.title}”"
        for row in rows[:NAMED] if hasattr(row, "title")
    )  # fmt: skip
    first = "" if not names else f": {names}" if len(rows) <= NAMED else f", the first {names}"
    return f"{counted(len(rows), one, many)} {'is' if len(rows) == 1 else 'are'} {why}{first}."
