"""Slack: connect a workspace, see who is linked, disconnect; and the link that says who one is."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from api.web import session, shell
from api.web.session import Visitor, having
from api.web.texts import gettext as _
from connectors import slack as border
from core.errors import RefleqtError
from domain.slack_manifest import INSTALL_PATH, REDIRECT_PATH
from tools import slack
from tools.base import Nothing

router = APIRouter()
Reader = Annotated[Visitor, having("profile:read")]
Owner = Annotated[Visitor, having("connections:write")]
Speaker = Annotated[Visitor, having("inputs:write")]
HERE = "/settings/slack"
STATE = "refleqt_slack"
Word = Annotated[str, Query(max_length=500)]


@router.get(HERE)
async def status(request: Request, visitor: Reader) -> Response:
    """Which workspaces are connected, and who is linked."""
    async with visitor.reading() as ctx:
        found = await slack.read_slack(ctx, Nothing())
    names = {place.id: place.name for place in found.workspaces}
    data = {"slack": found, "names": names, "owner": visitor.may("connections:write")}
    return shell.page(request, "slack/status.html", data)


@router.get(INSTALL_PATH)
async def install(request: Request, visitor: Owner) -> Response:
    """Go to Slack to choose a workspace; the secret that comes back works once, in this browser."""
    async with visitor.writing() as ctx:
        begun = await slack.begin_install(ctx)
    answer = RedirectResponse(begun.address, 302)
    secure = request.url.scheme == "https"
    answer.headers.append("set-cookie", session.cookie(STATE, begun.state, secure, seconds=600))
    return answer


@router.get(REDIRECT_PATH)
async def installed(
    request: Request, visitor: Owner, code: Word = "", state: Word = "", error: Word = ""
) -> Response:
    """Back from Slack: the secret is used up, then the code is turned into an installation."""
    if error or not code:
        return shell.back(request, HERE, _("Nothing was connected."), bad=True)
    if state != request.cookies.get(STATE):
        raise slack.InstallUnknown(remedy=_("Begin again on the Slack page of your settings."))
    async with visitor.writing() as ctx:
        await slack.use_state(ctx, state)
    try:
        given = await border.exchange(code, slack.redirect())
        async with visitor.writing() as ctx:
            await slack.keep_installation(ctx, given)
    except RefleqtError as wrong:
        return shell.back(request, HERE, str(wrong), bad=True)
    return shell.back(request, HERE, _("Slack is connected. Say hello to Refleqt there."))


@router.post(HERE + "/{workspace_id}/disconnect")
async def disconnect(request: Request, visitor: Owner, workspace_id: UUID) -> Response:
    """Hand the workspace's token back."""
    async with visitor.writing() as ctx:
        await slack.disconnect_slack(ctx, slack.WorkspaceId(id=workspace_id))
    return shell.back(request, HERE, _("Disconnected. What was said there is kept."))


@router.post(HERE + "/links/{link_id}/remove")
async def unlink(request: Request, visitor: Speaker, link_id: UUID) -> Response:
    """Forget that a Slack account is somebody."""
    async with visitor.writing() as ctx:
        await slack.unlink_slack(ctx, slack.LinkId(id=link_id))
    return shell.back(request, HERE, _("Unlinked. Nothing more is kept from there."))


@router.get("/slack/link/{token}")
async def invited(request: Request, visitor: Speaker, token: str) -> Response:
    """Whom a link is for; nothing is linked yet."""
    async with visitor.writing() as ctx:
        found = await slack.read_invitation(ctx, token)
    data: dict[str, Any] = {"invited": found, "token": token}
    return shell.page(request, "slack/link.html", data)


@router.post("/slack/link/{token}")
async def accepted(request: Request, visitor: Speaker, token: str) -> Response:
    """Link the Slack account to whoever is signed in."""
    async with visitor.writing() as ctx:
        found = await slack.accept_invitation(ctx, token)
    said = _("You are connected to {workspace}. Write to Refleqt there.")
    return shell.back(request, HERE, said.format(workspace=found.workspace))
