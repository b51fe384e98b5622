"""What a scripted model says, and the ways in which it fails."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Fault = Literal[
    "rate_limited", "retry_after", "broken", "refused", "wrong_key", "unknown_model",
    "hangs", "cut", "bad_json", "wrong_types", "empty",
    "nan", "duplicate_keys", "huge", "surrogates", "wrong_language", "refusal",
]  # fmt: skip
"""By status; by silence; by a body that is none; by an answer that is none."""

STATUS: dict[str, int] = {
    "rate_limited": 429,
    "retry_after": 429,
    "broken": 500,
    "refused": 400,
    "wrong_key": 401,
    "unknown_model": 404,
}


@dataclass(frozen=True)
class Say:
    """Answer in words."""

    text: str


@dataclass(frozen=True)
class Give:
    """Answer with data: by the output tool that the request offers, else as JSON words."""

    data: Mapping[str, Any]


@dataclass(frozen=True)
class Use:
    """Call a tool of the request."""

    tool: str
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Fail:
    """Fail in one of the usual ways.

    `at` is the byte of the true answer at which `cut` breaks off, `seconds` what `retry_after` asks
    for, `instead` the true answer that is cut or deformed (left out: the draft as it was shown).
    """

    fault: Fault
    at: int | None = None
    seconds: float = 1.0
    instead: Say | Give | Use | None = None


Answer = Say | Give | Use
Reply = Answer | Fail
Brain = Callable[[dict[str, Any]], Reply]
