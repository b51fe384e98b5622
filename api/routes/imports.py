"""Files by upload: the same rows and refusals as `refleqt import`."""

import asyncio
from pathlib import PurePath
from typing import Annotated

from fastapi import APIRouter, File, Query, UploadFile
from fastapi.responses import JSONResponse

from api.auth import Signed
from api.imports import KEEPERS, FileRefused, Report, decoded, nothing_kept, rows_in, take
from api.routes.catalog import Key, as_response
from core.ids import content_hash
from domain.imports import Kind
from memory.ctx import open_ctx
from tools import accounts
from tools.repeats import once

router = APIRouter(prefix="/api/v1/imports", tags=["imports"])
FORMATS = (".csv", ".jsonl", ".json", ".txt", ".md")


@router.post("/{kind}", response_model=Report, operation_id="import_file")
async def import_file(
    kind: Kind,
    file: Annotated[UploadFile, File(description="UTF-8; see docs/formats.md for each kind")],
    claims: Signed,
    dry_run: Annotated[bool, Query(description="Say what would happen, keep nothing")] = False,
    keep_good: Annotated[bool, Query(description="Keep good rows beside refused ones")] = False,
    key: Key = None,
) -> JSONResponse:
    """Take a file in. One refused row keeps everything out, unless `keep_good` is set."""
    actor = accounts.actor_of(claims)
    actor.must(KEEPERS[kind].scope)
    name, raw = name_of(file), await file.read()
    rows, refused = await asyncio.to_thread(rows_in, kind, name, decoded(name, raw))
    if refused and not (keep_good or dry_run):
        raise FileRefused(
            f"Nothing was kept; {len(refused)} rows were refused.",
            remedy="Mend the lines named, or set keep_good.",
            refused=refused,
        )

    async def write() -> Report:
        if refused and not keep_good:
            return nothing_kept(kind, rows, refused)
        return await take(ctx, kind, rows, refused, dry_run=dry_run)

    async with open_ctx(actor) as ctx:
        request = f"import {kind} {dry_run} {keep_good} {content_hash(raw)}"
        return as_response(await once(ctx, None if dry_run else key, request, write))


def name_of(file: UploadFile) -> str:
    """A name of ours with the caller's ending, and only one that we know."""
    ending = PurePath(file.filename or "").suffix.lower()
    return f"upload{ending if ending in FORMATS else '.txt'}"
