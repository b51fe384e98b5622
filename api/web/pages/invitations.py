"""An invitation's link: see where it leads, take the place."""

from typing import Annotated, cast

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from api.web import forms, navigation, session, shell
from api.web.texts import gettext as _
from core.errors import RefleqtError
from domain.access import Role
from memory.ctx import open_ctx
from tools import accounts
from tools.accounts import Acceptance
from tools.invitations import InvitationOver, NoSuchInvitation

router = APIRouter()
Token = Annotated[str, Path(max_length=200)]


@router.get("/invitations/{token}")
async def invitation(request: Request, token: Token) -> Response:
    """Who invites to what."""
    await session.perhaps(request)
    return await _shown(request, token, forms.blank(Acceptance), 200)


@router.post("/invitations/{token}")
async def accept(request: Request, token: Token) -> Response:
    """Take the place and go on signed in there."""
    session.count_address(request)
    visitor = await session.perhaps(request)
    form = await forms.read(request, Acceptance, token=token)
    if form.ask:
        actor = visitor.actor if visitor else accounts.stranger()
        agent = request.headers.get("user-agent", "")
        try:
            async with open_ctx(actor) as ctx:
                tokens = await accounts.accept_invitation(ctx, form.ask, agent)
        except (NoSuchInvitation, InvitationOver):
            raise
        except RefleqtError as wrong:
            form.blame(wrong)
        else:
            session.begin(request, tokens)
            home = navigation.home(cast(Role, tokens.role))
            return shell.back(request, home, _("Welcome. This is your place."))
    return await _shown(request, token, form, 422)


async def _shown(
    request: Request, token: str, form: forms.Form[Acceptance], status: int
) -> Response:
    async with open_ctx(accounts.stranger(), read_only=True) as ctx:
        card = await accounts.read_invitation(ctx, token)
    form.typed["password"] = None
    found: session.Visitor | None = getattr(request.state, "visitor", None)
    data = {"form": form, "card": card, "token": token, "mine": found and found.seen.email}
    return shell.page(request, "invitations/accept.html", data, status=status)
