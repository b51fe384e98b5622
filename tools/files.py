"""Files: hand one in for a question or a note, read it again, take it back.

A file's bytes come through a door (`api/routes/files.py`, the pages); agents never send any.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from cdt.unlearning import last_of, unlearn
from connectors import documents
from core.errors import NotAllowed, NotFound
from core.ids import content_hash, derived_id
from core.text import clean_text, kept_text
from domain import files as rules
from domain.events import InputKept, InputWithdrawn
from domain.files import NothingInFile
from memory import blobs, events, files, outcomes
from memory.ctx import Ctx
from tools.base import Answer, Ask, tool

Visibility = Literal["private", "team"]
MOST_AT_ONCE = 10


class NoSuchFile(NotFound):
    """There is no such file here."""


class NotTheirFile(NotAllowed):
    """Only whoever handed a file in, or a founder, may take it back."""


@dataclass(frozen=True)
class Opened:
    """A document that was read: its name to show, what it is, its bytes, its pages."""

    name: str
    media: str
    data: bytes
    pages: tuple[str, ...]
    shortened: bool = False


class FileId(Ask):
    """A file by its id."""

    file_id: UUID


class FileShelf(Ask):
    """How many of the newest files."""

    limit: int = Field(default=50, ge=1, le=200)


class FileLine(Answer):
    """A file as its reader sees it; `shortened` says that only its beginning is read."""

    id: UUID
    name: str
    media: str
    size: int
    pages: int
    shortened: bool
    at: datetime
    visibility: Visibility
    withdrawn: bool


class FileWithdrawn(FileLine):
    """A file that was taken back, and the report of what was unlearned (`read_unlearning`), if
    anything was."""

    unlearning_id: UUID | None


class FileList(Answer):
    """Files, the newest first."""

    items: list[FileLine]


class FileRead(Answer):
    """A file with its words, page by page."""

    file: FileLine
    pages: list[str]


async def opened(name: str, data: bytes) -> Opened:
    """A document's pages. No transaction need be open: another process reads it.

    Raises `WrongKindOfFile`, `FileTooLarge`, `FileUnreadable`, `NothingInFile`.
    """
    media = rules.media_of(name, data)
    shown = rules.shown_name(name)
    pages, shortened = rules.capped(
        [clean_text(page) for page in await documents.pages_of(media, data)]
    )
    if not any(page.strip() for page in pages):
        raise NothingInFile(
            "Scanned pages hold pictures, not words.", remedy="Paste what it says.",
            field="file", value=shown,
        )  # fmt: skip
    return Opened(shown, media, data, tuple(pages), shortened)


async def keep_file(ctx: Ctx, it: Opened, visibility: Visibility = "private") -> FileLine:
    """Keep a document that was read: an input like any other. The same file twice is once."""
    ctx.actor.must("inputs:write")
    who = ctx.actor.user_id
    key = content_hash("file", who, it.name, content_hash(it.data))
    file_id = derived_id(ctx.business_id, "file", key)
    row = {
        "id": file_id, "name": it.name, "media": it.media, "size": len(it.data),
        "pages": [*it.pages], "page_count": len(it.pages), "shortened": it.shortened,
        "blob": await blobs.put(ctx, file_id.bytes + it.data), "author_id": who,
        "visibility": visibility, "at": ctx.at, "content_hash": key,
    }  # fmt: skip
    if await files.keep(ctx, row):
        await outcomes.account_for(ctx, "file", [file_id])
        await events.record(ctx, InputKept(kind="file", id=file_id))
    return line(await files.file(ctx, file_id))


async def keep_pasted(ctx: Ctx, text: str, name: str) -> FileLine:
    """Keep words that somebody pasted, as a file of text."""
    words = kept_text(text, limit=rules.MOST_CHARACTERS)
    return await keep_file(ctx, Opened(name, rules.TEXT, words.encode(), (words,)))


@tool("inputs:read")
async def list_files(ctx: Ctx, ask: FileShelf) -> FileList:
    """The files that one may read, the newest first."""
    rows = await files.newest(ctx, ask.limit)
    return FileList(items=[line(row) for row in rows])


@tool("inputs:read")
async def read_file(ctx: Ctx, ask: FileId) -> FileRead:
    """A file with its words, page by page; none where it was taken back."""
    row = await _file(ctx, ask.file_id)
    return FileRead(file=line(row), pages=row.pages)


@tool("inputs:write")
async def withdraw_file(ctx: Ctx, ask: FileId) -> FileWithdrawn:
    """Take a file back: its bytes, its words and what was read from it are gone everywhere."""
    row = await _file(ctx, ask.file_id)
    if row.author_id != ctx.actor.user_id and ctx.actor.role == "team":
        raise NotTheirFile(row.name, field="file_id", value=str(row.id))
    if row.withdrawn_at is None:
        if row.blob:
            await blobs.forget(ctx, row.blob)
        await files.withdraw(ctx, row.id)
        await unlearn(ctx, "file", row.id)
        why = "taken back by whoever handed it in"
        await outcomes.account_anew(ctx, "file", row.id, "set_aside", why)
        await events.record(ctx, InputWithdrawn(kind="file", id=row.id))
    told = line(await files.file(ctx, row.id)).model_dump()
    return FileWithdrawn(**told, unlearning_id=(await last_of(ctx, row.id)).id)


async def attached(ctx: Ctx, ids: Sequence[UUID], kind: str, about: UUID) -> list[dict[str, Any]]:
    """Attach files to what they were handed in for; as a message shows them.

    Raises `NoSuchFile` for one that the actor may not read or that was taken back.
    """
    rows = await files.named(ctx, ids)
    known = {row.id for row in rows}
    if missing := [each for each in ids if each not in known]:
        raise NoSuchFile(f"{missing[0]}.", field="files", value=str(missing[0]))
    await files.attach(ctx, ids, kind, about)
    return [
        {"id": str(row.id), "name": row.name, "media": row.media, "pages": row.page_count}
        for row in rows
    ]


async def bytes_of(ctx: Ctx, file_id: UUID) -> tuple[FileLine, bytes]:
    """A file as it was handed in. Raises `NoSuchFile`, and `NoSuchBlob` where it was taken back."""
    row = await _file(ctx, file_id)
    stored = await blobs.get(ctx, row.blob or "")
    return line(row), stored[len(row.id.bytes) :]


def line(row: Any) -> FileLine:
    """A file's row as a reader sees it."""
    gone = row.withdrawn_at is not None
    return FileLine(
        id=row.id, name=row.name, media=row.media, size=row.size, pages=row.page_count,
        shortened=row.shortened, at=row.at, visibility=row.visibility, withdrawn=gone,
    )  # fmt: skip


async def _file(ctx: Ctx, file_id: UUID) -> Any:
    row = await files.file(ctx, file_id)
    if row is None:
        raise NoSuchFile(f"{file_id}.", field="file_id", value=str(file_id))
    return row
