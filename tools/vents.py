"""Vents: submit, list, edit, take back. Words are kept as they came (cleaned), then read by a job.

What is taken back lies in the trash for `RESTORE_WINDOW`; all that was read from it is gone at
once, and comes back when it is restored and read again.
"""

from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from cdt.unlearning import last_of, unlearn
from core.errors import Conflict, NotFound
from core.ids import content_hash, derived_id
from core.text import kept_text, shorten
from domain.care import in_distress
from domain.events import InputKept, InputWithdrawn
from domain.work import PurgeVent
from memory import events, inputs, outcomes, schedule
from memory.ctx import Ctx
from tools.base import Answer, Ask, NoSuchCursor, Nothing, tool

Visibility = Literal["private", "team", "off_record"]
RESTORE_WINDOW = timedelta(days=30)
UNUSED = "off the record: kept, unused"


class NoSuchVent(NotFound):
    """There is no such vent of yours here."""


class VentGone(Conflict):
    """This vent was taken back too long ago."""


class KeptApart(Conflict):
    """This note is kept for its author alone."""


class Vent(Ask):
    """One vent. `id` is the caller's own key, if there is one; `at` defaults to now."""

    text: str
    at: AwareDatetime | None = None
    id: str | None = Field(None, max_length=200)
    tags: list[str] = []
    visibility: Visibility = "private"
    source: str = "web"


class Kept(Answer):
    """Where the vent is, whether it was new, and whether its author is offered care."""

    id: UUID
    new: bool
    care: bool = False


class VentBatch(Ask):
    """Several vents at once, all or none."""

    vents: list[Vent] = Field(min_length=1, max_length=10_000)


class KeptBatch(Answer):
    """How many came and how many were new."""

    read: int
    new: int
    ids: list[UUID]


class Listing(Ask):
    """Which page of vents: those after `after`, at most `limit`."""

    after: UUID | None = None
    limit: int = Field(50, ge=1, le=200)


class VentLine(Answer):
    """A vent as its author sees it again."""

    id: UUID
    at: datetime
    text: str
    tags: list[str]
    visibility: Visibility


class VentPage(Answer):
    """A page of vents, oldest first; `next` is what to pass as `after`."""

    items: list[VentLine]
    next: UUID | None


class VentId(Ask):
    """A vent by its id."""

    id: UUID


class VentChange(Ask):
    """What is to be different about a vent; what is left out stays."""

    id: UUID
    text: str | None = None
    tags: list[str] | None = None
    visibility: Visibility | None = None


class Withdrawn(Answer):
    """A vent in the trash, until when it can be restored, and what taking it back unlearned: the
    report's id (`read_unlearning`; none where nothing was read from it) and how many beliefs moved.
    """

    id: UUID
    restore_until: datetime
    unlearning_id: UUID | None
    beliefs_moved: int


class WithdrawnLine(VentLine):
    """A vent in the trash as its author sees it."""

    withdrawn_at: datetime
    restore_until: datetime


class Trash(Answer):
    """What can still be restored, the last first."""

    items: list[WithdrawnLine]


@tool("inputs:write")
async def submit_vent(ctx: Ctx, ask: Vent) -> Kept:
    """Keep what somebody wants off their chest; it is read in the background."""
    kept = await submit_vents(ctx, VentBatch(vents=[ask]))
    return Kept(id=kept.ids[0], new=bool(kept.new), care=in_distress(ask.text))


