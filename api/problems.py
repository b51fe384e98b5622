"""Errors over HTTP: application/problem+json (RFC 9457), the same shape for all of them.

`fields` says which part of the request is wrong and repeats its value, unless that may be a secret.
Whatever is not one of our sentences becomes a number and nothing more.
"""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from core.errors import RefleqtError
from core.ids import new_id
from core.telemetry import logger
from core.text import clean_text, shorten

MEDIA_TYPE = "application/problem+json"
WAYS_OUT = {
    400: "Send a body that can be read: JSON in UTF-8, or the form that /openapi.json names.",
    404: "/openapi.json lists the routes.",
    405: "/openapi.json lists the methods of each route.",
    413: "Send less at once; large files go through `refleqt import`.",
}
SECRET = frozenset({"password", "current", "refresh_token", "token", "authorization"})
log = logger("api")


class Wrong(BaseModel):
    """One part of the request that is wrong."""

    field: str
    message: str
    value: str = ""


class Problem(BaseModel):
    """What went wrong, and the way out."""

    type: str  # urn:refleqt:problem:<name of the error>
    title: str
    status: int
    detail: str = ""
    remedy: str = ""
    fields: list[Wrong] = []
    instance: str = ""  # number of this occurrence, to find it in the log


def answer(problem: Problem, headers: dict[str, str] | None = None) -> JSONResponse:
    """A problem as a response."""
    body = problem.model_dump(mode="json", exclude_defaults=True)
    return JSONResponse(body, problem.status, headers, MEDIA_TYPE)


async def ours(_request: Request, wrong: Exception) -> JSONResponse:
    """One of our own errors."""
    if not isinstance(wrong, RefleqtError):
        return unforeseen(wrong)
    if wrong.status >= 500 and not wrong.retry_may_help:
        return unforeseen(wrong)
    headers = {"WWW-Authenticate": "Bearer"} if wrong.status == 401 else {}
    if "retry_after" in wrong.fields:
        headers["Retry-After"] = str(wrong.fields["retry_after"])
    return answer(
        Problem(
            type=f"urn:refleqt:problem:{wrong.name}",
            title=wrong.title,
            status=wrong.status,
            detail=wrong.detail,
            remedy=wrong.remedy,
            fields=_fields(wrong),
        ),
        headers,
    )


async def invalid(_request: Request, wrong: Exception) -> JSONResponse:
    """The request does not have the shape that the operation takes."""
    errors: Sequence[Any] = wrong.errors() if isinstance(wrong, RequestValidationError) else []
    fields = [_wrong(error) for error in errors[:50]]
    problem = Problem(
        type="urn:refleqt:problem:InvalidRequest",
        title="The request does not have the shape that this operation takes.",
        status=422,
        remedy="Mend the fields named; /openapi.json has their types.",
        fields=fields,
    )
    return answer(problem)


async def by_status(_request: Request, wrong: Exception) -> JSONResponse:
    """What the framework refuses: no such route, a method it does not have, a body too large."""
    if not isinstance(wrong, HTTPException):
        return unforeseen(wrong)
    phrase = HTTPStatus(wrong.status_code).phrase
    problem = Problem(
        type=f"urn:refleqt:problem:{phrase.title().replace(' ', '')}",
        title=f"{phrase.capitalize()}.",
        status=wrong.status_code,
        remedy=WAYS_OUT.get(wrong.status_code, "/openapi.json says what this operation takes."),
    )
    return answer(problem, dict(wrong.headers or {}))


async def store_lost(_request: Request, wrong: Exception) -> JSONResponse:
    """Postgres cannot be reached or is too busy."""
    log.warning("store lost", error=type(wrong).__name__)
    problem = Problem(
        type="urn:refleqt:problem:StoreNotReachable",
        title="The database is not reachable just now.",
        status=503,
        remedy="Try again in a few seconds.",
    )
    return answer(problem, {"Retry-After": "2"})


async def unfit(_request: Request, _wrong: Exception) -> JSONResponse:
    """A value passed its description, but no column can hold it."""
    problem = Problem(
        type="urn:refleqt:problem:ValueDoesNotFit",
        title="A number or a date is beyond what can be kept.",
        status=422,
        remedy="Send numbers below 9e18, whole ones below 2e9 where they count things.",
    )
    return answer(problem)


async def unlinked(_request: Request, _wrong: Exception) -> JSONResponse:
    """A row would name something that is not there, or is there already."""
    problem = Problem(
        type="urn:refleqt:problem:DoesNotFitTogether",
        title="It names something that is not here, or that is there already.",
        status=409,
        remedy="Read what there is, and name that.",
    )
    return answer(problem)


def unforeseen(wrong: Exception) -> JSONResponse:
    """Anything else: a number for the caller, and where it happened for the log; no values."""
    number = f"urn:uuid:{new_id()}"
    log.error(
        "unforeseen",
        error=type(wrong).__name__,
        where=_where(wrong),
        instance=number,
        exc_info=None,
    )
    problem = Problem(
        type="urn:refleqt:problem:Unforeseen",
        title="Something went wrong on our side.",
        status=500,
        remedy="Tell us the number in `instance`.",
        instance=number,
    )
    return answer(problem)


def _wrong(error: Any) -> Wrong:
    """One of pydantic's errors; of a value only what is short, plain and no secret is repeated."""
    path = [str(part) for part in error["loc"]]
    given = error.get("input")
    plain = isinstance(given, str | int | float | bool) and error["type"] != "json_invalid"
    value = "" if SECRET & set(path) or not plain else _shown(given)
    return Wrong(field=_shown(".".join(path)), message=_shown(error["msg"]), value=value)


def _shown(value: object) -> str:
    return shorten(clean_text(str(value)[:400]), 120)


def _fields(wrong: RefleqtError) -> list[Wrong]:
    """The field that an error names, or the lines that a file's refusals name."""
    refused = wrong.fields.get("refused") or ()
    lines = [
        Wrong(field=f"line {one.line}, {one.field}", message=one.remedy, value=one.value)
        for one in refused[:50]
    ]
    name = wrong.fields.get("field") or wrong.fields.get("scope")
    if name:
        value = _shown(wrong.fields.get("value", ""))
        lines.append(Wrong(field=str(name), message=wrong.remedy or wrong.title, value=value))
    return lines


def _where(wrong: Exception) -> list[str]:
    """File and line of the innermost frames, without any value."""
    frames = []
    trace = wrong.__traceback__
    while trace is not None:
        frames.append(f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}")
        trace = trace.tb_next
    return frames[-5:]
