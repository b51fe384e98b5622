"""Files and recordings by upload; what becomes of them are tools of the catalog."""

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Depends, File, Form, UploadFile
from fastapi.responses import JSONResponse, Response

from api.auth import allowed
from api.routes.catalog import Key, as_response
from core.ids import content_hash
from domain import files as rules
from domain.access import Actor
from memory.ctx import open_ctx
from tools import files, vents, voice_notes
from tools.files import FileLine, Visibility
from tools.repeats import once
from tools.voice_notes import Becomes, Recording, VoiceNote

router = APIRouter(prefix="/api/v1")
Writer = Annotated[Actor, Depends(allowed("inputs:write"))]
Reader = Annotated[Actor, Depends(allowed("inputs:read"))]
ATTACHED = "attachment"
SAFE = {"content-security-policy": "default-src 'none'; sandbox"}


def _about(
    consent: Annotated[bool, Form(description="Everybody who is heard agrees")] = False,
    becomes: Annotated[Becomes, Form()] = "words",
    keep_audio: Annotated[bool, Form(description="Keep the sound beside the words")] = False,
    visibility: Annotated[vents.Visibility, Form()] = "private",
) -> Recording:
    return Recording(consent=consent, becomes=becomes, keep_audio=keep_audio, visibility=visibility)


@router.post("/files", tags=["files"], response_model=FileLine, operation_id="upload_file")
async def upload_file(
    actor: Writer,
    file: Annotated[UploadFile, File(description="Text, Markdown, CSV, PDF or .docx, up to 10 MB")],
    visibility: Annotated[Visibility, Form()] = "private",
    key: Key = None,
) -> JSONResponse:
    """Hand in a document. Its words can be searched and cited from then on."""
    raw = await _bytes(file)
    it = await files.opened(file.filename or "", raw)
    async with open_ctx(actor) as ctx:
        request = f"file {it.name} {visibility} {content_hash(raw)}"
        done = await once(ctx, key, request, lambda: files.keep_file(ctx, it, visibility))
    return as_response(done)


@router.get("/files/{file_id}/bytes", tags=["files"], operation_id="download_file")
async def download_file(actor: Reader, file_id: UUID) -> Response:
    """A document as it was handed in."""
    async with open_ctx(actor, read_only=True) as ctx:
        known, data = await files.bytes_of(ctx, file_id)
    return Response(data, media_type="application/octet-stream", headers=_as_file(known.name))


@router.post(
    "/voice_notes", tags=["voice_notes"], response_model=VoiceNote, operation_id="upload_voice_note"
)
async def upload_voice_note(
    actor: Writer,
    audio: Annotated[UploadFile, File(description="webm, ogg, wav, mp3 or m4a, up to 10 MB")],
    about: Annotated[Recording, Depends(_about)],
    key: Key = None,
) -> JSONResponse:
    """Say something. It is written down in the background; then the sound is deleted."""
    raw = await _bytes(audio)
    async with open_ctx(actor) as ctx:
        request = f"voice {about.model_dump_json()} {content_hash(raw)}"
        done = await once(ctx, key, request, lambda: voice_notes.keep_recording(ctx, raw, about))
    return as_response(done)


async def _bytes(file: UploadFile) -> bytes:
    """The bytes of an upload, refused by its size before they are read."""
    rules.fits(file.size or 0)
    return await file.read()


def _as_file(name: str) -> dict[str, str]:
    """Headers by which a browser saves and never shows it."""
    return {**SAFE, "content-disposition": f"{ATTACHED}; filename*=UTF-8''{quote(name, safe='')}"}
