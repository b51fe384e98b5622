"""Files and voice notes of the composer: read a file, take it back; record, hear what was heard."""

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import JSONResponse, Response

from api.web import shell
from api.web.session import Visitor, having
from api.web.texts import gettext as _
from domain import files as rules
from memory.ctx import Ctx
from tools import files, voice_notes
from tools.voice_notes import Becomes, NoteId, Recording, TypedNote

router = APIRouter()
Reader = Annotated[Visitor, having("inputs:read")]
Writer = Annotated[Visitor, having("inputs:write")]
SAFE = {"Content-Security-Policy": "default-src 'none'; sandbox"}


@router.get("/files/{file_id}")
async def read(request: Request, visitor: Reader, file_id: UUID) -> Response:
    """A file with its words, page by page."""
    async with visitor.reading() as ctx:
        found = await files.read_file(ctx, files.FileId(file_id=file_id))
    return shell.page(request, "ask/file.html", {"found": found})


@router.get("/files/{file_id}/bytes")
async def download(visitor: Reader, file_id: UUID) -> Response:
    """A file as it was handed in; a browser saves it and never shows it."""
    async with visitor.reading() as ctx:
        known, data = await files.bytes_of(ctx, file_id)
    saved = f"attachment; filename*=UTF-8''{quote(known.name, safe='')}"
    headers = {**SAFE, "Content-Disposition": saved}
    return Response(data, media_type="application/octet-stream", headers=headers)


@router.post("/files/{file_id}/withdraw")
async def withdraw(request: Request, visitor: Writer, file_id: UUID) -> Response:
    """Take a file back; what was read from it is gone."""
    async with visitor.writing() as ctx:
        await files.withdraw_file(ctx, files.FileId(file_id=file_id))
    return shell.back(
        request, f"/files/{file_id}", _("The file and what was read from it is gone.")
    )


@router.post("/voice")
async def record(
    visitor: Writer,
    audio: Annotated[UploadFile, File()],
    consent: Annotated[bool, Form()] = False,
    keep_audio: Annotated[bool, Form()] = False,
    becomes: Annotated[Becomes, Form()] = "words",
) -> JSONResponse:
    """Keep a recording and have it written down; the page asks again for its words."""
    rules.fits(audio.size or 0)
    data = await audio.read()
    about = Recording(consent=consent, keep_audio=keep_audio, becomes=becomes)
    async with visitor.writing() as ctx:
        note = await voice_notes.keep_recording(ctx, data, about)
    return JSONResponse(note.model_dump(mode="json"), 202)


@router.get("/voice/{note_id}")
async def heard(visitor: Reader, note_id: UUID) -> JSONResponse:
    """Where a voice note stands."""
    async with visitor.reading() as ctx:
        note = await voice_notes.read_voice_note(ctx, NoteId(note_id=note_id))
    return JSONResponse(note.model_dump(mode="json"))


@router.post("/voice/{note_id}/discard")
async def discard(visitor: Writer, note_id: UUID) -> JSONResponse:
    """Throw a voice note away."""
    async with visitor.writing() as ctx:
        note = await voice_notes.discard_voice_note(ctx, NoteId(note_id=note_id))
    return JSONResponse(note.model_dump(mode="json"))


async def settled(ctx: Ctx, note_id: UUID, text: str) -> None:
    """Words that were sent complete the voice note that nobody could write down."""
    note = await voice_notes.read_voice_note(ctx, NoteId(note_id=note_id))
    if note.status in ("waiting", "unheard"):
        await voice_notes.type_voice_note(ctx, TypedNote(note_id=note_id, text=text))
