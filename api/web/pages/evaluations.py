"""The evaluators' dashboard: businesses, verdicts, the gate, versions side by side, trends."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel

from api import tables
from api.web import forms, gates, shell
from api.web.session import Visitor, having
from api.web.texts import gettext as _
from core.errors import RefleqtError
from domain.evaluations import reaches
from memory.ctx import open_ctx
from tools import evaluations, grants, releases
from tools.base import Nothing

router = APIRouter()
Reader = Annotated[Visitor, having("evaluations:read")]
Version = Annotated[int, Path(ge=1, le=2**31 - 1)]
Number = Annotated[int | None, Query(ge=1, le=2**31 - 1)]
Format = Annotated[tables.Format | None, Query(alias="format")]
Leaning = Literal["", "worse", "better", "same"]
MOST_SHOWN = 60


@router.get("/evaluations")
async def everything(request: Request, visitor: Reader, form: Format = None) -> Response:
    """The businesses whose evaluations the visitor may see, and where each stands."""
    found = []
    for house in await grants.houses(visitor.actor):
        async with open_ctx(house.actor, read_only=True) as ctx:
            runs = (await evaluations.list_evaluations(ctx, Nothing())).items
        live = next((run for run in runs if run.live), None)
        found.append({"house": house, "last": runs[0] if runs else None, "live": live,
                      "runs": len(runs)})  # fmt: skip
    if form:
        rows = [
            {"business": one["house"].name, "id": f"{one['house'].id}",
             "level": one["house"].level, "live": one["live"] and one["live"].version,
             "latest": one["last"] and one["last"].version,
             "verdict": one["last"] and one["last"].decision}
            for one in found
        ]  # fmt: skip
        return export(tables.written(rows, form), form, "evaluations")
    return shell.page(
        request,
        "evaluations/houses.html",
        {"found": found, "verdicts": gates.VERDICTS, "gates": gates},
    )


@router.get("/evaluations/{business}")
async def history(
    request: Request, visitor: Reader, business: UUID, form: Format = None
) -> Response:
    """Every version of a business with its verdict, and what people decided."""
    house = await grants.house(visitor.actor, business)
    async with open_ctx(house.actor, read_only=True) as ctx:
        runs = await evaluations.list_evaluations(ctx, Nothing())
        decisions = (await releases.list_decisions(ctx, Nothing())).items
    if form:
        return export(tables.written(tables.rows_of(runs), form), form, "history")
    return shell.page(
        request, "evaluations/history.html",
        {"house": house, "runs": runs.items, "decisions": decisions[::-1],
         "verdicts": gates.VERDICTS, "gates": gates},
    )  # fmt: skip


@router.get("/evaluations/{business}/releases/{version}")
async def gate(
    request: Request, visitor: Reader, business: UUID, version: Version,
    cases: Leaning | None = None, form: Format = None,
) -> Response:  # fmt: skip
    """What the gate saw of a version, in one sentence, figures and cases."""
    blank = forms.blank(releases.Override, version=version)
    return await _gate(request, visitor, (business, version), cases, blank, form)


@router.post("/evaluations/{business}/releases/{version}/override")
async def override(request: Request, visitor: Reader, business: UUID, version: Version) -> Response:
    """Decide over a version against the gate; the decision is signed."""
    house = await grants.house(visitor.actor, business)
    form = await forms.read(request, releases.Override, version=version)
    if form.ask:
        try:
            async with open_ctx(house.actor) as ctx:
                await forms.done_once(
                    ctx, form, "override", lambda: releases.override_verdict(ctx, form.ask)
                )
        except RefleqtError as wrong:
            form.blame(wrong)
        else:
            to = f"/evaluations/{business}/releases/{version}"
            return shell.back(request, to, _("Your decision is signed and recorded."))
    return await _gate(request, visitor, (business, version), None, form)


@router.post("/evaluations/{business}/releases/{version}/live")
async def go_back(request: Request, visitor: Reader, business: UUID, version: Version) -> Response:
    """Let an earlier version answer again; recorded and signed like an override."""
    house = await grants.house(visitor.actor, business)
    form = await forms.read(request, releases.Number, version=version)
    to = f"/evaluations/{business}/releases/{version}"
    if form.ask is None:
        return shell.back(request, to, _("Give a shorter reason."), bad=True)
    try:
        async with open_ctx(house.actor) as ctx:
            before = (await releases.list_versions(ctx, Nothing())).items
            await releases.roll_back_version(ctx, form.ask)
    except RefleqtError as wrong:
        return shell.back(request, to, str(wrong), bad=True)
    former = next((one.version for one in before if one.live), None)
    undo = (
        f"/evaluations/{business}/releases/{former}/live" if former not in (None, version) else ""
    )
    said = _("Version %(version)s answers now.") % {"version": version}
    return shell.back(request, to, said, undo=undo)


@router.get("/evaluations/{business}/compare")
async def compare(
    request: Request, visitor: Reader, business: UUID, first: Number = None,
    second: Number = None, form: Format = None,
) -> Response:  # fmt: skip
    """Two versions side by side: metrics, and the cases that both answered."""
    house = await grants.house(visitor.actor, business)
    async with open_ctx(house.actor, read_only=True) as ctx:
        runs = (await evaluations.list_evaluations(ctx, Nothing())).items
        numbers = [run.version for run in runs]
        pair = (
            first or (numbers[1] if len(numbers) > 1 else None),
            second or next(iter(numbers), None),
        )
        sides = None
        if pair[0] and pair[1]:
            ask = evaluations.TwoVersions(first=pair[0], second=pair[1])
            sides = await evaluations.compare_versions(ctx, ask)
    if form and sides:
        rows = [one.model_dump(mode="json") for one in sides.cases]
        return export(tables.written(rows, form), form, "comparison")
    return shell.page(
        request, "evaluations/compare.html",
        {"house": house, "sides": sides, "numbers": numbers, "pair": pair, "gates": gates,
         "most": MOST_SHOWN},
    )  # fmt: skip


@router.get("/evaluations/{business}/trends")
async def trends(
    request: Request, visitor: Reader, business: UUID, form: Format = None
) -> Response:
    """Every metric over all versions, with releases and ways back marked."""
    house = await grants.house(visitor.actor, business)
    async with open_ctx(house.actor, read_only=True) as ctx:
        found = await evaluations.metric_trends(ctx, Nothing())
    if form:
        rows = [
            {"metric": line.name, **point.model_dump(mode="json")}
            for line in found.items
            for point in line.points
        ]
        return export(tables.written(rows, form), form, "trends")
    charts = [gates.chart(line) for line in found.items]
    drawn = [one for one in charts if one["dots"] and (one["line"].unit != "count" or one["high"])]
    return shell.page(
        request, "evaluations/trends.html",
        {"house": house, "charts": drawn, "gates": gates,
         "never": [one["line"] for one in charts if not one["dots"]],
         "none": [one["line"] for one in charts if one["dots"] and one not in drawn]},
    )  # fmt: skip


def export(written: str, form: tables.Format, name: str) -> Response:
    """A list as a file to keep."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"', **shell.HEADERS}
    return Response(written, media_type=tables.MEDIA[form], headers=headers)


