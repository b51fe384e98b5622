"""Changes of the calendar: add, edit, move, restatus, throw away, take out, duplicate; undo any.

Every change is kept with what was there before. Undoing one is a change itself, so that it can be
undone in turn.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from core.errors import Conflict, NotFound
from core.ids import new_id
from domain.calendar import EntryStatus, checked_content, checked_utm
from domain.entries import (
    MOST_AT_ONCE,
    ChangedSince,
    Day,
    EditedMeanwhile,
    EntryChanges,
    Line,
    OutAlready,
    differences,
    known_day,
    restorable_until,
    status_change,
)
from domain.events import SuggestionAnswered
from domain.seo import Fault, Seo, checked
from memory import entries, events, outcomes, people
from memory.ctx import Ctx
from tools.base import Ask, tool
from tools.calendar import NoSuchEntry, is_ghost
from tools.entries import utms_in_use, warnings
from tools.journal import Changed, Written, write_down, write_new
from tools.suggestions import ANSWERED, KIND, UNANSWERED

UTM = ("source", "medium", "campaign")


class StillSuggested(Conflict):
    """This is a suggestion: take it or refuse it first."""


class TooLateToRestore(Conflict):
    """This lay in the trash too long to be taken out."""


class NoSuchChange(NotFound):
    """There is no such change to undo."""


class UndoneAlready(Conflict):
    """This was undone already."""


class Ids(Ask):
    """Entries by their ids."""

    entry_ids: list[UUID] = Field(min_length=1, max_length=MOST_AT_ONCE)


class NewEntry(Ask):
    """An entry to put on the calendar, with whatever else is known of it."""

    title: Line
    artifact_type: Line
    entry: EntryChanges = EntryChanges()


class Edit(Ask):
    """Fields to write into an entry, and the version that one had before one's eyes."""

    entry_id: UUID
    version: int = Field(ge=1)
    changes: EntryChanges


class Move(Ids):
    """Entries to one day, or each by as many days; hour and zone stay.

    `version` is what one had before one's eyes, for one entry.
    """

    publish_on: Day | None = None
    by_days: int = Field(default=0, ge=-3660, le=3660)
    version: int | None = Field(default=None, ge=1)


class Restatus(Ids):
    """Entries to another status."""

    status: EntryStatus


class Copy(Ask):
    """An entry to write down once more, on a day of its own."""

    entry_id: UUID
    publish_on: Day | None = None


class Review(Ask):
    """What a published entry turned out to be, 30 days later."""

    entry_id: UUID
    verdict: Literal["worked", "underperformed", "unclear"]


class ChangeId(Ask):
    """A change by its id."""

    change_id: UUID


@tool("calendar:write")
async def add_entry(ctx: Ctx, ask: NewEntry) -> Changed:
    """Put a new entry on the calendar."""
    given = ask.entry.named() | {"title": ask.title, "artifact_type": ask.artifact_type}
    entry_id = new_id()
    values = await _columns(ctx, entry_id, given, None)
    values |= status_change("idea", values.get("status", "idea"), values.get("publish_on"), ctx.at)
    changed = await write_new(ctx, entry_id, values)
    written = _beside(ask.entry)
    if written.seo and written.seo[0]:
        await entries.write_seo(ctx, entry_id, written.seo[0])
    if written.plans:
        await entries.write_plans(ctx, entry_id, written.plans)
    return changed.model_copy(update={"faults": await _faults(ctx, entry_id)})


@tool("calendar:write")
async def edit_entry(ctx: Ctx, ask: Edit) -> Changed:
    """Write fields of an entry; refused when somebody else changed it meanwhile."""
    row = await _one(ctx, ask.entry_id)
    given = ask.changes.named()
    if row.version != ask.version:
        raise _meanwhile(row, given)
    values = await _columns(ctx, row.id, given, row)
    if "status" in given:
        day = values.get("publish_on", row.publish_on)
        values |= status_change(row.status, given["status"], day, ctx.at)
    written = _beside(ask.changes)
    written.row, written.values = row, values
    changed = await write_down(ctx, "edited", [written])
    return changed.model_copy(update={"faults": await _faults(ctx, row.id)})


