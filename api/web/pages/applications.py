"""Operators answer people who ask to work as creators; the answer goes to the applicant's page."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.web import forms, shell
from api.web.session import Visitor, having
from api.web.texts import gettext as _
from core.errors import RefleqtError
from tools import applications
from tools.base import Nothing

router = APIRouter()
Answers = Annotated[Visitor, having("creators:write")]
PLACE = "/operations/creators"


@router.get(PLACE)
async def listed(request: Request, visitor: Answers) -> Response:
    """Who waits for an answer, longest first; who got one, latest first."""
    async with visitor.reading() as ctx:
        items = (await applications.list_applications(ctx, Nothing())).items
    answered = [one for one in items if one.answered_at]
    return shell.page(
        request, "operations/creators.html",
        {
            "waiting": [one for one in items if one.status == "waiting"],
            "answered": sorted(answered, key=lambda one: str(one.answered_at), reverse=True),
            "currency": visitor.seen.currency,
        },
    )  # fmt: skip


@router.post(PLACE + "/{application_id}")
async def answer(request: Request, visitor: Answers, application_id: UUID) -> Response:
    """Let somebody in, or say why not."""
    form = await forms.read(request, applications.ApplicationAnswer, application_id=application_id)
    ask = form.ask
    if ask is None:
        return shell.back(request, PLACE, _("The reason has at most 500 characters."), bad=True)
    if not ask.accept and not ask.reason.strip():
        return shell.back(request, PLACE, _("Say why not: the applicant reads it."), bad=True)
    try:
        async with visitor.writing() as ctx:
            told = await applications.answer_application(ctx, ask)
    except RefleqtError as wrong:
        return shell.back(request, PLACE, str(wrong), bad=True)
    said = _("%(name)s is a creator now.") if ask.accept else _("%(name)s reads your reason.")
    return shell.back(request, PLACE, said % {"name": told.name})
