"""Maps: what is proposed and why, what it costs, approve and buy, write it in other words."""

from collections import Counter
from typing import Annotated, Any, get_args
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.web import forms, shell
from api.web.session import Visitor, having
from api.web.texts import gettext as _
from api.web.texts import money
from core.errors import Conflict, NotAllowed, RefleqtError
from domain import map_text
from domain.maps import UnknownPart
from tools import comments, edits, own_work, payments, plans, scores
from tools.base import Nothing, Tool
from tools.comments import SubjectId
from tools.edits import EditedMeanwhile, MapEdit, PlanId
from tools.plans import MapDecidedAlready, MapId

router = APIRouter()
MOST = 12
"""So many maps of each status are shown at first."""
Reads = Annotated[Visitor, having("plans:read")]
Writes = Annotated[Visitor, having("plans:write")]
Pays = Annotated[Visitor, having("money:write")]


@router.get("/maps")
async def maps(request: Request, visitor: Reads, everything: bool = False) -> Response:
    """The newest maps or all, those that wait for an answer first; or why there is none."""
    asked = plans.Maps(last=None if everything else MOST)
    async with visitor.reading() as ctx:
        items = (await plans.list_maps(ctx, asked)).items[::-1]
        reason = await plans.last_reason(ctx, Nothing())
        funds = await payments.funds(ctx, Nothing())
    counts = Counter(one.status for one in items)
    data = {
        "more": not everything and max(counts.values(), default=0) == MOST,
        "open": [one for one in items if one.status in ("proposed", "approved")],
        "bought": [one for one in items if one.status in ("purchased", "own")],
        "declined": [one for one in items if one.status == "declined"],
        "reason": reason, "funds": funds,
    }  # fmt: skip
    return shell.page(request, "maps/list.html", data)


@router.get("/maps/{map_id}")
async def one(request: Request, visitor: Reads, map_id: UUID) -> Response:
    """One map, whole."""
    ask = MapId(map_id=map_id)
    async with visitor.reading() as ctx:
        data = {
            "detail": await plans.read_map(ctx, ask),
            "payment": await payments.read_payment(ctx, ask),
            "score": await scores.score_map(ctx, ask),
            "comments": (await comments.list_comments(ctx, SubjectId(subject_id=map_id))).items,
            "versions": (await edits.list_plan_versions(ctx, PlanId(id=map_id))).items,
        }
    plan = data["detail"].line.plan
    told = {
        "aim": map_text.aim_of(plan.objective) if plan.objective else "",
        "usual": map_text.usual_of(plan.objective) if plan.objective else "",
        "pays": map_text.pays(plan.returns, plan) if plan.returns else "",
        "made": map_text.made_of(plan),
        "same": map_text.same_ground(plan),
        "unknown": {one: map_text.not_known(plan, one) for one in get_args(UnknownPart)},
    }
    return shell.page(request, "maps/map.html", {**data, "told": told})


@router.post("/maps/{map_id}/approve")
async def approve(request: Request, visitor: Writes, map_id: UUID) -> Response:
    """Approve it; nothing is paid by that."""
    said = _("Approved. Nothing is paid until you buy it.")
    return await _done(request, visitor, plans.approve_map, map_id, said, undo="reopen")


@router.post("/maps/{map_id}/reopen")
async def reopen(request: Request, visitor: Writes, map_id: UUID) -> Response:
    """Take an approval or a no back."""
    return await _done(request, visitor, plans.reopen_map, map_id, _("The map is open again."))


@router.post("/maps/{map_id}/decline")
async def decline(request: Request, visitor: Writes, map_id: UUID) -> Response:
    """Say no to it."""
    said = _("Declined. It is not proposed again.")
    return await _done(request, visitor, plans.decline_map, map_id, said, undo="reopen")


