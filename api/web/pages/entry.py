"""In and out: sign up, sign in, sign out, choose a seat."""

from typing import Annotated, cast
from urllib.parse import quote
from uuid import UUID
from zoneinfo import available_timezones

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import Response

from api.web import forms, navigation, session, shell, texts
from api.web.session import Anyone
from api.web.texts import gettext as _
from core.errors import RefleqtError
from domain.access import STRANGER, Actor, Role
from memory.ctx import open_ctx
from tools import accounts, held, mail, notifications, seats

router = APIRouter()
Next = Annotated[str | None, Query(max_length=2000)]


@router.get("/sign-up")
async def sign_up(request: Request) -> Response:
    """The form of a new founder; who is signed in already goes on."""
    if await session.perhaps(request):
        return shell.back(request, "/")
    data = {"form": forms.blank(accounts.Registration), "outbox": mail.keeps_mail()}
    return shell.page(request, "entry/sign_up.html", data)


@router.post("/sign-up")
async def signed_up(request: Request) -> Response:
    """Make the account with its business, and go on signed in."""
    session.count_address(request)
    form = await forms.read(request, accounts.Registration)
    if form.ask:
        agent = request.headers.get("user-agent", "")
        try:
            async with open_ctx(accounts.newcomer()) as ctx:
                tokens = await accounts.register(ctx, form.ask, agent)
                await notifications.change_preferences(ctx, _first_wishes())
        except RefleqtError as wrong:
            form.blame(wrong)
        else:
            session.begin(request, tokens)
            return shell.back(request, "/", _("Welcome. We sent you a link to verify your e-mail."))
    form.typed["password"] = None
    data = {"form": form, "outbox": mail.keeps_mail()}
    return shell.page(request, "entry/sign_up.html", data, status=422)


@router.get("/sign-in")
async def sign_in(request: Request, next: Next = None) -> Response:
    """The form; who is signed in already goes on."""
    to = shell.local_path(next)
    if await session.perhaps(request):
        return shell.back(request, to)
    data = {"form": forms.blank(accounts.Credentials), "next": to, "held_form": ""}
    return shell.page(request, "entry/sign_in.html", data)


@router.post("/sign-in")
async def signed_in(
    request: Request,
    next: Annotated[str, Form()] = "/",
    held_form: Annotated[str, Form()] = "",
) -> Response:
    """Begin a session and go on to where the visitor wanted to be.

    A form that came when the session had ended waits there, filled as it was.
    """
    session.count_address(request)
    to = shell.local_path(next)
    form = await forms.read(request, accounts.Credentials)
    if form.ask:
        try:
            async with open_ctx(accounts.stranger()) as ctx:
                agent = request.headers.get("user-agent", "")
                tokens = await accounts.login(ctx, form.ask, agent)
        except RefleqtError as wrong:
            form.blame(wrong)
        else:
            session.begin(request, tokens)
            waits = await _give_back(held_form, tokens.user_id)
            home = navigation.home(cast(Role, tokens.role)) if to == "/" and not waits else to
            said = _("What you typed is back. Send it again when you are ready.") if waits else ""
            answer = shell.back(request, home, said)
            if waits:
                marker = session.cookie(session.HELD, quote(to, safe=""), False, 86_400)
                answer.headers.append("set-cookie", marker)
            return answer
    form.typed["password"] = None
    data = {"form": form, "next": to, "held_form": held_form}
    return shell.page(request, "entry/sign_in.html", data, status=422)


@router.post("/sign-out")
async def sign_out(request: Request) -> Response:
    """End the session."""
    token = request.cookies.get(session.REFRESH)
    if token:
        async with open_ctx(accounts.stranger()) as ctx:
            await accounts.logout(ctx, accounts.Goodbye.model_construct(refresh_token=token))
    session.end(request)
    return shell.back(request, "/sign-in", _("You are signed out."))


@router.get("/seats")
async def choose(request: Request, visitor: Anyone) -> Response:
    """The places among which the visitor may choose."""
    async with visitor.reading() as ctx:
        listed = await seats.list_seats(ctx)
    return shell.page(request, "entry/seats.html", {"seats": listed.items})


@router.post("/seats", dependencies=[Depends(session.visitor)])
async def chosen(
    request: Request,
    seat: Annotated[str, Form()] = "business",
    business_id: Annotated[UUID | None, Form()] = None,
) -> Response:
    """Sit somewhere else; the session goes on."""
    ask = accounts.Renewal.model_validate(
        {
            "refresh_token": request.cookies.get(session.REFRESH, "x" * 20),
            "business_id": business_id,
            "seat": seat if seat in ("business", "creator", "operator") else None,
        }
    )
    async with open_ctx(accounts.stranger()) as ctx:
        tokens = await accounts.refresh(ctx, ask)
    if tokens is None:
        raise accounts.SessionOver(remedy="Sign in again.")
    session.begin(request, tokens)
    return shell.back(request, navigation.home(cast(Role, tokens.role)), _("You changed seats."))


def _first_wishes() -> notifications.PreferenceChange:
    """The language and the time zone of the browser, until the person chooses."""
    zone = f"{texts.zone()}"
    given = {"language": texts.language(), "timezone": zone}
    return notifications.PreferenceChange.model_validate(
        given if zone in available_timezones() else {"language": texts.language()}
    )


async def _give_back(packed: str, user_id: UUID) -> bool:
    """Keep a form that was refused for the page on which it stood; False where there is none."""
    if not packed:
        return False
    try:
        form = held.unpack(packed)
    except held.FormLost:
        return False
    async with open_ctx(Actor(STRANGER, user_id=user_id)) as ctx:
        return await held.keep(ctx, form)