@tool("inputs:write")
async def submit_vents(ctx: Ctx, ask: VentBatch) -> KeptBatch:
    """Keep several vents; the same words at the same time are kept once."""
    rows = [_row(ctx, vent) for vent in ask.vents]
    ids = list(dict.fromkeys(row["id"] for row in rows))
    new = await inputs.keep_vents(ctx, list({row["id"]: row for row in rows}.values()))
    for row, vent in zip(rows, ask.vents, strict=True):
        if row["id"] not in new and vent.id is None:
            await _say_again(ctx, row)
    fresh = set(new)
    on_record = [r["id"] for r in rows if r["id"] in fresh and r["visibility"] != "off_record"]
    off_record = [r["id"] for r in rows if r["id"] in fresh and r["visibility"] == "off_record"]
    await outcomes.account_for(ctx, "vent", on_record)
    await outcomes.account_for(ctx, "vent", off_record, "set_aside", UNUSED)
    await events.record(
        ctx, *(InputKept(kind="vent", id=each) for each in dict.fromkeys(on_record))
    )
    return KeptBatch(read=len(rows), new=len(new), ids=ids)


@tool("inputs:read")
async def list_vents(ctx: Ctx, ask: Listing) -> VentPage:
    """The business's vents that this person may read, oldest first."""
    rows = await inputs.vents_after(ctx, ask.after, ask.limit + 1)
    if rows is None:
        raise NoSuchCursor(f"{ask.after}", field="after", value=str(ask.after))
    page = rows[: ask.limit]
    items = [_line(row) for row in page]
    return VentPage(items=items, next=page[-1].id if len(rows) > ask.limit else None)


@tool("inputs:write")
async def edit_vent(ctx: Ctx, ask: VentChange) -> VentLine:
    """Change a vent's words, tags or visibility; what was read from the old words is unlearned."""
    row = await _own(ctx, ask.id)
    if row.deleted_at is not None:
        raise NoSuchVent(f"{ask.id} was taken back.", remedy="Restore it first.")
    text = row.text if ask.text is None else kept_text(ask.text)
    visibility = ask.visibility or row.visibility
    if row.care and ask.visibility not in (None, "off_record"):
        raise KeptApart(remedy="Say first that it may be read as usual.", field="visibility")
    values: dict[str, Any] = {"text": text, "visibility": visibility, "edited_at": ctx.at}
    if text != row.text and in_distress(text):
        visibility = "off_record"
        values |= {"visibility": visibility, "care": True}
    if ask.tags is not None:
        values["tags"] = [shorten(tag, 60) for tag in ask.tags]
    turned = "off_record" in (row.visibility, visibility) and row.visibility != visibility
    if text != row.text or turned:
        await unlearn(ctx, "vent", row.id)
        await events.record(ctx, InputWithdrawn(kind="vent", id=row.id))
        await inputs.change_vent(ctx, row.id, **values)
        await hear(ctx, row.id, visibility)
    else:
        await inputs.change_vent(ctx, row.id, **values)
    return _line(await inputs.vent(ctx, row.id))


@tool("inputs:write")
async def withdraw_vent(ctx: Ctx, ask: VentId) -> Withdrawn:
    """Take a vent back: nothing rests on it any more; it can be restored for thirty days."""
    row = await _own(ctx, ask.id)
    if row.deleted_at is None:
        await inputs.change_vent(ctx, row.id, deleted_at=ctx.at)
        await unlearn(ctx, "vent", row.id)
        await outcomes.account_anew(ctx, "vent", row.id, "set_aside", "taken back by its author")
        await events.record(ctx, InputWithdrawn(kind="vent", id=row.id))
        await schedule.wait_until(ctx, ctx.at + RESTORE_WINDOW, _purge(row.id, ctx.at))
    did = await last_of(ctx, row.id)
    return Withdrawn(
        id=row.id, restore_until=(row.deleted_at or ctx.at) + RESTORE_WINDOW,
        unlearning_id=did.id, beliefs_moved=len(did.moved),
    )  # fmt: skip