@router.post("/maps/{map_id}/buy")
async def buy(request: Request, visitor: Pays, map_id: UUID) -> Response:
    """Set the money aside and let the briefs be written.

    A second click and the way back by the browser's button end on the same calm page: it is bought
    once.
    """
    to = f"/maps/{map_id}"
    form = await forms.read(request, payments.Purchase, map_id=map_id)
    ask = form.ask or payments.Purchase(map_id=map_id)
    try:
        async with visitor.writing() as ctx:
            done = await forms.done_once(ctx, form, "buy", lambda: payments.purchase_map(ctx, ask))
    except MapDecidedAlready:
        async with visitor.reading() as ctx:
            line = (await plans.read_map(ctx, MapId(map_id=map_id))).line
        if line.status == "purchased":
            return shell.back(request, to, _("It is bought already; nothing was paid twice."))
        return shell.back(request, to, _("It was declined. Open it again first."), bad=True)
    except (Conflict, NotAllowed) as wrong:
        return shell.back(request, to, str(wrong), bad=True)
    if not done.body["held_cents"]:
        return shell.back(request, to, _("Approved. The payment page is being made ready."))
    held = money(done.body["held_cents"], done.body["currency"])
    said = _("Bought. {amount} is held; the briefs are being written.").format(amount=held)
    return shell.back(request, to, said)


@router.post("/maps/{map_id}/own")
async def own(request: Request, visitor: Writes, map_id: UUID) -> Response:
    """Let the own team make it; nothing is paid."""
    said = _("Yours. The briefs are being written; the pieces stand on the calendar.")
    return await _done(request, visitor, own_work.take_on_map, map_id, said)


@router.get("/maps/{map_id}/edit")
async def edit(request: Request, visitor: Writes, map_id: UUID) -> Response:
    """The map as a form."""
    async with visitor.reading() as ctx:
        line = (await plans.read_map(ctx, MapId(map_id=map_id))).line
    form = forms.blank(MapEdit, title=line.plan.title, message=line.plan.message,
                       version=line.version)  # fmt: skip
    return shell.page(request, "maps/edit.html", {"line": line, "form": form, "conflict": None})


@router.post("/maps/{map_id}/edit")
async def edited(request: Request, visitor: Writes, map_id: UUID) -> Response:
    """Keep what was written; where somebody else was faster, both texts are shown."""
    typed = await request.form()
    async with visitor.reading() as ctx:
        line = (await plans.read_map(ctx, MapId(map_id=map_id))).line
    pieces = [
        {"position": each.position, "title": typed.get(f"title_{each.position}") or "",
         "outline": _lines(typed.get(f"outline_{each.position}"))}
        for each in line.plan.artifacts
    ]  # fmt: skip
    form = await forms.read(request, MapEdit, map_id=map_id, artifacts=pieces)
    conflict, status = None, 422
    if form.ask:
        try:
            async with visitor.writing() as ctx:
                await edits.revise_map(ctx, form.ask)
        except EditedMeanwhile as wrong:
            conflict, status = wrong.fields, 409
            form.typed["version"] = wrong.fields["version"]
        except RefleqtError as wrong:
            form.blame(wrong)
            status = wrong.status
        else:
            said = _("Saved. The version before is kept below.")
            return shell.back(request, f"/maps/{map_id}", said)
    data = {"line": line, "form": form, "conflict": conflict}
    return shell.page(request, "maps/edit.html", data, status=status)


async def _done(
    request: Request, visitor: Visitor, tool: Tool[Any, Any], map_id: UUID, said: str,
    undo: str = "",
) -> Response:  # fmt: skip
    to = f"/maps/{map_id}"
    try:
        async with visitor.writing() as ctx:
            await tool(ctx, MapId(map_id=map_id))
    except Conflict as wrong:
        return shell.back(request, to, str(wrong), bad=True)
    return shell.back(request, to, said, undo=f"{to}/{undo}" if undo else "")


def _lines(given: Any) -> list[str]:
    return [line.strip() for line in str(given or "").splitlines() if line.strip()]
