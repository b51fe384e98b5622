"""A vendor's exception becomes a kind, a status and whether to ask again; its words stay behind."""

import json

import httpx
import pytest

from cdt import failures
from cdt.calls import AnswerUnreadable, ModelFailed, ModelRefused, UnknownModel, WrongKey

SECRET = "sk-live-123"


def by_status(status: int, **headers: str) -> ModelFailed:
    """What becomes of a status, behind a vendor's own error that repeats the key."""
    request = httpx.Request("POST", "http://x/v1")
    reply = httpx.Response(status, headers=headers, request=request)
    try:
        try:
            reply.raise_for_status()
        except httpx.HTTPStatusError as inner:
            raise RuntimeError(f"bad key {SECRET}") from inner
    except RuntimeError as wrong:
        return failures.named(wrong, 1)
    raise AssertionError(status)


@pytest.mark.parametrize(
    ("status", "kind", "again", "healthy"),
    [
        (401, WrongKey, False, True),
        (403, WrongKey, False, True),
        (404, UnknownModel, False, True),
        (400, ModelFailed, False, True),
        (302, ModelFailed, False, True),
        (429, ModelFailed, True, False),
        (500, ModelFailed, True, False),
        (529, ModelFailed, True, False),
    ],
)
def test_a_status_says_whether_to_ask_again(
    status: int, kind: type[ModelFailed], again: bool, healthy: bool
) -> None:
    found = by_status(status)
    assert type(found) is kind
    told = found.fields
    assert (told["status_seen"], told["again"], told["healthy"]) == (status, again, healthy)
    assert told["free"]
    assert SECRET not in str(found)


@pytest.mark.parametrize(
    ("header", "wait"), [("2", 2.0), ("0.5", 0.5), ("-3", 0.0), ("Wed, 21 Oct 2026", 86_400.0)]
)
def test_the_wait_that_a_server_asks_for_is_read(header: str, wait: float) -> None:
    assert by_status(429, **{"retry-after": header}).fields["wait"] == wait
    assert by_status(400, **{"retry-after": header}).fields["wait"] is None


def test_a_server_that_was_not_reached_is_owed_nothing() -> None:
    unsent = httpx.RemoteProtocolError("Server disconnected without sending a response.")
    for wrong in (httpx.ConnectError("no"), httpx.ConnectTimeout("no"), unsent):
        told = failures.named(wrong).fields
        assert (told["reason"], told["free"], told["again"]) == ("NotReached", True, True)


def test_what_broke_off_or_came_late_may_have_to_be_paid() -> None:
    for wrong, reason in (
        (httpx.ReadError("cut"), "BrokenOff"),
        (ConnectionResetError("cut"), "BrokenOff"),
        (TimeoutError(), "Late"),
        (httpx.ReadTimeout("late"), "Late"),
    ):
        told = failures.named(wrong).fields
        assert (told["reason"], told["free"], told["again"]) == (reason, False, False)


def test_an_answer_that_cannot_be_read_is_said_so_without_its_words() -> None:
    with pytest.raises(json.JSONDecodeError) as raised:
        json.loads(SECRET)
    found = failures.named(raised.value)
    assert isinstance(found, AnswerUnreadable)
    assert SECRET not in str(found)


def test_a_model_without_a_vendor_is_unknown() -> None:
    assert isinstance(failures.named(ValueError("LLM Provider NOT provided: x")), UnknownModel)


def test_a_failure_of_ours_stays_what_it_is() -> None:
    refused = failures.refused()
    assert failures.named(refused, 2) is refused
    assert isinstance(refused, ModelRefused)
    assert refused.fields["retries"] == 2
