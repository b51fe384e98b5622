"""Pack all data of a business into one archive, part by part: a killed job goes on where it was.

Each part is kept as a sealed file when it is packed. The archive is put together in memory and
kept sealed too, so that no plain words ever lie on the disk.
"""

import io
import zipfile
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from domain.access import Actor
from domain.archive import Part, calendar_file, manifest, readme
from domain.work import PackExport
from memory import archive, blobs, exports, retention
from memory.ctx import Ctx, open_ctx

EXTRA = ("calendar.ics",)


async def run(actor: Actor, work: PackExport) -> None:
    """Pack what is not packed yet, then the whole."""
    while not await _one_more(actor, work.export_id):
        continue


async def given_up(actor: Actor, work: PackExport, why: str) -> None:
    """The job is put aside: who asked for the archive sees that it failed."""
    async with open_ctx(actor) as ctx:
        row = await exports.one(ctx, work.export_id)
        if row is not None:
            await _forget_parts(ctx, row.parts)
            await exports.change(ctx, work.export_id, status="failed", parts=[])


def wanted(own_files: list[str]) -> list[str]:
    """The names of all parts: a file a table, the calendar, and every file of the business."""
    files = [f"files/{name.rpartition('/')[2]}" for name in own_files]
    return [*(f"data/{name}.jsonl" for name in archive.tables()), *EXTRA, *files]


async def _one_more(actor: Actor, export_id: UUID) -> bool:
    """Pack one part, or the archive where all are packed; whether that was the last."""
    async with open_ctx(actor) as ctx:
        row = await exports.one(ctx, export_id)
        if row is None or row.status != "packing":
            return True
        parts = [Part(**each) for each in row.parts]
        names = await _names(ctx, parts)
        packed = {part.name for part in parts}
        left = [name for name in names if name not in packed]
        if not left:
            await _finish(ctx, export_id, parts)
            return True
        part = await _packed(ctx, left[0], row.asked_by)
        kept = [vars(each) for each in (*parts, part)]
        await exports.change(ctx, export_id, parts=kept, done=len(kept), total=len(names) + 1)
        return False


async def _names(ctx: Ctx, parts: list[Part]) -> list[str]:
    """All parts; files that archives are made of are no files of the business."""
    made = {part.blob for part in parts}
    for row in await exports.listed(ctx):
        made |= {row.blob, *(each["blob"] for each in row.parts)}
    return wanted([name for name in await blobs.names(ctx) if name not in made])


async def _packed(ctx: Ctx, name: str, asker: UUID | None) -> Part:
    rows = 0
    if name.startswith("data/"):
        table = name.removeprefix("data/").removesuffix(".jsonl")
        told = [line async for line in archive.lines(ctx, table, asker)]
        data, rows = b"".join(told), len(told)
    elif name.startswith("files/"):
        blob = f"{ctx.business_id}/{name.removeprefix('files/')}"
        data = await blobs.get(ctx, blob)
        return Part(name, blob, 1, len(data), sha256(data).hexdigest())
    else:
        entries = await archive.dated(ctx)
        known = await archive.business(ctx)
        data, rows = calendar_file(known["name"], entries, ctx.at).encode(), len(entries)
    kept = await blobs.put(ctx, _named(name, data))
    return Part(name, kept, rows, len(data), sha256(data).hexdigest())


def _named(name: str, data: bytes) -> bytes:
    """The bytes of a part with its name before them, so that two equal parts are two files."""
    return name.encode() + b"\0" + data


async def _finish(ctx: Ctx, export_id: UUID, parts: list[Part]) -> None:
    known = await archive.business(ctx)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("README.txt", readme(known["name"], parts, archive.left_out()))
        zipped.writestr("manifest.json", manifest(parts, known, ctx.at))
        for part in parts:
            data = await blobs.get(ctx, part.blob)
            own = part.name.startswith("files/")
            zipped.writestr(part.name, data if own else data.partition(b"\0")[2])
    whole = file.getvalue()
    days = (await retention.rules(ctx))["exports"] or 1
    await exports.change(
        ctx, export_id, status="ready", blob=await blobs.put(ctx, whole), bytes=len(whole),
        sha256=sha256(whole).hexdigest(), ready_at=ctx.at, parts=[], done=len(parts) + 1,
        total=len(parts) + 1, expires_at=ctx.at + timedelta(days=days),
    )  # fmt: skip
    await _forget_parts(ctx, [vars(part) for part in parts])


async def _forget_parts(ctx: Ctx, parts: list[dict[str, str]]) -> None:
    for part in parts:
        if not part["name"].startswith("files/"):
            await blobs.forget(ctx, part["blob"])
