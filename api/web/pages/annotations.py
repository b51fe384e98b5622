"""The queue of things to judge, by keyboard or by hand, and how far people agree."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import Response

from api import tables
from api.web import forms, gates, shell
from api.web.pages.evaluations import Format, Reader, export
from api.web.session import Visitor, having
from api.web.texts import gettext as _
from api.web.texts import later
from core.errors import RefleqtError
from domain.evaluations import reaches
from domain.labelling import REASONS
from memory.ctx import open_ctx
from tools import annotations, grants
from tools.annotations import Judgement, OneItem, QueueAsk, WhichItems
from tools.base import Nothing

router = APIRouter()
Writer = Annotated[Visitor, having("evaluations:write")]
State = Literal["all", "open", "differ"]
BusinessField = Annotated[UUID, Form()]
LABELS = {
    "good": later("Good"), "acceptable": later("Acceptable"), "bad": later("Bad"),
    "one": later("The first"), "other": later("The second"), "tie": later("Equal"),
}  # fmt: skip
KINDS = {
    "case": later("Case"), "answer": later("Answer"), "draft": later("Draft"),
    "pair": later("Two answers"),
}  # fmt: skip


@router.get("/evaluations/annotations")
async def queue(
    request: Request, visitor: Reader, business: Annotated[UUID | None, Query()] = None,
    state: State = "open", form: Format = None,
) -> Response:  # fmt: skip
    """What is to be judged in one business, and how far people agree there."""
    blank: forms.Form[Any] = forms.blank(Judgement)
    return await _queue(request, visitor, business, state, blank, form)


@router.post("/evaluations/annotations/queue")
async def put(request: Request, visitor: Writer, business: BusinessField) -> Response:
    """Put a case, an answer or a draft into the queue."""
    house = await grants.house(visitor.actor, business)
    given = await forms.read(request, QueueAsk)
    to = f"/evaluations/annotations?business={business}"
    if given.ask is None:
        return shell.back(request, to, _("There is nothing to judge by this id."), bad=True)
    try:
        async with open_ctx(house.actor) as ctx:
            item = await annotations.queue_item(ctx, given.ask)
    except RefleqtError as wrong:
        return shell.back(request, to, str(wrong), bad=True)
    return shell.back(request, f"{to}&state=all#item-{item.id}", _("It is in the queue."))


@router.post("/evaluations/annotations/{item}")
async def judge(
    request: Request, visitor: Writer, item: UUID, business: BusinessField,
    state: Annotated[State, Form()] = "open",
) -> Response:  # fmt: skip
    """Say what an item is worth."""
    house = await grants.house(visitor.actor, business)
    given = await forms.read(request, Judgement, item_id=f"{item}")
    to = f"/evaluations/annotations?business={business}&state={state}"
    if given.ask:
        try:
            async with open_ctx(house.actor) as ctx:
                await annotations.judge_item(ctx, given.ask)
        except RefleqtError as wrong:
            given.blame(wrong)
        else:
            undo = f"/evaluations/annotations/{item}/withdraw?business={business}"
            return shell.back(request, to, _("Your label is kept."), undo=undo)
    return await _queue(request, visitor, business, state, given, None)


@router.post("/evaluations/annotations/{item}/withdraw")
async def withdraw(
    request: Request, visitor: Writer, item: UUID, business: Annotated[UUID, Query()]
) -> Response:
    """Take one's own label back."""
    house = await grants.house(visitor.actor, business)
    to = f"/evaluations/annotations?business={business}#item-{item}"
    try:
        async with open_ctx(house.actor) as ctx:
            await annotations.withdraw_judgement(ctx, OneItem(item_id=item))
    except RefleqtError as wrong:
        return shell.back(request, to, str(wrong), bad=True)
    return shell.back(request, to, _("Your label is taken back."))


async def _queue(
    request: Request, visitor: Visitor, business: UUID | None, state: State,
    given: forms.Form[Any], form: Format,
) -> Response:  # fmt: skip
    houses = await grants.houses(visitor.actor)
    data: dict[str, Any] = {"houses": houses, "house": None, "state": state, "form": given,
                            "gates": gates, "labels": LABELS, "kinds": KINDS,
                            "reasons": REASONS}  # fmt: skip
    if not houses:
        return shell.page(request, "evaluations/annotations.html", data)
    house = await grants.house(visitor.actor, business) if business else houses[0]
    opened = reaches(house.level, "cases")
    async with open_ctx(house.actor, read_only=True) as ctx:
        ask = WhichItems(state=state)
        items = (await annotations.list_items(ctx, ask)).items if opened else []
        agreement = await annotations.read_agreement(ctx, Nothing())
    if form:
        rows = [one.model_dump(mode="json") for one in items]
        return export(tables.written(rows, form), form, "annotations")
    data |= {"house": house, "items": items, "agreement": agreement, "opened": opened}
    status = 422 if given.errors else 200
    return shell.page(request, "evaluations/annotations.html", data, status=status)
