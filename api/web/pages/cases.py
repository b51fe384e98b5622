"""One case or one action of a mind, traced; cases made golden; the list of actions."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api import tables
from api.web import forms, gates, phrases, shell
from api.web.pages.evaluations import Format, Reader, export
from api.web.session import Visitor, having
from api.web.texts import gettext as _
from core.errors import RefleqtError
from domain.evaluations import reaches
from domain.word_diff import word_diff
from memory.ctx import open_ctx
from tools import golden, grants, traces
from tools.base import Nothing
from tools.evaluations import OneCase, read_case
from tools.traces import OneAction

router = APIRouter()
Writer = Annotated[Visitor, having("evaluations:write")]


@router.get("/evaluations/{business}/cases/{case}")
async def one_case(
    request: Request, visitor: Reader, business: UUID, case: UUID, form: Format = None
) -> Response:
    """A case: what was asked, what each arm said, and how it came about."""
    house = await grants.house(visitor.actor, business)
    async with open_ctx(house.actor, read_only=True) as ctx:
        found = await read_case(ctx, OneCase(case_id=case))
        trace = await traces.trace_case(ctx, OneCase(case_id=case))
    if form:
        rows = [{**found.model_dump(mode="json"), "trace": trace.model_dump(mode="json")}]
        return export(tables.written(rows, form), form, found.key)
    candidate = trace.answers.get("candidate", "")
    arms = [
        (arm, said, word_diff(said, candidate) if place == 1 else [])
        for place, (arm, said) in enumerate(trace.answers.items())
    ]
    return shell.page(
        request, "evaluations/case.html",
        {"house": house, "found": found, "trace": trace, "arms": arms, "gates": gates,
         "kind": phrases.kind},
    )  # fmt: skip


@router.post("/evaluations/{business}/cases/{case}/golden")
async def make_golden(request: Request, visitor: Writer, business: UUID, case: UUID) -> Response:
    """Make a case golden; undone by retiring it."""
    house = await grants.house(visitor.actor, business)
    to = f"/evaluations/{business}/cases/{case}"
    try:
        async with open_ctx(house.actor) as ctx:
            found = await golden.promote_case(ctx, OneCase(case_id=case))
    except RefleqtError as wrong:
        return shell.back(request, to, str(wrong), bad=True)
    undo = f"/evaluations/{business}/golden/{found.items[-1].id}/retire"
    return shell.back(request, to, _("The next gate asks this case again."), undo=undo)


@router.get("/evaluations/{business}/golden")
async def golden_set(
    request: Request, visitor: Reader, business: UUID, form: Format = None
) -> Response:
    """The golden cases, with where each came from."""
    house = await grants.house(visitor.actor, business)
    async with open_ctx(house.actor, read_only=True) as ctx:
        found = await golden.list_golden(ctx, Nothing())
    if form:
        return export(tables.written(tables.rows_of(found), form), form, "golden")
    return shell.page(request, "evaluations/golden.html", {"house": house, "found": found.items})


@router.post("/evaluations/{business}/golden/{one}/retire")
async def retire(request: Request, visitor: Writer, business: UUID, one: UUID) -> Response:
    """Take a case out of the golden set."""
    house = await grants.house(visitor.actor, business)
    to = f"/evaluations/{business}/golden"
    try:
        async with open_ctx(house.actor) as ctx:
            await golden.retire_golden(ctx, golden.OneGolden(golden_id=one))
    except RefleqtError as wrong:
        return shell.back(request, to, str(wrong), bad=True)
    return shell.back(request, to, _("It is not in the golden set any more."))


@router.post("/evaluations/{business}/golden")
async def answer_to_golden(request: Request, visitor: Writer, business: UUID) -> Response:
    """Make an answer of the queue a golden question."""
    house = await grants.house(visitor.actor, business)
    given = await forms.read(request, golden.AnswerCase)
    to = f"/evaluations/annotations?business={business}"
    if given.ask is None:
        return shell.back(request, to, _("Choose an answer of the queue."), bad=True)
    try:
        async with open_ctx(house.actor) as ctx:
            await golden.promote_answer(ctx, given.ask)
    except RefleqtError as wrong:
        return shell.back(request, to, str(wrong), bad=True)
    return shell.back(request, to, _("The next gate asks this question again."))


@router.get("/evaluations/{business}/actions")
async def actions(
    request: Request, visitor: Reader, business: UUID, form: Format = None
) -> Response:
    """What the minds of the business did lately."""
    house = await grants.house(visitor.actor, business)
    opened = reaches(house.level, "cases")
    async with open_ctx(house.actor, read_only=True) as ctx:
        found = (await traces.list_actions(ctx, Nothing())).items if opened else []
    if form:
        rows = [one.model_dump(mode="json") for one in found]
        return export(tables.written(rows, form), form, "actions")
    data = {"house": house, "found": found, "opened": opened}
    return shell.page(request, "evaluations/actions.html", data)


@router.get("/evaluations/{business}/actions/{one}")
async def one_action(
    request: Request, visitor: Reader, business: UUID, one: UUID, form: Format = None
) -> Response:
    """An action of a mind: prompt, context, tools, checks, calls, cost, time."""
    house = await grants.house(visitor.actor, business)
    async with open_ctx(house.actor, read_only=True) as ctx:
        trace = await traces.trace_action(ctx, OneAction(id=one))
    if form:
        return export(tables.written(tables.rows_of(trace), form), form, "trace")
    return shell.page(
        request, "evaluations/action.html",
        {"house": house, "trace": trace, "gates": gates, "kind": phrases.kind},
    )  # fmt: skip
