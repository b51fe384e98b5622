"""Files that creators hand in: versions of the work, drafts as evidence of it, and both read."""

import asyncio
import base64
import binascii
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema

from core.errors import BadInput, NotFound, TooMany
from core.ids import derived_id
from domain.access import Actor
from domain.deals import DraftKept
from domain.differences import Stretch, differences
from domain.reviews import Judgement, Point
from domain.uploads import MEDIA, Upload, own_name, received
from memory import blobs, events, market
from memory.ctx import Ctx, on_behalf
from tools.base import Answer, Ask, tool
from tools.offers import AiUse, HandedIn, Offered, hand_in, open_offer

MOST_DRAFTS = 20


class NotBase64(BadInput):
    """The bytes of a file are sent as Base64."""


class NoSuchFile(NotFound):
    """There is no such file for you."""


class TooManyDrafts(TooMany):
    """That are more drafts than anybody reads."""


def _opened(given: Any) -> Any:
    if not isinstance(given, str):
        return given
    try:
        return base64.b64decode(given, validate=True)
    except (binascii.Error, ValueError) as wrong:
        raise NotBase64(field="data", remedy="Encode the whole file.") from wrong


def _packed(data: bytes) -> str:
    return base64.b64encode(data).decode()


Packed = Annotated[
    bytes,
    BeforeValidator(_opened),
    PlainSerializer(_packed, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "contentEncoding": "base64", "examples": ["T25lLgo="]}),
]


class FileWork(Ask):
    """A finished piece of work as a file; its name only tells Markdown from plain text."""

    assignment_id: UUID
    name: str = Field(default="", max_length=300)
    data: Packed
    ai_use: AiUse = "none"
    note: str = Field(default="", max_length=2_000)


class DraftFile(Ask):
    """A draft, outline or note on the way to the work: evidence of who made it, and how."""

    assignment_id: UUID
    name: str = Field(default="", max_length=300)
    data: Packed
    note: str = Field(default="", max_length=500)


class FileId(Ask):
    """A version or a draft by its id."""

    file_id: UUID


class VersionLine(Answer):
    """A version that was handed in, its review, and what changed since the one before."""

    id: UUID
    version: int
    kind: str
    size: int
    has_file: bool
    text: str
    changes: list[Stretch]
    passed: bool | None
    score: float | None
    points: list[Point]
    fault: str
    ai_use: str
    note: str
    handed_at: datetime


class VersionList(Answer):
    """Versions of one piece of work, first first."""

    items: list[VersionLine]


class DraftLine(Answer):
    """A draft that was kept."""

    id: UUID
    kind: str
    size: int
    note: str
    kept_at: datetime


class DraftList(Answer):
    """Drafts of one piece of work, oldest first."""

    items: list[DraftLine]


class FileRead(Answer):
    """A file under our own name for it; `data` is Base64."""

    name: str
    media_type: str
    data: str


@tool("work:deliver")
async def deliver_file(ctx: Ctx, ask: FileWork) -> HandedIn:
    """Hand in a piece of work as a file; the review follows, by a person where it has no words."""
    row = await open_offer(ctx, ask.assignment_id)
    upload = await asyncio.to_thread(received, ask.name, ask.data)
    return await hand_in(
        ctx,
        row,
        {
            "text": upload.text, "blob": await blobs.put(ctx, upload.data), "kind": upload.kind,
            "size": len(upload.data), "ai_use": ask.ai_use, "note": ask.note,
        },
    )  # fmt: skip


@tool("work:deliver")
async def add_draft(ctx: Ctx, ask: DraftFile) -> DraftLine:
    """Keep a draft as evidence of your work; the same file twice is kept once."""
    row = await open_offer(ctx, ask.assignment_id)
    if len(await market.drafts_of(ctx, row.id)) >= MOST_DRAFTS:
        raise TooManyDrafts(f"{MOST_DRAFTS} are kept.", remedy="Keep the ones that tell most.")
    upload: Upload = await asyncio.to_thread(received, ask.name, ask.data)
    blob = await blobs.put(ctx, upload.data)
    draft_id = derived_id(row.id, "draft", blob)
    kept = {
        "id": draft_id, "assignment_id": row.id, "creator_id": row.creator_id, "blob": blob,
        "kind": upload.kind, "size": len(upload.data), "note": ask.note,
    }  # fmt: skip
    if await market.keep_draft(ctx, kept):
        await events.record(ctx, DraftKept(assignment_id=row.id))
    return _draft(await market.draft(ctx, draft_id))


@tool("work:read")
async def list_deliverables(ctx: Ctx, ask: Offered) -> VersionList:
    """Every version of a piece of work, with its review and what changed since the one before."""
    await open_offer(ctx, ask.assignment_id)
    lines, before = [], ""
    for row in await market.deliverables_of(ctx, ask.assignment_id):
        lines.append(await asyncio.to_thread(_version, row, before))
        before = row.text
    return VersionList(items=lines)


@tool("work:read")
async def list_drafts(ctx: Ctx, ask: Offered) -> DraftList:
    """The drafts that were kept beside a piece of work."""
    await open_offer(ctx, ask.assignment_id)
    return DraftList(items=[_draft(row) for row in await market.drafts_of(ctx, ask.assignment_id)])


@tool("work:read")
async def read_work_file(ctx: Ctx, ask: FileId) -> FileRead:
    """The file of a version or of a draft, as it was kept."""
    row = await market.deliverable(ctx, ask.file_id) or await market.draft(ctx, ask.file_id)
    if row is None or row.blob is None:
        raise NoSuchFile(f"{ask.file_id}.", field="file_id", value=str(ask.file_id))
    stem = f"version-{row.version}" if hasattr(row, "version") else f"draft-{row.id.hex[:8]}"
    return FileRead(
        name=own_name(row.kind, stem), media_type=MEDIA[row.kind],
        data=base64.b64encode(await blobs.get(ctx, row.blob)).decode(),
    )  # fmt: skip


async def elsewhere(ctx: Ctx, creator_id: UUID) -> list[str]:
    """What a creator handed in to other businesses, read with their own eyes and told to nobody."""
    async with on_behalf(ctx, Actor("creator", creator_id=creator_id)) as own:
        desks = [desk for desk in await market.desks(own) if desk != ctx.business_id]
    found = []
    for desk in desks:
        async with on_behalf(ctx, Actor("creator", None, desk, creator_id)) as own:
            found += [row.text for row in await market.all_deliverables(own) if row.text]
    return found


def _version(row: Any, before: str) -> VersionLine:
    review = Judgement.model_validate(row.review) if row.review else None
    return VersionLine(
        id=row.id, version=row.version, kind=row.kind, size=row.size or len(row.text.encode()),
        has_file=row.blob is not None, text=row.text, passed=row.passed,
        changes=[*differences(before, row.text)] if before else [],
        score=review.score if review else None, points=[*review.points] if review else [],
        fault=row.fault or "", ai_use=row.ai_use, note=row.note or "", handed_at=row.created_at,
    )  # fmt: skip


def _draft(row: Any) -> DraftLine:
    return DraftLine(
        id=row.id, kind=row.kind, size=row.size, note=row.note or "", kept_at=row.created_at
    )
