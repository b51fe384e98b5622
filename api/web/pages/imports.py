"""Files of rows by upload: try one out, mend the lines that are named, bring it in."""

import asyncio
from typing import Annotated, Any, Literal

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import Response

from api.imports import KEEPERS, Report, decoded, nothing_kept, rows_in, take
from api.routes.imports import name_of
from api.web import shell
from api.web.session import Anyone, Visitor, having
from api.web.texts import gettext as _
from api.web.texts import later
from core.errors import RefleqtError
from domain.imports import Kind

router = APIRouter()
Reader = Annotated[Visitor, having("inputs:read")]
KINDS: dict[str, str] = {
    "performance": later("Results of pieces"),
    "journeys": later("Journeys of buyers, with revenue"),
    "metrics": later("Monthly figures"),
    "calendar": later("Calendar entries"),
    "vents": later("Vents"),
    "activities": later("A team activity's note"),
}
MOST_SHOWN = 200


@router.get("/imports")
async def form(request: Request, visitor: Reader, kind: Kind = "performance") -> Response:
    """What may be brought in, and the form."""
    return _shown(request, visitor, kind)


@router.post("/imports")
async def brought(
    request: Request,
    visitor: Anyone,
    kind: Annotated[Kind, Form()],
    file: Annotated[UploadFile, File()],
    how: Annotated[Literal["try", "keep", "keep_good"], Form()] = "try",
) -> Response:
    """Try a file out or keep it; one refused row keeps everything out, unless asked otherwise."""
    visitor.actor.must(KEEPERS[kind].scope)
    raw = await file.read()
    try:
        rows, refused = await asyncio.to_thread(rows_in, kind, name_of(file), decoded("-", raw))
        if refused and how != "keep_good":
            report = nothing_kept(kind, rows, refused)
        else:
            async with visitor.writing() as ctx:
                report = await take(ctx, kind, rows, refused, dry_run=how == "try")
    except RefleqtError as wrong:
        return _shown(request, visitor, kind, wrong=str(wrong), status=wrong.status)
    status = 422 if refused and how == "keep" else 200
    return _shown(request, visitor, kind, report=report, how=how, status=status)


def _shown(request: Request, visitor: Visitor, kind: Kind, **told: Any) -> Response:
    """The page in one of its states: `report`, `how` it was asked for, what was `wrong`."""
    report: Report | None = told.get("report")
    kinds = [(name, _(words)) for name, words in KINDS.items() if visitor.may(KEEPERS[name].scope)]
    data = {
        "kinds": kinds, "kind": kind, "report": report, "how": told.get("how", ""),
        "wrong": told.get("wrong", ""), "shown": report.refused[:MOST_SHOWN] if report else [],
    }  # fmt: skip
    return shell.page(request, "imports/imports.html", data, status=told.get("status", 200))
