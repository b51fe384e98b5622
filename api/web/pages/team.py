"""The people of the business: who belongs to it, in which role, who is invited."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.web import forms, shell
from api.web.session import Visitor, having
from api.web.texts import gettext as _
from core.errors import RefleqtError
from tools import market, people
from tools.base import Nothing
from tools.invitations import (
    Invitation,
    InvitationId,
    InvitationList,
    invite_person,
    list_invitations,
    revoke_invitation,
)
from tools.people import MemberId, NewRole

router = APIRouter()
Reader = Annotated[Visitor, having("people:read")]
Writer = Annotated[Visitor, having("people:write")]


@router.get("/team")
async def team(request: Request, visitor: Reader) -> Response:
    """Who belongs to the business, and who is invited."""
    return await _shown(request, visitor, forms.blank(Invitation, role="team"), 200)


@router.post("/team/invitations")
async def invite(request: Request, visitor: Writer) -> Response:
    """Invite somebody by mail."""
    form = await forms.read(request, Invitation)
    if form.ask:
        ask = form.ask
        try:
            async with visitor.writing() as ctx:
                await forms.done_once(ctx, form, "invite", lambda: invite_person(ctx, ask))
        except RefleqtError as wrong:
            form.blame(wrong)
        else:
            said = _("The invitation to %(email)s is on its way.") % {"email": ask.email}
            return shell.back(request, "/team", said)
    return await _shown(request, visitor, form, 422)


@router.post("/team/invitations/{invitation_id}/revoke")
async def revoke(request: Request, visitor: Writer, invitation_id: UUID) -> Response:
    """Take an invitation back."""
    async with visitor.writing() as ctx:
        line = await revoke_invitation(ctx, InvitationId(invitation_id=invitation_id))
    said = _("The link of %(email)s does not work any more.") % {"email": line.email}
    return shell.back(request, "/team", said)


@router.post("/team/{user_id}/role")
async def change_role(request: Request, visitor: Writer, user_id: UUID) -> Response:
    """Give somebody another role."""
    form = await forms.read(request, NewRole, user_id=user_id)
    if form.ask is None:
        return shell.back(request, "/team", _("Choose a role."), bad=True)
    try:
        async with visitor.writing() as ctx:
            await people.change_role(ctx, form.ask)
    except RefleqtError as wrong:
        return shell.back(request, "/team", str(wrong), bad=True)
    return shell.back(request, "/team", _("The new role holds at once."))


@router.post("/team/{user_id}/remove")
async def remove(request: Request, visitor: Writer, user_id: UUID) -> Response:
    """Take somebody out of the business."""
    try:
        async with visitor.writing() as ctx:
            await people.remove_member(ctx, MemberId(user_id=user_id))
    except RefleqtError as wrong:
        return shell.back(request, "/team", str(wrong), bad=True)
    undo = f"/team/{user_id}/restore"
    return shell.back(request, "/team", _("They belong to the business no more."), undo=undo)


@router.post("/team/{user_id}/restore")
async def restore(request: Request, visitor: Writer, user_id: UUID) -> Response:
    """Undo a removal."""
    try:
        async with visitor.writing() as ctx:
            await people.restore_member(ctx, MemberId(user_id=user_id))
    except RefleqtError as wrong:
        return shell.back(request, "/team", str(wrong), bad=True)
    return shell.back(request, "/team", _("They are back."))


async def _shown(
    request: Request, visitor: Visitor, form: forms.Form[Invitation], status: int
) -> Response:
    writes = visitor.may("people:write")
    async with visitor.reading() as ctx:
        members = await people.list_members(ctx, Nothing())
        invited = await list_invitations(ctx, Nothing()) if writes else InvitationList(items=[])
        creators = (await market.list_creators(ctx, Nothing())).items
    data = {
        "members": members.items,
        "invited": [each for each in invited.items if each.status in ("open", "expired")],
        "creators": sorted(creators, key=lambda one: (not one.invited, one.name)),
        "form": form,
        "writes": writes,
    }
    return shell.page(request, "team/team.html", data, status=status)
