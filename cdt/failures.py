"""What went wrong on the way to a model, told from the vendor's exception, without its words.

A vendor's message may repeat what was sent, the key included. So neither it nor the exception goes
on from here: a failure names a kind, a status and whether asking again may help.
"""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import httpx

from cdt.calls import AnswerUnreadable, ModelFailed, ModelRefused, UnknownModel, WrongKey

WORTH_RETRYING = frozenset({408, 425, 429, 500, 502, 503, 504, 529})
LONGEST_WAIT = 5.0
"""Seconds of a `Retry-After` that are waited for; a longer one ends the tries on this route."""

BROKEN = (OSError, ValueError, TypeError, LookupError, AttributeError, RuntimeError)
"""What vendor code raises on a reply that it cannot read; OSError includes a timeout."""

_CLOSED_UNANSWERED = "without sending a response"
_NO_VENDOR = "LLM Provider NOT provided"


def broken() -> tuple[type[BaseException], ...]:
    """What may go wrong on the way to a model; LiteLLM's errors are children of OpenAI's."""
    return (import_module("openai").OpenAIError, httpx.HTTPError, *BROKEN)


def named(wrong: BaseException, retries: int = 0) -> ModelFailed:
    """The failure as one of ours. Its fields:

    `status_seen` (of the server, else what fits), `reason` (a name for the books), `retries`,
    `again` (asking the same again may help), `free` (the server surely counted nothing), `wait`
    (seconds that it asked for, or None), `healthy` (it says nothing against the server).
    """
    if isinstance(wrong, ModelFailed):
        wrong.fields["retries"] = retries
        return wrong
    chain = list(_chain(wrong))
    for each in chain:
        if isinstance(each, httpx.HTTPStatusError):
            return _by_status(wrong, each.response, retries)
    if _NO_VENDOR in str(wrong):
        return _failed(UnknownModel, 404, "UnknownModel", retries, free=True, healthy=True)
    if any(map(_never_answered, chain)):
        return _failed(ModelFailed, 502, "NotReached", retries, free=True, again=True)
    if any(isinstance(each, TimeoutError | httpx.TimeoutException) for each in chain):
        return late(retries)
    if any(isinstance(each, httpx.TransportError | ConnectionError) for each in chain):
        return _failed(ModelFailed, 502, "BrokenOff", retries)
    return unreadable(type(wrong).__name__, retries)


def late(retries: int = 0) -> ModelFailed:
    """The server took too long."""
    return _failed(ModelFailed, 504, "Late", retries)


def refused() -> ModelRefused:
    """The model said that it will not."""
    return ModelRefused(**_fields(422, "Refused", 0, healthy=True))


def unreadable(why: str, retries: int = 0) -> AnswerUnreadable:
    """The answer has not the shape of one; `why` holds none of its words."""
    return AnswerUnreadable(f"({why})", **_fields(502, "Unreadable", retries))


def _by_status(wrong: BaseException, reply: httpx.Response, retries: int) -> ModelFailed:
    status, reason = reply.status_code, type(wrong).__name__
    if status in (401, 403):
        return _failed(WrongKey, status, "WrongKey", retries, free=True, healthy=True)
    if status == 404:
        return _failed(UnknownModel, status, "UnknownModel", retries, free=True, healthy=True)
    if reason == "ContentPolicyViolationError":
        return _failed(ModelRefused, 422, "Refused", retries, free=True, healthy=True)
    again = status in WORTH_RETRYING
    wait = _seconds(reply.headers.get("retry-after", "")) if again else None
    return _failed(
        ModelFailed, status, reason, retries, free=True, again=again, healthy=not again, wait=wait
    )


def _failed(
    kind: type[ModelFailed], status: int, reason: str, retries: int, **more: Any
) -> ModelFailed:
    return kind(f"({reason}, {status})", **_fields(status, reason, retries, **more))


def _fields(status: int, reason: str, retries: int, **more: Any) -> dict[str, Any]:
    rest = {"again": False, "free": False, "wait": None, "healthy": False, **more}
    return {"status_seen": status, "reason": reason, "retries": retries, **rest}


def _seconds(header: str) -> float | None:
    """Seconds of a `Retry-After`; its other form, a date, is taken as too long to wait for."""
    try:
        return min(max(float(header), 0.0), 86_400.0) if header else None
    except ValueError:
        return 86_400.0


def _never_answered(wrong: BaseException) -> bool:
    if isinstance(wrong, httpx.RemoteProtocolError):
        return _CLOSED_UNANSWERED in str(wrong)
    return isinstance(wrong, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout)


def _chain(wrong: BaseException | None) -> Iterator[BaseException]:
    for _ in range(10):
        if wrong is None:
            return
        yield wrong
        wrong = wrong.__cause__ or wrong.__context__