@tool("calendar:write")
async def move_entries(ctx: Ctx, ask: Move) -> Changed:
    """Move entries to another day; each keeps its hour and zone."""
    rows = await _rows(ctx, ask.entry_ids)
    writes = []
    for row in rows:
        if ask.version is not None and row.version != ask.version:
            raise _meanwhile(row, {"publish_on": ask.publish_on})
        if row.status == "published":
            raise OutAlready(f"“{row.title}” went out on {row.publish_on}.",
                             remedy="Open it to correct its day.", field="entry_ids",
                             value=str(row.id))  # fmt: skip
        day = ask.publish_on or row.publish_on
        if day and not ask.publish_on:
            day = known_day(day + timedelta(days=ask.by_days))
        writes.append(Written(row, {"publish_on": day}))
    changed = await write_down(ctx, "moved", writes)
    alone = rows[0].id if len(rows) == 1 else None
    return changed.model_copy(update={"faults": await _faults(ctx, alone) if alone else []})


@tool("calendar:write")
async def restatus_entries(ctx: Ctx, ask: Restatus) -> Changed:
    """Bring entries to another status; going out sets the day of their review."""
    rows = await _rows(ctx, ask.entry_ids)
    return await write_down(ctx, "restatused", [
        Written(row, status_change(row.status, ask.status, row.publish_on, ctx.at)) for row in rows
    ])  # fmt: skip


@tool("calendar:write")
async def trash_entries(ctx: Ctx, ask: Ids) -> Changed:
    """Put entries into the trash, from which they can be taken for 30 days."""
    rows = await _rows(ctx, ask.entry_ids)
    return await write_down(ctx, "trashed", [Written(row, {"deleted_at": ctx.at}) for row in rows])


@tool("calendar:write")
async def restore_entries(ctx: Ctx, ask: Ids) -> Changed:
    """Take entries out of the trash."""
    rows = await _rows(ctx, ask.entry_ids, trashed=True)
    _must_be_restorable(ctx, rows)
    return await write_down(ctx, "restored", [Written(row, {"deleted_at": None}) for row in rows])


@tool("calendar:write")
async def duplicate_entry(ctx: Ctx, ask: Copy) -> Changed:
    """Write an entry down once more as an idea, without its UTM, address and results."""
    row = await _one(ctx, ask.entry_id)
    same = ("artifact_type", "owner", "publish_at", "timezone", "channel", "funnel_stage",
            "segment", "persona", "angle", "strategic_intent", "competitive_context",
            "primary_kpi", "conversion_event", "attribution_model", "ltv_tag", "cost_cents",
            "custom", "campaign_id")  # fmt: skip
    values = {name: getattr(row, name) for name in same}
    values |= {"title": f"{row.title} (copy)"[:500], "publish_on": ask.publish_on or row.publish_on}
    copy_id = new_id()
    changed = await write_new(ctx, copy_id, values)
    if seo := await entries.seo_of(ctx, row.id):
        await entries.write_seo(ctx, copy_id, seo | {"url_slug": None, "canonical_url": None})
    plans = await entries.plans_of(ctx, row.id)
    await entries.write_plans(ctx, copy_id, [plan | {"schedule": []} for plan in plans])
    return changed


@tool("calendar:write")
async def review_entry(ctx: Ctx, ask: Review) -> Changed:
    """Say what a published entry turned out to be."""
    row = await _one(ctx, ask.entry_id)
    values = {"reviewed_at": ctx.at, "review_verdict": ask.verdict}
    return await write_down(ctx, "reviewed", [Written(row, values)])


@tool("calendar:write")
async def undo_change(ctx: Ctx, ask: ChangeId) -> Changed:
    """Put back what a change found, unless it was changed again since."""
    change = await entries.change(ctx, ask.change_id)
    if change is None:
        raise NoSuchChange(f"{ask.change_id}.", field="change_id", value=str(ask.change_id))
    if change.undone_at is not None:
        raise UndoneAlready(field="change_id", value=str(ask.change_id))
    verb, _, action = change.verb.partition(" ")
    if verb in (ANSWERED, UNANSWERED):
        ctx.actor.must("plans:write")
    edits = {UUID(edit["entry"]): edit for edit in change.edits}
    rows = await entries.whole(ctx, [*edits], lock=True)
    for one, edit in edits.items():
        if one not in rows or rows[one].version != edit["version"]:
            raise ChangedSince(field="change_id", value=str(ask.change_id))
    writes = [
        Written(rows[one], entries.as_columns(edit["before"]),
                (edit["seo"],) if "seo" in edit else None, edit.get("plans"))
        for one, edit in edits.items()
    ]  # fmt: skip
    _must_be_restorable(ctx, [w.row for w in writes if w.values.get("deleted_at", 0) is None])
    await entries.mark_undone(ctx, ask.change_id)
    if verb in (ANSWERED, UNANSWERED):
        await _answer_otherwise(ctx, [*edits], action if verb == UNANSWERED else "")
        verb = f"{UNANSWERED if verb == ANSWERED else ANSWERED} {action}"
    return await write_down(ctx, verb, writes)


