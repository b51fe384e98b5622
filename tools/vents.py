"""Vents: submit, list, take back. Words are kept as they came (cleaned), then read by a job."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from core.ids import content_hash, derived_id
from core.text import kept_text, shorten
from domain.events import InputKept
from memory import events, inputs, outcomes
from memory.ctx import Ctx
from tools.base import Answer, Ask, NoSuchCursor, tool

Visibility = Literal["private", "team", "off_record"]


class Vent(Ask):
    """One vent. `id` is the caller's own key, if there is one; `at` defaults to now."""

    text: str
    at: AwareDatetime | None = None
    id: str | None = Field(None, max_length=200)
    tags: list[str] = []
    visibility: Visibility = "private"
    source: str = "web"


class Kept(Answer):
    """Where the vent is, and whether it was new."""

    id: UUID
    new: bool


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


@tool("inputs:write")
async def submit_vent(ctx: Ctx, ask: Vent) -> Kept:
    """Keep what somebody wants off their chest; it is read in the background."""
    kept = await submit_vents(ctx, VentBatch(vents=[ask]))
    return Kept(id=kept.ids[0], new=bool(kept.new))


@tool("inputs:write")
async def submit_vents(ctx: Ctx, ask: VentBatch) -> KeptBatch:
    """Keep several vents; the same words at the same time are kept once."""
    rows = [_row(ctx, vent) for vent in ask.vents]
    ids = list(dict.fromkeys(row["id"] for row in rows))
    new = await inputs.keep_vents(ctx, list({row["id"]: row for row in rows}.values()))
    fresh = set(new)
    on_record = [r["id"] for r in rows if r["id"] in fresh and r["visibility"] != "off_record"]
    off_record = [r["id"] for r in rows if r["id"] in fresh and r["visibility"] == "off_record"]
    await outcomes.account_for(ctx, "vent", on_record)
    await outcomes.account_for(ctx, "vent", off_record, "set_aside", "off the record: kept, unused")
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
    items = [
        VentLine(id=row.id, at=row.at, text=row.text, tags=row.tags, visibility=row.visibility)
        for row in page
    ]
    return VentPage(items=items, next=page[-1].id if len(rows) > ask.limit else None)


def _row(ctx: Ctx, vent: Vent) -> dict[str, Any]:
    text = kept_text(vent.text)
    at = vent.at or ctx.at
    key = vent.id or content_hash(text, at.isoformat() if vent.at else at.date())
    return {
        "id": derived_id(ctx.business_id, "vent", key),
        "text": text,
        "tags": [shorten(tag, 60) for tag in vent.tags],
        "at": at,
        "author_id": ctx.actor.user_id,
        "visibility": vent.visibility,
        "source": vent.source,
        "content_hash": content_hash("vent", key),
    }
