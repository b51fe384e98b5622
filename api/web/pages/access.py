"""Who may look at the evaluations: open them, close them, and see every look."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api import tables
from api.web import forms, gates, shell
from api.web.pages.evaluations import Format, export
from api.web.session import Visitor, having
from api.web.texts import gettext as _
from core.errors import RefleqtError
from tools import grants
from tools.base import Nothing

router = APIRouter()
Owner = Annotated[Visitor, having("access:read")]
Opener = Annotated[Visitor, having("access:write")]
DAYS = (7, 30, 90, 365)


@router.get("/model/access")
async def access(request: Request, visitor: Owner, form: Format = None) -> Response:
    """What is open to whom, and who looked at what."""
    if form:
        async with visitor.reading() as ctx:
            looks = await grants.list_looks(ctx, grants.Newest(limit=1000))
        return export(tables.written(tables.rows_of(looks), form), form, "looks")
    return await _shown(request, visitor, forms.blank(grants.GrantAsk, level="metrics", days=30))


@router.post("/model/access")
async def give(request: Request, visitor: Opener) -> Response:
    """Open the evaluations to somebody."""
    form = await forms.read(request, grants.GrantAsk)
    if form.ask:
        try:
            async with visitor.writing() as ctx:
                done = await forms.done_once(
                    ctx, form, "grant", lambda: grants.grant_access(ctx, form.ask)
                )
        except RefleqtError as wrong:
            form.blame(wrong)
        else:
            undo = f"/model/access/{done.body['id']}/revoke"
            said = _("The evaluations are open to %(email)s.") % {"email": form.ask.email}
            return shell.back(request, "/model/access", said, undo=undo)
    return await _shown(request, visitor, form)


@router.post("/model/access/{grant}/revoke")
async def revoke(request: Request, visitor: Opener, grant: UUID) -> Response:
    """Close the evaluations to somebody, at once."""
    try:
        async with visitor.writing() as ctx:
            await grants.revoke_access(ctx, grants.OneGrant(grant_id=grant))
    except RefleqtError as wrong:
        return shell.back(request, "/model/access", str(wrong), bad=True)
    return shell.back(request, "/model/access", _("It is closed again."))


async def _shown(request: Request, visitor: Visitor, form: forms.Form[Any]) -> Response:
    async with visitor.reading() as ctx:
        given = (await grants.list_access(ctx, Nothing())).items
        looks = (await grants.list_looks(ctx, grants.Newest(limit=100))).items
    return shell.page(
        request, "evaluations/access.html",
        {"given": given, "looks": looks, "form": form, "gates": gates, "days": DAYS,
         "business_id": visitor.actor.business_id},
        status=422 if form.errors else 200,
    )  # fmt: skip