async def _gate(
    request: Request, visitor: Visitor, which: tuple[UUID, int], leaning: Leaning | None,
    blank: forms.Form[Any], form: tables.Format | None = None,
) -> Response:  # fmt: skip
    business, version = which
    house = await grants.house(visitor.actor, business)
    opened = reaches(house.level, "cases")
    async with open_ctx(house.actor, read_only=True) as ctx:
        seen = await evaluations.read_evaluation(ctx, evaluations.OneVersion(version=version))
        wanted = leaning if leaning is not None else gates.first_leaning(seen.counts)
        ask = evaluations.WhichCases(version=version, leaning=wanted)
        cases = (await evaluations.list_cases(ctx, ask)).items if opened else []
        decisions = (await releases.list_decisions(ctx, Nothing())).items
    if form:
        rows: list[BaseModel] = [*cases] if leaning is not None else [*seen.metrics]
        told = [one.model_dump(mode="json") for one in rows]
        return export(tables.written(told, form), form, f"version-{version}")
    return shell.page(
        request, "evaluations/gate.html",
        {
            "house": house, "found": seen, "cases": cases[:MOST_SHOWN], "left": cases[MOST_SHOWN:],
            "wanted": wanted, "opened": opened, "form": blank, "gates": gates,
            "groups": gates.grouped(seen.metrics), "scales": gates.scales(seen.metrics),
            "decisions": [one for one in decisions if one.version == version][::-1],
            "may_override": house.actor.role == "founder" or house.may_override,
            "may_roll_back": "releases:write" in house.actor.scopes,
        },
        status=422 if blank.errors else 200,
    )  # fmt: skip