@tool("inputs:write")
async def restore_vent(ctx: Ctx, ask: VentId) -> VentLine:
    """Bring a vent back that was taken back; it is read again."""
    row = await _own(ctx, ask.id)
    if row.deleted_at is not None:
        if row.deleted_at + RESTORE_WINDOW <= ctx.at:
            raise VentGone(f"Its words were forgotten {RESTORE_WINDOW.days} days later.")
        await inputs.change_vent(ctx, row.id, deleted_at=None)
        await schedule.cancel(ctx, _purge(row.id, row.deleted_at))
        await hear(ctx, row.id, row.visibility)
    return _line(await inputs.vent(ctx, row.id))


@tool("inputs:read")
async def list_withdrawn_vents(ctx: Ctx, ask: Nothing) -> Trash:
    """What this person took back and may still restore, the last first."""
    rows = await inputs.taken_back(ctx, ctx.at - RESTORE_WINDOW)
    items = [
        WithdrawnLine(
            **_line(row).model_dump(),
            withdrawn_at=row.deleted_at,
            restore_until=row.deleted_at + RESTORE_WINDOW,
        )
        for row in rows
    ]
    return Trash(items=items)


def vent_id(ctx: Ctx, key: str) -> UUID:
    """The id of the vent that a caller keeps under its own key."""
    return derived_id(ctx.business_id, "vent", key)


async def purge(ctx: Ctx, vent_id: UUID) -> bool:
    """Forget the words of a vent whose time in the trash is over; False where it is not.

    The row stays without words, so that what rested on it can say that it was taken back.
    """
    row = await inputs.vent(ctx, vent_id, held=True)
    if row is None or row.deleted_at is None or row.deleted_at + RESTORE_WINDOW > ctx.at:
        return False
    await inputs.change_vent(ctx, vent_id, text="", tags=[])
    return True


async def _own(ctx: Ctx, vent_id: UUID) -> Any:
    """A vent of the actor's own (or of nobody's), held until the transaction ends."""
    row = await inputs.vent(ctx, vent_id, held=True)
    if row is None or row.author_id not in (None, ctx.actor.user_id):
        raise NoSuchVent(f"{vent_id}.", field="id", value=str(vent_id))
    return row


async def hear(ctx: Ctx, vent_id: UUID, visibility: Visibility) -> None:
    """Let a vent be read (again), unless it is off the record."""
    if visibility == "off_record":
        await outcomes.account_anew(ctx, "vent", vent_id, "set_aside", UNUSED)
        return
    await outcomes.account_anew(ctx, "vent", vent_id, "waiting")
    await events.record(ctx, InputKept(kind="vent", id=vent_id))


async def _say_again(ctx: Ctx, said: dict[str, Any]) -> None:
    """The same words as in a vent that was taken back: it is no longer taken back."""
    row = await inputs.vent(ctx, said["id"], held=True)
    if row is None or row.deleted_at is None:
        return
    values = {name: said[name] for name in ("text", "tags", "visibility", "at", "care")}
    await inputs.change_vent(ctx, row.id, deleted_at=None, **values)
    await schedule.cancel(ctx, _purge(row.id, row.deleted_at))
    await hear(ctx, row.id, said["visibility"])


def _purge(vent_id: UUID, at: datetime) -> PurgeVent:
    return PurgeVent(vent_id=vent_id, until=(at + RESTORE_WINDOW).isoformat())


def _line(row: Any) -> VentLine:
    return VentLine(id=row.id, at=row.at, text=row.text, tags=row.tags, visibility=row.visibility)


def _row(ctx: Ctx, vent: Vent) -> dict[str, Any]:
    text = kept_text(vent.text)
    at = vent.at or ctx.at
    care = in_distress(text)  # such a note is its author's alone, whatever was chosen
    key = vent.id or content_hash(text, at.isoformat() if vent.at else at.date())
    return {
        "id": vent_id(ctx, key),
        "text": text,
        "tags": [shorten(tag, 60) for tag in vent.tags],
        "at": at,
        "author_id": ctx.actor.user_id,
        "visibility": "off_record" if care else vent.visibility,
        "care": care,
        "source": vent.source,
        "content_hash": content_hash("vent", key),
    }
