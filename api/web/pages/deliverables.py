"""Files of a piece of work, given out as what they are and never opened by the page."""

import base64
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.web.session import Visitor, having
from memory.ctx import open_ctx
from tools.deliverables import FileId, read_work_file
from tools.desks import places

router = APIRouter()
Reads = Annotated[Visitor, having("work:read")]
SHUT = "default-src 'none'; sandbox"
"""What a file may do should a browser open it after all: nothing."""


@router.get("/deliverables/{file_id}/file")
async def file(visitor: Reads, file_id: UUID) -> Response:
    """A version's or a draft's file, to be saved."""
    ask = FileId(file_id=file_id)
    place, *_rest = await places(visitor.actor, ask)
    async with open_ctx(place, read_only=True) as ctx:
        kept = await read_work_file(ctx, ask)
    headers = {
        "Content-Disposition": f'attachment; filename="{kept.name}"',
        "Content-Security-Policy": SHUT,
    }
    return Response(base64.b64decode(kept.data), headers=headers, media_type=kept.media_type)
