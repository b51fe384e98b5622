"""Archives of everything that is kept of a business: ask for one, see how far it is, fetch it."""

from datetime import datetime
from uuid import UUID

from core.errors import NotFound
from domain.work import PackExport
from memory import archive, blobs, exports, queue
from memory.ctx import Ctx
from tools.base import Answer, Nothing, tool


class NoSuchExport(NotFound):
    """There is no such archive here, or it has ended."""


class ExportLine(Answer):
    """An archive: how many of its parts are packed, and until when it can be fetched."""

    id: UUID
    status: str
    asked_at: datetime
    done: int
    total: int
    bytes: int
    sha256: str | None
    ready_at: datetime | None
    expires_at: datetime | None


class Exports(Answer):
    """Archives, newest first."""

    items: list[ExportLine]


@tool("data:write")
async def ask_export(ctx: Ctx, ask: Nothing) -> ExportLine:
    """Pack everything that is kept of this business into one archive."""
    packing = await exports.listed(ctx, "packing")
    if packing:
        return _line(packing[0])
    export_id = await exports.begin(ctx, total=len(archive.tables()) + 2)
    await queue.enqueue(ctx, [PackExport(export_id=export_id)])
    return _line(await exports.one(ctx, export_id))


@tool("data:write")
async def list_exports(ctx: Ctx, ask: Nothing) -> Exports:
    """Archives that were made or are being packed; founders alone see them."""
    return Exports(items=[_line(row) for row in await exports.listed(ctx)])


async def fetch(ctx: Ctx, export_id: UUID) -> bytes:
    """The bytes of an archive, for a door. Raises `NoSuchExport` unless it is ready."""
    ctx.actor.must("data:write")
    row = await exports.one(ctx, export_id)
    if row is None or row.status != "ready" or not row.blob or row.expires_at <= ctx.at:
        raise NoSuchExport(remedy="Ask for a new one.", field="export_id", value=str(export_id))
    return await blobs.get(ctx, row.blob)


def _line(row: object) -> ExportLine:
    return ExportLine.model_validate(row, from_attributes=True)
