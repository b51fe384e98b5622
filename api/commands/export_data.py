"""`refleqt export`: everything that is kept of a business, as one archive."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from pydantic import BaseModel

from api.opening import AsJson, Business, DataDir, choose, run
from core.errors import BadInput
from domain.access import worker_for
from domain.work import PackExport
from memory.ctx import open_ctx
from tools import businesses, exports
from tools.base import Nothing

app = typer.Typer()


class CannotWrite(BadInput):
    """The archive cannot be written there."""


class Packed(BaseModel):
    """Where the archive is, how large, and its SHA-256."""

    file: str
    bytes: int
    sha256: str | None


@app.command()
def export(
    out: Annotated[Path, typer.Option(help="File to write; an existing one is replaced")],
    business: Business = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Pack everything that is kept of a business into one archive: rows, files, calendar.

    Examples: refleqt export --business gaugewren --out gaugewren.zip; refleqt export --out a.zip
    """
    choose(data_dir)
    told: Packed = run(lambda: _export(out, business))
    words = f"{told.file}: {told.bytes:,} bytes, SHA-256 {told.sha256}"
    typer.echo(told.model_dump_json() if as_json else words)


async def _export(out: Path, business: str | None) -> Packed:
    from jobs import pack_export

    known = await businesses.known(business)
    founder = await businesses.founder_of(known)
    async with open_ctx(founder) as ctx:
        asked = await exports.ask_export(ctx, Nothing())
    await pack_export.run(worker_for(known.id), PackExport(export_id=asked.id))
    async with open_ctx(founder, read_only=True) as ctx:
        data = await exports.fetch(ctx, asked.id)
        made = next(
            one for one in (await exports.list_exports(ctx, Nothing())).items if one.id == asked.id
        )
    try:
        out.write_bytes(data)
    except OSError as wrong:
        raise CannotWrite(f"file={out}: {type(wrong).__name__}.", value=str(out)) from None
    return Packed(file=str(out), bytes=len(data), sha256=made.sha256)
