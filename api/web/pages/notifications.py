"""Notices: what a person was told of, newest first."""

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.web import shell
from api.web.session import Anyone
from api.web.texts import gettext as _
from tools import notifications
from tools.notifications import Newest, Seen

router = APIRouter()


@router.get("/notifications")
async def listed(request: Request, visitor: Anyone) -> Response:
    """The newest notices."""
    async with visitor.reading() as ctx:
        found = await notifications.list_notifications(ctx, Newest())
    return shell.page(request, "notifications/list.html", {"notices": found})


@router.post("/notifications/read")
async def read_all(request: Request, visitor: Anyone) -> Response:
    """Mark all of them as read."""
    async with visitor.writing() as ctx:
        await notifications.mark_read(ctx, Seen())
    return shell.back(request, "/notifications", _("All of it is read."))


@router.post("/notifications/{notice_id}")
async def follow(request: Request, visitor: Anyone, notice_id: UUID) -> Response:
    """Mark one as read and go to what it is about."""
    async with visitor.writing() as ctx:
        found = await notifications.list_notifications(ctx, Newest(limit=500))
        await notifications.mark_read(ctx, Seen(ids=[notice_id]))
    to = next((each.link for each in found.items if each.id == notice_id), "/notifications")
    return shell.back(request, shell.local_path(to))
