"""Every error is the same shape: a type, the offending value, a way out, and no secret."""

import json
from typing import Any

import pytest
from fastapi import Request
from fastapi.exceptions import RequestValidationError

from api import problems
from core.errors import Conflict, RefleqtError, TooMany
from domain.imports import Refusal

NOBODY: Request = Request({"type": "http"})


class OfferTaken(Conflict):
    """The offer was taken."""


class Broken(RefleqtError):
    """A wheel came off."""


def body(response: Any) -> dict[str, Any]:
    """The JSON of a response."""
    return json.loads(bytes(response.body))


async def test_one_of_our_errors_keeps_its_sentence_value_and_way_out() -> None:
    wrong = OfferTaken("By Bo.", remedy="Choose another.", field="offer_id", value="o-1")
    answer = await problems.ours(NOBODY, wrong)
    assert body(answer) == {
        "type": "urn:refleqt:problem:OfferTaken", "title": "The offer was taken.", "status": 409,
        "detail": "By Bo.", "remedy": "Choose another.",
        "fields": [{"field": "offer_id", "message": "Choose another.", "value": "o-1"}],
    }  # fmt: skip


async def test_an_error_of_ours_that_nobody_can_mend_is_a_number() -> None:
    answer = await problems.ours(NOBODY, Broken("in /srv/secret"))
    assert answer.status_code == 500
    assert "secret" not in str(body(answer))


async def test_too_many_says_when_to_come_back() -> None:
    answer = await problems.ours(NOBODY, TooMany(retry_after=7))
    assert answer.headers["Retry-After"] == "7"


@pytest.mark.parametrize(
    ("given", "shown"),
    [("x" * 500, "x" * 119 + "…"), ("a\ud800b\x00", "a\ufffdb"), (7, "7"), ({"a": 1}, "")],
)
async def test_a_refused_value_is_repeated_short_and_clean(given: Any, shown: str) -> None:
    error = {"loc": ("body", "title"), "msg": "Too long", "type": "x", "input": given}
    answer = await problems.invalid(NOBODY, RequestValidationError([error]))
    (field,) = body(answer)["fields"]
    assert (field["field"], field.get("value", "")) == ("body.title", shown)


@pytest.mark.parametrize("name", ["password", "refresh_token"])
async def test_a_secret_is_never_repeated(name: str) -> None:
    error = {"loc": ("body", name), "msg": "Too short", "type": "x", "input": "hunter2"}
    answer = await problems.invalid(NOBODY, RequestValidationError([error]))
    assert "hunter2" not in str(body(answer))


async def test_a_file_refused_names_line_field_and_value() -> None:
    refused = [Refusal(line=3, field="at", value="soon", remedy="write a date")]
    answer = await problems.ours(NOBODY, Conflict(refused=refused))
    assert body(answer)["fields"] == [
        {"field": "line 3, at", "message": "write a date", "value": "soon"}
    ]


async def test_a_row_that_names_nothing_is_a_conflict() -> None:
    answer = await problems.unlinked(Request({"type": "http"}), ValueError())
    assert answer.status_code == 409
    assert b"DoesNotFitTogether" in bytes(answer.body)
