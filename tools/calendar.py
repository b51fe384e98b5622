"""The calendar: save entries, list them. A saved entry is categorised and indexed by a job."""

from datetime import date
from typing import Any
from uuid import UUID

from pydantic import Field

from core.errors import NotFound
from domain.calendar import Entry
from domain.entries import status_change
from domain.events import EntriesSaved
from domain.imports import CalendarRow
from memory import calendar, entries, events, outcomes
from memory.ctx import Ctx
from tools.base import Answer, Ask, NoSuchCursor, tool
from tools.journal import Written, write_down

_CHUNK = 200  # entries per piece of work, so that one job stays short


class NoSuchEntry(NotFound):
    """There is no such entry here."""


class Entries(Ask):
    """Entries to write; an entry with a known id replaces what was there."""

    entries: list[CalendarRow] = Field(min_length=1, max_length=20_000)


class Saved(Answer):
    """How many came, and how many were new or changed."""

    read: int
    changed: int


class Period(Ask):
    """Which page of entries: published or planned from `start` to `end`, both included."""

    start: date | None = None
    end: date | None = None
    after: UUID | None = None
    limit: int = Field(default=200, ge=1, le=1000)


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


class EntryId(Ask):
    """An entry by its id."""

    entry_id: UUID


class EntryPage(Answer):
    """A page of entries by day of publication; `next` is what to pass as `after`."""

    items: list[EntryLine]
    next: UUID | None


@tool("calendar:write")
async def save_entries(ctx: Ctx, ask: Entries) -> Saved:
    """Write calendar entries; what changed is categorised within the second."""
    last = {entry.id: entry for entry in ask.entries}  # of two with one id the later stands
    rows = [_row(entry) for entry in last.values()]
    written = await calendar.keep_entries(ctx, rows)
    await entries.await_reviews(ctx, written, ctx.at.date())
    await outcomes.account_for(ctx, "entry", written)
    chunks = [written[i : i + _CHUNK] for i in range(0, len(written), _CHUNK)]
    await events.record(ctx, *(EntriesSaved(entry_ids=tuple(chunk)) for chunk in chunks))
    return Saved(read=len(ask.entries), changed=len(written))


@tool("calendar:read")
async def list_entries(ctx: Ctx, ask: Period) -> EntryPage:
    """The calendar of a period, by day of publication."""
    period = (ask.start, ask.end)
    rows = await calendar.entries_after(ctx, period, ask.after, ask.limit + 1)
    if rows is None:
        raise NoSuchCursor(f"{ask.after}", field="after", value=str(ask.after))
    fields = EntryLine.model_fields
    items = [EntryLine(**{name: getattr(row, name) for name in fields}) for row in rows]
    page = items[: ask.limit]
    return EntryPage(items=page, next=page[-1].id if len(rows) > ask.limit else None)


@tool("calendar:write")
async def publish_entry(ctx: Ctx, ask: EntryId) -> EntryLine:
    """Say that an entry went out today; one that is out already stays as it is."""
    row = (await entries.whole(ctx, [ask.entry_id], lock=True)).get(ask.entry_id)
    if row is None or row.deleted_at is not None or is_ghost(row):
        raise NoSuchEntry(f"{ask.entry_id}.", field="entry_id", value=str(ask.entry_id))
    if row.status != "published":
        changes = status_change(row.status, "published", row.publish_on, ctx.at)
        await write_down(ctx, "restatused", [Written(row, changes)])
    row = (await calendar.entries(ctx, [ask.entry_id]))[0]
    return EntryLine(**{name: getattr(row, name) for name in EntryLine.model_fields})


def is_ghost(row: Any) -> bool:
    """Whether an entry is a suggestion that nobody took."""
    return row.suggested_by is not None and row.status in ("idea", "dropped")


def entry_of(row: Any) -> Entry:
    """A row of the calendar as the rules know it."""
    return Entry(
        id=row.external_id, type=row.artifact_type, title=row.title, owner=row.owner or "",
        publish_on=row.publish_on, funnel_stage=row.funnel_stage, segment=row.segment or "",
        channels=(row.channel,) if row.channel else (), created_at=row.created_at,
        keywords=(row.primary_keyword,) if row.primary_keyword else (),
    )  # fmt: skip


def _row(entry: CalendarRow) -> dict[str, Any]:
    row = entry.model_dump()
    for name in ("utm_source", "utm_medium", "utm_campaign", "utm_content"):
        row[name] = row[name].lower() if row[name] else None
    return row
