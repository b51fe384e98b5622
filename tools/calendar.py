"""The calendar: save entries, list them. A saved entry is categorised and indexed by a job."""

from datetime import date
from typing import Any
from uuid import UUID

from pydantic import Field

from domain.events import EntriesSaved
from domain.imports import CalendarRow
from memory import calendar, events, outcomes
from memory.ctx import Ctx
from tools.base import Answer, Ask, tool

_CHUNK = 200  # entries per piece of work, so that one job stays short


class Entries(Ask):
    """Entries to write; an entry with a known id replaces what was there."""

    entries: list[CalendarRow] = Field(min_length=1, max_length=20_000)


class Saved(Answer):
    """How many came, and how many were new or changed."""

    read: int
    changed: int


class Period(Ask):
    """Which entries: published or planned from `start` to `end`, both included."""

    start: date | None = None
    end: date | None = None
    limit: int = Field(200, ge=1, le=1000)


class EntryLine(Answer):
    """One artifact on the calendar."""

    id: UUID
    external_id: str
    title: str
    artifact_type: str
    status: str
    publish_on: date | None
    channel: str | None
    segment: str | None
    tags: list[str]


class EntryPage(Answer):
    """Entries by day of publication."""

    items: list[EntryLine]


@tool("calendar:write")
async def save_entries(ctx: Ctx, ask: Entries) -> Saved:
    """Write calendar entries; what changed is categorised within the second."""
    rows = [_row(entry) for entry in ask.entries]
    written = await calendar.keep_entries(ctx, rows)
    await outcomes.account_for(ctx, "entry", written)
    chunks = [written[i : i + _CHUNK] for i in range(0, len(written), _CHUNK)]
    await events.record(ctx, *(EntriesSaved(entry_ids=tuple(chunk)) for chunk in chunks))
    return Saved(read=len(rows), changed=len(written))


@tool("calendar:read")
async def list_entries(ctx: Ctx, ask: Period) -> EntryPage:
    """The calendar of a period."""
    rows = [row for row in await calendar.entries(ctx) if _within(row.publish_on, ask)]
    fields = EntryLine.model_fields
    items = [EntryLine(**{name: getattr(row, name) for name in fields}) for row in rows]
    return EntryPage(items=items[: ask.limit])


def _row(entry: CalendarRow) -> dict[str, Any]:
    row = entry.model_dump()
    for name in ("utm_source", "utm_medium", "utm_campaign", "utm_content"):
        row[name] = row[name].lower() if row[name] else None
    return row


def _within(day: date | None, ask: Period) -> bool:
    if ask.start is None and ask.end is None:
        return True
    if day is None:
        return False
    return (ask.start or day) <= day <= (ask.end or day)
