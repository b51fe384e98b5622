"""Comments beside maps and briefs: write one, take it off, put it back."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.web import forms, shell
from api.web.session import Visitor, having
from api.web.texts import gettext as _
from tools import comments

router = APIRouter()
Writes = Annotated[Visitor, having("chats:write")]


@router.post("/comments")
async def write(request: Request, visitor: Writes, to: str = "/") -> Response:
    """Write a comment and go back to where it stands."""
    form = await forms.read(request, comments.CommentAsk)
    there = shell.local_path(to)
    if form.ask is None:
        return shell.back(request, there, _("A comment needs some words."), bad=True)
    async with visitor.writing() as ctx:
        done = await forms.done_once(
            ctx, form, "comment", lambda: comments.add_comment(ctx, form.ask)
        )
    undo = f"/comments/{done.body['id']}/away?to={there}"
    return shell.back(request, f"{there}#comments", _("Your comment stands."), undo=undo)


@router.post("/comments/{comment_id}/away")
async def away(request: Request, visitor: Writes, comment_id: UUID, to: str = "/") -> Response:
    """Take your own comment off."""
    there = shell.local_path(to)
    async with visitor.writing() as ctx:
        await comments.remove_comment(ctx, comments.CommentId(comment_id=comment_id))
    undo = f"/comments/{comment_id}/back?to={there}"
    return shell.back(request, f"{there}#comments", _("Your comment is off."), undo=undo)


@router.post("/comments/{comment_id}/back")
async def back(request: Request, visitor: Writes, comment_id: UUID, to: str = "/") -> Response:
    """Put your own comment back."""
    there = shell.local_path(to)
    async with visitor.writing() as ctx:
        await comments.restore_comment(ctx, comments.CommentId(comment_id=comment_id))
    return shell.back(request, f"{there}#comments", _("Your comment is back."))
