"""In and out: sign in, sign out."""

from typing import Annotated, cast

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import Response

from api.web import forms, navigation, session, shell
from api.web.texts import gettext as _
from core.errors import RefleqtError
from domain.access import Role
from memory.ctx import open_ctx
from tools import accounts

router = APIRouter()
Next = Annotated[str | None, Query(max_length=2000)]


@router.get("/sign-in")
async def sign_in(request: Request, next: Next = None) -> Response:
    """The form; who is signed in already goes on."""
    to = shell.local_path(next)
    if await session.perhaps(request):
        return shell.back(request, to)
    form = forms.blank(accounts.Credentials)
    return shell.page(request, "entry/sign_in.html", {"form": form, "next": to})


@router.post("/sign-in")
async def signed_in(request: Request, next: Annotated[str, Form()] = "/") -> Response:
    """Begin a session and go on to where the visitor wanted to be."""
    request.app.state.addresses.take(request.client.host if request.client else "unknown")
    to = shell.local_path(next)
    form = await forms.read(request, accounts.Credentials)
    if form.ask:
        try:
            async with open_ctx(accounts.stranger()) as ctx:
                tokens = await accounts.login(ctx, form.ask)
        except RefleqtError as wrong:
            form.blame(wrong)
        else:
            session.begin(request, tokens)
            return shell.back(
                request, navigation.home(cast(Role, tokens.role)) if to == "/" else to
            )
    form.typed["password"] = None
    data = {"form": form, "next": to}
    return shell.page(request, "entry/sign_in.html", data, status=422)


@router.post("/sign-out")
async def sign_out(request: Request) -> Response:
    """End the session."""
    held = request.cookies.get(session.REFRESH)
    if held:
        async with open_ctx(accounts.stranger()) as ctx:
            await accounts.logout(ctx, accounts.Goodbye.model_construct(refresh_token=held))
    session.end(request)
    return shell.back(request, "/sign-in", _("You are signed out."))
