"""Settings: oneself, how one is spoken to, sign-in and sessions, and the business."""

from datetime import time
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from api.web import forms, session, shell
from api.web.session import Anyone, Visitor, having
from api.web.texts import gettext as _
from core.errors import RefleqtError
from core.settings import settings as chosen
from domain.notifications import CHANNELS, Channel, Digest, kinds
from tools import addresses, modes, notifications, onboarding, passwords, people, sessions
from tools.base import Nothing
from tools.notifications import PreferenceChange
from tools.sessions import SessionId

router = APIRouter()
Owner = Annotated[Visitor, having("profile:write")]
MIDNIGHT = time(0)


class Telling(BaseModel):
    """How somebody wants to be told: `on` holds `kind:channel` for each box that is ticked."""

    on: list[str] = Field(default=[], max_length=200)
    digest: Digest = "off"
    quiet_from: time | None = None
    quiet_to: time | None = None

    def change(self, listed: list[str]) -> PreferenceChange:
        """The change of preferences for the kinds that the form `listed`."""
        channels: dict[str, list[Channel]] = {
            name: [each for each in CHANNELS if f"{name}:{each}" in self.on] for name in listed
        }
        return PreferenceChange(
            digest=self.digest,
            quiet_from=self.quiet_from or MIDNIGHT,
            quiet_to=self.quiet_to or self.quiet_from or MIDNIGHT,
            channels=channels,
        )


@router.get("/settings")
async def settings(request: Request, visitor: Anyone) -> Response:
    """All of it on one page."""
    return await _shown(request, visitor)


@router.post("/settings/me")
async def change_me(request: Request, visitor: Anyone) -> Response:
    """Name, language, time zone, theme."""
    form = await forms.read(request, PreferenceChange)
    if form.ask:
        ask = form.ask.model_copy(update={"name": form.typed["name"] or ""})
        try:
            async with visitor.writing() as ctx:
                kept = await notifications.change_preferences(ctx, ask)
        except RefleqtError as wrong:
            form.blame(wrong)
        else:
            answer = shell.back(request, "/settings", _("Kept."))
            for name, value in ((session.LANGUAGE, kept.language), (session.THEME, kept.theme)):
                answer.headers.append("set-cookie", session.cookie(name, value, False, 31_536_000))
            return answer
    return await _shown(request, visitor, me=form)


@router.post("/settings/notices")
async def change_notices(request: Request, visitor: Anyone) -> Response:
    """What is told by which channel, digests, quiet hours."""
    form = await forms.read(request, Telling)
    if form.ask is None:
        return await _shown(request, visitor, notices=form)
    async with visitor.writing() as ctx:
        now = await notifications.read_preferences(ctx)
        await notifications.change_preferences(ctx, form.ask.change([*now.channels]))
    return shell.back(request, "/settings#notices", _("Kept."))


@router.post("/settings/business")
async def change_business(request: Request, visitor: Owner) -> Response:
    """Name, currency and time zone of the business."""
    form = await forms.read(request, onboarding.Description)
    if form.ask:
        fields = {"business_name", "currency", "timezone"}
        ask = onboarding.Description(**form.ask.model_dump(include=fields))
        try:
            async with visitor.writing() as ctx:
                await onboarding.describe_business(ctx, ask)
        except RefleqtError as wrong:
            form.blame(wrong)
        else:
            return shell.back(request, "/settings#business", _("Kept."))
    return await _shown(request, visitor, business=form)


@router.post("/settings/modes")
async def choose_modes(request: Request, visitor: Owner) -> Response:
    """How far maps and suggestions may go beyond their evidence."""
    form = await forms.read(request, modes.ModeChoice)
    if form.ask is None:
        return await _shown(request, visitor, modes=form)
    async with visitor.writing() as ctx:
        await modes.choose_modes(ctx, form.ask)
    said = _("Kept. What is made from now on keeps to it.")
    return shell.back(request, "/settings#modes", said)