async def _answer_otherwise(ctx: Ctx, ids: Sequence[UUID], action: str) -> None:
    """Take the answers to suggestions back, or with an `action` give them again."""
    for one in ids:
        if action:
            await outcomes.answer(ctx, KIND, one, action)
        else:
            await outcomes.take_answer_back(ctx, KIND, one)
        fact = SuggestionAnswered(recommendation_id=one, action=action or "taken_back")
        await events.record(ctx, fact)


def _beside(changes: EntryChanges) -> Written:
    """The SEO fields and plans that a change names, checked."""
    written = Written(None, {})
    if "seo" in changes.model_fields_set:
        seo = changes.seo or Seo()
        checked(seo)
        written.seo = (seo.model_dump(mode="json") if seo != Seo() else None,)
    if "plans" in changes.model_fields_set:
        written.plans = [plan.model_dump(mode="json") for plan in changes.plans]
    return written


async def _columns(
    ctx: Ctx, entry_id: UUID, given: dict[str, Any], row: Any | None
) -> dict[str, Any]:
    """Named fields as columns: the campaign by its id, a UTM that is whole and free, a zone."""
    values = {name: value for name, value in given.items() if name != "campaign"}
    if "campaign" in given:
        values["campaign_id"] = await entries.campaign_id(ctx, given["campaign"])
    if any(name.startswith("utm_") for name in values):
        values |= await _utm(ctx, entry_id, values, row)
    if values.get("publish_at") and not values.get("timezone", getattr(row, "timezone", None)):
        business = await people.business(ctx)
        values["timezone"] = business.timezone if business else "UTC"
    return values


async def _utm(
    ctx: Ctx, entry_id: UUID, values: dict[str, Any], row: Any | None
) -> dict[str, str | None]:
    """The UTM values as they may be kept: all three or none, in small letters, nobody else's."""
    asked = {
        name: values.get(f"utm_{name}", getattr(row, f"utm_{name}", None)) or ""
        for name in (*UTM, "content")
    }
    if not any(asked.values()):
        return {f"utm_{name}": None for name in asked}
    content = checked_content(asked["content"])
    await entries.one_utm_at_a_time(ctx)
    utm = checked_utm(asked, await utms_in_use(ctx, content, but=entry_id), "")
    return {"utm_source": utm.source, "utm_medium": utm.medium, "utm_campaign": utm.campaign,
            "utm_content": content}  # fmt: skip


async def _faults(ctx: Ctx, entry_id: UUID) -> list[Fault]:
    row = (await entries.whole(ctx, [entry_id]))[entry_id]
    return await warnings(ctx, row, Seo(**(await entries.seo_of(ctx, entry_id) or {})))


async def _one(ctx: Ctx, entry_id: UUID) -> Any:
    return (await _rows(ctx, [entry_id]))[0]


async def _rows(ctx: Ctx, ids: Sequence[UUID], *, trashed: bool = False) -> list[Any]:
    """Locked rows in the order asked for; each must be there and no open suggestion."""
    found = await entries.whole(ctx, ids, lock=True)
    for one in ids:
        row = found.get(one)
        if row is None or (row.deleted_at is not None) != trashed:
            raise NoSuchEntry(f"{one}.", field="entry_ids", value=str(one))
        if is_ghost(row):
            raise StillSuggested(f"“{row.title}”.", field="entry_ids", value=str(one))
    return [found[one] for one in dict.fromkeys(ids)]


def _must_be_restorable(ctx: Ctx, rows: Sequence[Any]) -> None:
    for row in rows:
        if row.deleted_at is not None and restorable_until(row.deleted_at) <= ctx.at:
            raise TooLateToRestore(f"“{row.title}”.", field="entry_ids", value=str(row.id))


def _meanwhile(row: Any, given: dict[str, Any]) -> EditedMeanwhile:
    theirs = {name: getattr(row, name, None) for name in given}
    return EditedMeanwhile(
        remedy="Look at both and save again.", entry_id=str(row.id), version=row.version,
        at=row.changed_at.isoformat() if row.changed_at else None,
        by=str(row.changed_by) if row.changed_by else None,
        differences={
            name: {side: None if value is None else str(value) for side, value in pair.items()}
            for name, pair in differences(given, theirs).items()
        },
    )  # fmt: skip
