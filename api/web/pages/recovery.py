"""Links from the mail: prove an address, choose a new password."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from api.web import forms, session, shell
from api.web.session import Anyone
from api.web.texts import gettext as _
from memory.ctx import open_ctx
from tools import accounts, addresses, mail, passwords

router = APIRouter()
Token = Annotated[str, Path(max_length=200)]


@router.post("/verify")
async def ask_proof(request: Request, visitor: Anyone) -> Response:
    """Mail another link that proves the address."""
    session.count_address(request)
    async with visitor.writing() as ctx:
        await addresses.ask_proof(ctx)
    return shell.back(request, "/", _("A new link is on its way, if the last one is a minute old."))


@router.get("/verify/{token}")
async def proof(request: Request, token: Token) -> Response:
    """What the link does; a button does it, since programs that read mail open links too."""
    await session.perhaps(request)
    async with open_ctx(accounts.stranger(), read_only=True) as ctx:
        found = await addresses.read_proof(ctx, token)
    return shell.page(request, "recovery/verify.html", {"found": found, "token": token})


@router.post("/verify/{token}")
async def verified(request: Request, token: Token) -> Response:
    """Prove the address."""
    session.count_address(request)
    async with open_ctx(accounts.stranger()) as ctx:
        done = await addresses.verify(ctx, token)
    said = (
        _("From now on you sign in with %(email)s.") if done.changed else _("Thank you, verified.")
    )
    to = "/" if await session.perhaps(request) else "/sign-in"
    return shell.back(request, to, said % {"email": done.email} if done.changed else said)


@router.get("/reset")
async def forgotten(request: Request) -> Response:
    """Ask for a link."""
    data = {"form": forms.blank(passwords.Forgotten), "sent": False, "outbox": mail.keeps_mail()}
    return shell.page(request, "recovery/ask.html", data)


@router.post("/reset")
async def asked(request: Request) -> Response:
    """Mail a link; the page is the same where there is no such account."""
    session.count_address(request)
    form = await forms.read(request, passwords.Forgotten)
    data = {"form": form, "sent": form.ask is not None, "outbox": mail.keeps_mail()}
    if form.ask:
        async with open_ctx(accounts.stranger()) as ctx:
            await passwords.ask_reset(ctx, form.ask)
    return shell.page(request, "recovery/ask.html", data, status=200 if form.ask else 422)


@router.get("/reset/{token}")
async def choose(request: Request, token: Token) -> Response:
    """The form for a new password."""
    form = forms.blank(passwords.NewPassword)
    return await _reset_page(request, token, form, 200)


@router.post("/reset/{token}")
async def chosen(request: Request, token: Token) -> Response:
    """Set the password; every session ends."""
    session.count_address(request)
    form = await forms.read(request, passwords.NewPassword, token=token)
    if form.ask:
        try:
            async with open_ctx(accounts.stranger()) as ctx:
                await passwords.reset_password(ctx, form.ask)
        except passwords.PasswordTooShort as wrong:
            form.blame(wrong)
        else:
            session.end(request)
            said = _("Your new password holds. Every session ended; sign in with it.")
            return shell.back(request, "/sign-in", said)
    return await _reset_page(request, token, form, 422)


async def _reset_page(
    request: Request, token: str, form: forms.Form[passwords.NewPassword], status: int
) -> Response:
    async with open_ctx(accounts.stranger(), read_only=True) as ctx:
        card = await passwords.read_reset(ctx, token)
    form.typed["password"] = None
    data = {"form": form, "email": card.email, "token": token}
    return shell.page(request, "recovery/choose.html", data, status=status)
