"""The reviewer's desk: an application to work as a creator, taken, looked at, decided on."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any
from urllib.parse import urlsplit
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.web import forms, shell
from api.web.session import Visitor, having
from api.web.texts import gettext as _
from core.errors import BadInput, RefleqtError
from memory.ctx import Ctx
from tools import applications
from tools.base import Nothing

router = APIRouter()
Vets = Annotated[Visitor, having("applications:vet")]
Write = Callable[[Ctx, applications.ApplicationId], Awaitable[object]]
PLACE = "/reviews/applications/{application_id}"


@router.get(PLACE)
async def one(request: Request, visitor: Vets, application_id: UUID) -> Response:
    """One application with its samples and, for whoever has it in hand, the form."""
    return await _shown(request, visitor, application_id, forms.blank(applications.Vetting))


@router.post(PLACE + "/take")
async def take(request: Request, visitor: Vets, application_id: UUID) -> Response:
    """Take it in hand."""
    to, said = _path(application_id), _("It is yours for two days.")
    return await _done(request, visitor, applications.take_application, application_id, to, said)


@router.post(PLACE + "/put-back")
async def put_back(request: Request, visitor: Vets, application_id: UUID) -> Response:
    """Put it back among the others."""
    to, said, back = "/reviews", _("It waits for somebody else."), applications.put_back_application
    return await _done(request, visitor, back, application_id, to, said)


@router.post(PLACE + "/decide")
async def decide(request: Request, visitor: Vets, application_id: UUID) -> Response:
    """Let them in, say not this time, or ask for another sample."""
    form = await forms.read(request, applications.Vetting, application_id=application_id)
    if form.ask:
        try:
            async with visitor.writing() as ctx:
                told = await applications.vet_application(ctx, form.ask)
        except BadInput as wrong:
            form.blame(wrong)
        except RefleqtError as wrong:
            return shell.back(request, "/reviews", str(wrong), bad=True)
        else:
            said = {
                "accepted": _("%(name)s is a creator now."),
                "refused": _("%(name)s reads your reason."),
                "sample": _("%(name)s is asked for another sample."),
            }[form.ask.decision]
            return shell.back(request, "/reviews", said % {"name": told.name})
    return await _shown(request, visitor, application_id, form, 422)


async def _done(
    request: Request, visitor: Visitor, write: Write, application_id: UUID, to: str, said: str
) -> Response:
    ask = applications.ApplicationId(application_id=application_id)
    try:
        async with visitor.writing() as ctx:
            await write(ctx, ask)
    except RefleqtError as wrong:
        return shell.back(request, "/reviews", str(wrong), bad=True)
    return shell.back(request, to, said)


async def _shown(
    request: Request, visitor: Visitor, application_id: UUID, form: forms.Form[Any],
    status: int = 200,
) -> Response:  # fmt: skip
    async with visitor.reading() as ctx:
        lines = (await applications.list_applications(ctx, Nothing())).items
    line = next((each for each in lines if each.id == application_id), None)
    if line is None:
        raise applications.NoSuchApplication(f"{application_id}.")
    samples = [{**each, "host": _host(each.get("link", ""))} for each in line.samples]
    data = {
        "one": line, "samples": samples, "form": form, "currency": visitor.seen.currency,
        "own": line.user_id == visitor.actor.user_id,
    }  # fmt: skip
    return shell.page(request, "reviews/application.html", data, status=status)


def _host(link: str) -> str:
    """Where a link leads, with letters that only look like Latin ones spelt out."""
    host = urlsplit(link).hostname or ""
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return ascii(host)[1:-1]


def _path(application_id: UUID) -> str:
    return PLACE.format(application_id=application_id)
