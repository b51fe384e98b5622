"""The registry of adapters: sealed archives among a business's files, and copies for the servers.

A copy is written by rename after the checker passed it, under a name that says its content; a name
is never used for anything else. What lies in the folder is what servers may load.
"""

import io
import json
import shutil
import tarfile
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from cdt.training import check
from core.errors import NotFound
from core.settings import settings
from domain.adapters import niche_id, public_id
from domain.events import AdapterWithdrawn
from memory import adapters, blobs, events
from memory.ctx import Ctx

SERVED = ("kept", "kept_back")
"""An adapter of such a status has a copy where servers look."""
HELD = (*SERVED, "blocked")
SOURCES = "sources.json"
"""In the folder of a training: the ids of what it learns from."""
ERASED = "Something that it was taught was erased or unlearned."


class NoSuchAdapter(NotFound):
    """There is no such adapter of this business."""


@dataclass(frozen=True)
class Made:
    """An adapter that was trained: its folder, what it says of itself, how its exam went.

    `status` is `kept` (it may answer), `kept_back` or `blocked`.
    """

    folder: Path
    manifest: dict[str, Any]
    exam: dict[str, Any]
    status: str
    sentence: str
    sources: tuple[str, ...] = ()


async def keep(ctx: Ctx, month: str, made: Made) -> None:
    """File an adapter: seal its archive, and put a copy for servers, unless it is blocked."""
    data = packed(made.folder)
    row = {
        "month": month, "name": made.folder.name, "reason": made.sentence,
        "status": made.status, "rank": made.manifest["rank"],
        "blob": await blobs.put(ctx, data), "bytes": len(data), "manifest": made.manifest,
        "exam": made.exam, "sources": [*made.sources],
    }  # fmt: skip
    await adapters.keep(ctx, row)
    if made.status in SERVED:
        publish(made.folder.name, data, made.manifest["base"])


async def refuse(ctx: Ctx, month: str, reason: str) -> None:
    """File that a month has no adapter, and why."""
    await adapters.keep(ctx, {"month": month, "status": "refused", "reason": reason})


async def restore(ctx: Ctx) -> list[str]:
    """Put copies of this business's adapters where servers look, where they are gone."""
    put = []
    for row in await adapters.all_of_them(ctx):
        if row.status in SERVED and not (settings().adapters / row.name).is_dir():
            publish(row.name, await blobs.get(ctx, row.blob), row.manifest["base"])
            put.append(row.name)
    return put


async def told(ctx: Ctx) -> list[dict[str, Any]]:
    """What became of each month's adapter, oldest first."""
    names = ("month", "name", "status", "reason", "rank", "bytes")
    return [
        {name: getattr(row, name) for name in names} | {"arms": row.exam.get("arms", {})}
        for row in await adapters.all_of_them(ctx)
    ]


def checked(store: Path, base: str | None) -> list[dict[str, str]]:
    """Every adapter of a folder: sound, or refused and why. Without `base` any base will do."""
    found = []
    for folder in sorted(store.glob("cdt-*")) if store.is_dir() else ():
        line = {"name": folder.name, "status": "sound", "reason": ""}
        try:
            check.check(folder, base or check.read_manifest(folder).get("base", ""))
        except check.AdapterRefused as wrong:
            line |= {"status": "refused", "reason": str(wrong.fields["reason"])}
        found.append(line)
    return found


def publish(name: str, data: bytes, base: str) -> Path:
    """The folder of an adapter for servers, unpacked, checked and moved there at the end.

    Raises `AdapterRefused`; nothing is left then.
    """
    store = settings().adapters
    final = store / name
    if final.is_dir():
        check.check(final, base)
        return final
    part = store / f".part-{name}"
    shutil.rmtree(part, ignore_errors=True)
    try:
        (part / name).mkdir(mode=0o750, parents=True)
        unpack(data, part / name)
        check.check(part / name, base)
        return (part / name).rename(final)
    finally:
        shutil.rmtree(part, ignore_errors=True)


async def withdraw_taught(ctx: Ctx, ids: Collection[str]) -> list[str]:
    """Let no adapter answer that was taught from one of these inputs or beliefs; returns names.

    Files go by `remove`, once this is committed.
    """
    gone = []
    for row in await adapters.all_of_them(ctx):
        if row.status in HELD and not set(ids).isdisjoint(row.sources):
            await adapters.withdraw(ctx, row.name, ERASED)
            await events.record(ctx, AdapterWithdrawn(name=row.name, month=row.month))
            gone.append(row.name)
    return gone


async def remove(ctx: Ctx, name: str) -> None:
    """Delete the copy and the sealed archive of an adapter that was withdrawn; twice is once."""
    row = await adapters.named(ctx, name)
    if row is None or row.status != "withdrawn":
        return
    shutil.rmtree(settings().adapters / row.name, ignore_errors=True)
    if row.blob:
        await blobs.forget(ctx, row.blob)
        await adapters.let_go(ctx, name)


def stop_taught(business_id: UUID, source_id: str) -> int:
    """Delete trainings under way that learn from an input; they begin anew without it."""
    found = [
        each.parent
        for each in runs_of(business_id).glob(f"*/{SOURCES}")
        if source_id in json.loads(each.read_text())
    ]
    for folder in found:
        shutil.rmtree(folder, ignore_errors=True)
    return len(found)


def withdraw(business_id: UUID) -> int:
    """Delete every copy of a business, and its trainings under way; returns how many folders."""
    copies = [*settings().adapters.glob(f"cdt-{public_id(business_id)}-v*")]
    gone = [*copies, *settings().adapters.glob(f".part-cdt-{public_id(business_id)}-v*")]
    gone += [runs_of(business_id)] if runs_of(business_id).exists() else []
    for folder in gone:
        shutil.rmtree(folder)
    return len(gone)


def niche(industry: str, base: str) -> Path | None:
    """The newest sound adapter of an industry on that base, in the folder for servers."""
    found = sorted(
        settings().adapters.glob(f"cdt-{niche_id(industry)}-v*"),
        key=lambda each: int(each.name.split("-")[2][1:]),
    )
    for folder in reversed(found):
        with suppress(check.AdapterRefused):
            check.check(folder, base)
            return folder
    return None


def runs_of(business_id: UUID) -> Path:
    """Where the trainings of a business lie while they go on."""
    return settings().data_dir / "training" / public_id(business_id)


def packed(folder: Path) -> bytes:
    """The three files of an adapter as one archive, the same bytes for the same files."""
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        for name in sorted(check.FILES):
            told = tarfile.TarInfo(name)
            data = (folder / name).read_bytes()
            told.size = len(data)
            archive.addfile(told, io.BytesIO(data))
    return held.getvalue()


def unpack(data: bytes, folder: Path) -> None:
    """Write an adapter's plain files into a folder; whatever else an archive holds is left."""
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for told in archive:
            file = archive.extractfile(told) if told.isreg() else None
            if told.name in check.FILES and file is not None:
                (folder / told.name).write_bytes(file.read())