@router.post("/settings/password")
async def change_password(request: Request, visitor: Anyone) -> Response:
    """Another password; other sessions end."""
    session.count_address(request)
    form = await forms.read(request, passwords.OtherPassword)
    if form.ask:
        try:
            async with visitor.writing() as ctx:
                await passwords.change_password(ctx, form.ask, visitor.session)
        except RefleqtError as wrong:
            form.blame(wrong)
        else:
            said = _("Your new password holds. Your other sessions ended.")
            return shell.back(request, "/settings#sign-in", said)
    return await _shown(request, visitor, password=form)


@router.post("/settings/address")
async def change_address(request: Request, visitor: Anyone) -> Response:
    """Another e-mail address: the link goes there."""
    session.count_address(request)
    form = await forms.read(request, addresses.NewAddress)
    if form.ask:
        try:
            async with visitor.writing() as ctx:
                await addresses.change_address(ctx, form.ask)
        except RefleqtError as wrong:
            form.blame(wrong)
        else:
            said = _("Open the link that we sent to the new address.")
            return shell.back(request, "/settings#sign-in", said)
    return await _shown(request, visitor, address=form)


@router.post("/settings/sessions/end-others")
async def end_others(request: Request, visitor: Anyone) -> Response:
    """End every other session."""
    async with visitor.writing() as ctx:
        await sessions.end_other_sessions(ctx, visitor.session)
    return shell.back(request, "/settings#sessions", _("Your other sessions ended."))


@router.post("/settings/sessions/{session_id}/end")
async def end_session(request: Request, visitor: Anyone, session_id: UUID) -> Response:
    """End one session."""
    async with visitor.writing() as ctx:
        await sessions.end_session(ctx, SessionId(session_id=session_id))
    return shell.back(request, "/settings#sessions", _("That session ended."))


@router.post("/settings/leave")
async def leave(request: Request, visitor: Anyone) -> Response:
    """Leave the business; every session ends, since the seat is gone."""
    try:
        async with visitor.writing() as ctx:
            await people.leave(ctx)
    except RefleqtError as wrong:
        return shell.back(request, "/settings#business", str(wrong), bad=True)
    session.end(request)
    return shell.back(request, "/sign-in", _("You left the business."))


async def _shown(request: Request, visitor: Visitor, **wrong: forms.Form[Any]) -> Response:
    """The page; `wrong` is the form that could not be kept, as it was typed."""
    owner = visitor.may("profile:write")
    async with visitor.reading() as ctx:
        now = await notifications.read_preferences(ctx)
        listed = await sessions.list_sessions(ctx, visitor.session)
        house = await onboarding.read_business(ctx, Nothing()) if owner else None
        far = await modes.read_modes(ctx, Nothing()) if owner else None
    for secret in ("password", "current"):
        for form in wrong.values():
            form.typed[secret] = None
    on = [f"{name}:{each}" for name, channels in now.channels.items() for each in channels]
    quiet = {name: f"{at:%H:%M}" if at else None for name, at in _quiet(now).items()}
    known = {
        "me": forms.blank(PreferenceChange, name=now.name, language=now.language,
                          timezone=now.timezone, theme=now.theme),
        "notices": forms.blank(Telling, on=on, digest=now.digest, **quiet),
        "modes": forms.blank(modes.ModeChoice, **(far.model_dump() if far else {})),
        "password": forms.blank(passwords.OtherPassword),
        "address": forms.blank(addresses.NewAddress),
        "business": forms.blank(
            onboarding.Description, business_name=house.name if house else "",
            currency=house.currency if house else "", timezone=house.timezone if house else "",
        ),
    }  # fmt: skip
    data = {
        **known, **wrong, "preferences": now, "sessions": listed.items, "owner": owner,
        "titles": {name: kinds()[name].kind_of(now.language) for name in now.channels},
        "member": visitor.actor.business_id is not None,
        "mails": bool(chosen().smtp_url.get_secret_value()),
    }  # fmt: skip
    return shell.page(request, "settings/settings.html", data, status=422 if wrong else 200)


def _quiet(now: notifications.Preferences) -> dict[str, time | None]:
    both = {"quiet_from": now.quiet_from, "quiet_to": now.quiet_to}
    return dict.fromkeys(both) if now.quiet_from == now.quiet_to else both
