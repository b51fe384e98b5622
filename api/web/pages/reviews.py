"""The reviewer's page: work that waits for a person, judged criterion by criterion."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.web import forms, shell
from api.web.session import Visitor, having
from api.web.texts import gettext as _
from core.errors import BadInput, Conflict, NotFound
from domain.disputes import NotNeutral
from domain.reviews import Judgement, Point
from tools import applications, deliverables, disputes, offers, reviews
from tools.base import Nothing, Tool

router = APIRouter()
Reads = Annotated[Visitor, having("reviews:read")]
Judges = Annotated[Visitor, having("work:review")]
Decides = Annotated[Visitor, having("work:decide")]


class NotWaiting(NotFound):
    """This piece of work does not wait for anybody now."""


@router.get("/reviews")
async def waiting(request: Request, visitor: Reads) -> Response:
    """What waits, due first: work, and those who ask to work as creators."""
    async with visitor.reading() as ctx:
        work = (await reviews.list_waiting(ctx, Nothing())).items
        asked = (await applications.list_applications(ctx, Nothing())).items
    asking = [
        one for one in asked if one.status == "waiting" and one.user_id != visitor.actor.user_id
    ]
    items = sorted([*work, *asking], key=lambda one: one.due_at)
    data = {"items": items, "people": {one.id for one in asking}}
    return shell.page(request, "reviews/list.html", data)


@router.get("/reviews/{assignment_id}")
async def one(request: Request, visitor: Reads, assignment_id: UUID) -> Response:
    """One piece of work with its acceptance list, its versions and what its creator says."""
    return await _shown(request, visitor, assignment_id, forms.blank(reviews.Decision))


@router.post("/reviews/{assignment_id}/review")
async def review(request: Request, visitor: Judges, assignment_id: UUID) -> Response:
    """Judge a version by the brief's acceptance list: each point met or not."""
    typed = await request.form()
    async with visitor.reading() as ctx:
        items = (await reviews.list_waiting(ctx, Nothing())).items
    item = next((each for each in items if each.id == assignment_id), None)
    if item is None:
        return shell.back(request, "/reviews", _("It was judged already."), bad=True)
    points = tuple(
        Point(check=check, met=f"met_{n}" in typed, note=str(typed.get(f"note_{n}") or ""))
        for n, check in enumerate(item.acceptance)
    )
    met = sum(point.met for point in points) / len(points)
    passed = all(point.met for point in points)
    given = {
        "deliverable_id": item.deliverable_id,
        "judgement": Judgement(passed=passed, score=met, points=points),
    }
    form = await forms.read(request, reviews.Judged, **given)
    said = (
        _("It passed, and its creator is paid.") if passed else _("It went back with your notes.")
    )
    return await _done(request, visitor, assignment_id, reviews.record_review, form, said)


@router.post("/reviews/{assignment_id}/decide")
async def decide(request: Request, visitor: Decides, assignment_id: UUID) -> Response:
    """Decide on escalated work."""
    form = await forms.read(request, reviews.Decision, assignment_id=assignment_id)
    passed = bool(form.ask and form.ask.passed)
    said = _("It passed, and its creator is paid.") if passed else _("Closed; nothing was paid.")
    return await _done(request, visitor, assignment_id, reviews.decide_escalated, form, said)


async def _shown(
    request: Request, visitor: Visitor, assignment_id: UUID, form: forms.Form[Any],
    status: int = 200,
) -> Response:  # fmt: skip
    named = offers.Offered(assignment_id=assignment_id)
    async with visitor.reading() as ctx:
        items = (await reviews.list_waiting(ctx, Nothing())).items
        item = next((each for each in items if each.id == assignment_id), None)
        if item is None:
            raise NotWaiting(remedy="It was decided, or it is still being made.")
        data = {
            "item": item, "form": form,
            "versions": (await deliverables.list_deliverables(ctx, named)).items,
            "drafts": (await deliverables.list_drafts(ctx, named)).items,
            "dispute": (await disputes.read_dispute(ctx, named)).dispute,
        }  # fmt: skip
    return shell.page(request, "reviews/work.html", data, status=status)


async def _done(
    request: Request, visitor: Visitor, assignment_id: UUID, tool: Tool[Any, Any],
    form: forms.Form[Any], said: str,
) -> Response:  # fmt: skip
    if form.ask:
        try:
            async with visitor.writing() as ctx:
                await tool(ctx, form.ask)
        except BadInput as wrong:
            form.blame(wrong)
        except (Conflict, NotNeutral) as wrong:
            return shell.back(request, "/reviews", str(wrong), bad=True)
        else:
            return shell.back(request, "/reviews", said)
    return await _shown(request, visitor, assignment_id, form, 422)
