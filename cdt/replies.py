"""Reads what a model's server sent, and lets nothing through that has not the shape of an answer.

What goes on is built anew from the checked parts, so that no vendor's extra reaches an agent:
words without NUL and lone surrogates, calls of tools whose arguments are strict JSON, a size limit.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from cdt import failures
from core import strict_json
from core.text import clean, clean_text
from domain.placeholders import Veil, reveal

MOST_CHARACTERS = 1_000_000
"""Of one answer, arguments of tools included."""
MOST_TOKENS = 50_000_000
_ENDINGS = ("stop", "length", "tool_calls", "content_filter")


@dataclass(frozen=True)
class Usage:
    """Tokens as the provider counted them; None where it did not say."""

    tokens_in: int
    tokens_out: int


class _Shape(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)


class _Function(_Shape):
    name: str = Field(min_length=1)
    arguments: str = ""


class _ToolCall(_Shape):
    id: str
    function: _Function


class _Message(_Shape):
    content: str | None = None
    tool_calls: list[_ToolCall] | None = None
    provider_specific_fields: dict[str, Any] | None = None

    @property
    def refusal(self) -> bool:
        return bool((self.provider_specific_fields or {}).get("refusal"))


class _Choice(_Shape):
    message: _Message
    finish_reason: str | None = None


class _Reply(_Shape):
    id: str = ""
    model: str = ""
    choices: list[_Choice] = Field(min_length=1)


class _FunctionPart(_Shape):
    name: str | None = None
    arguments: str | None = None


class _CallPart(_Shape):
    index: int = Field(0, ge=0, le=200)
    id: str | None = None
    function: _FunctionPart | None = None


class _Delta(_Shape):
    content: str | None = None
    tool_calls: list[_CallPart] | None = None
    provider_specific_fields: dict[str, Any] | None = None
    refusal: str | None = None


class _PieceChoice(_Shape):
    delta: _Delta = _Delta()
    finish_reason: str | None = None


class _Piece(_Shape):
    id: str = ""
    model: str = ""
    choices: list[_PieceChoice] = []


def usage(reply: Any) -> Usage | None:
    """What the provider counted for a reply or for the last piece of a stream."""
    said = getattr(reply, "usage", None)
    counts = [getattr(said, name, None) for name in ("prompt_tokens", "completion_tokens")]
    if not all(isinstance(count, int) and count >= 0 for count in counts) or not any(counts):
        return None
    return Usage(*(min(int(count or 0), MOST_TOKENS) for count in counts))


def whole(reply: Any, name: str = "") -> dict[str, Any]:
    """A plain reply as OpenAI would write it; `name` takes its placeholder's place.

    Raises `AnswerUnreadable`, `ModelRefused`, or what reading raises (`failures.BROKEN`).
    """
    read = _Reply.model_validate(reply.model_dump(mode="json", exclude_none=True))
    said, ending = read.choices[0].message, read.choices[0].finish_reason
    calls = said.tool_calls or []
    _must_be_short(len(said.content or "") + sum(len(one.function.arguments) for one in calls))
    if not (said.content or calls):
        raise _wordless(refused=said.refusal, ending=ending)
    for one in calls:
        _must_be_strict(one.function.arguments, ending)
    content = said.content and reveal(said.content, name)
    message: dict[str, Any] = {"role": "assistant", "content": content}
    if calls:
        message["tool_calls"] = [
            {"id": one.id, "type": "function", "function": one.function.model_dump()}
            for one in calls
        ]
    choice = {"index": 0, "finish_reason": _ending(ending), "message": message}
    made = _frame(read, "chat.completion", [choice])
    counted = usage(reply) or Usage(0, 0)
    return clean({**made, "usage": _counts(counted)})


@dataclass
class Listener:
    """Takes a stream piece by piece, and says at its end whether it was an answer."""

    name: str = ""
    size: int = 0
    said: bool = False
    refused: bool = False
    ending: str | None = None
    arguments: dict[int, list[str]] = field(default_factory=dict)
    usage: Usage | None = None
    veil: Veil = field(init=False)

    def __post_init__(self) -> None:
        self.veil = Veil(self.name)

    def take(self, piece: Any) -> dict[str, Any]:
        """The piece as OpenAI would write it. Raises as `whole` does."""
        self.usage = usage(piece) or self.usage
        read = _Piece.model_validate(piece.model_dump(mode="json", exclude_none=True))
        choices = [self._heard(choice) for choice in read.choices[:1]]
        made = _frame(read, "chat.completion.chunk", choices)
        return made if choices or not self.usage else {**made, "usage": _counts(self.usage)}

    def end(self) -> None:
        """The stream is over. Raises where what came is no answer."""
        if not (self.said or self.arguments):
            raise _wordless(refused=self.refused, ending=self.ending)
        for parts in self.arguments.values():
            _must_be_strict("".join(parts), self.ending)
        if self.ending is None:
            raise failures.unreadable("it has no end")

    def _heard(self, choice: _PieceChoice) -> dict[str, Any]:
        said = choice.delta
        self.ending = choice.finish_reason or self.ending
        self.refused |= bool(said.refusal or (said.provider_specific_fields or {}).get("refusal"))
        delta: dict[str, Any] = {"role": "assistant"}
        if said.content:
            self.said = True
            self.size += len(said.content)
        if words := self.veil.lift(said.content or "", last=bool(choice.finish_reason)):
            delta["content"] = clean_text(words)
        if said.tool_calls:
            delta["tool_calls"] = [self._called(part) for part in said.tool_calls]
        _must_be_short(self.size)
        ending = choice.finish_reason
        if ending:
            self.end()  # before anybody takes the last word for the end of an answer
        return {"index": 0, "delta": delta, "finish_reason": ending and _ending(ending)}

    def _called(self, part: _CallPart) -> dict[str, Any]:
        words = (part.function and part.function.arguments) or ""
        self.size += len(words)
        self.arguments.setdefault(part.index, []).append(words)
        function = clean(part.function.model_dump(exclude_none=True)) if part.function else {}
        told = {"index": part.index, "type": "function", "function": function}
        return {**told, "id": clean_text(part.id)} if part.id else told


def _frame(read: "_Reply | _Piece", kind: str, choices: list[dict[str, Any]]) -> dict[str, Any]:
    base = {"id": clean_text(read.id), "object": kind, "created": 0, "model": read.model}
    return {**base, "choices": choices}


def _counts(counted: Usage) -> Mapping[str, int]:
    total = counted.tokens_in + counted.tokens_out
    names = ("prompt_tokens", "completion_tokens", "total_tokens")
    return dict(zip(names, (counted.tokens_in, counted.tokens_out, total), strict=True))


def _wordless(*, refused: bool, ending: str | None) -> Exception:
    if refused or ending == "content_filter":
        return failures.refused()
    return failures.unreadable("it has no words")


def _must_be_short(size: int) -> None:
    if size > MOST_CHARACTERS:
        raise failures.unreadable(f"more than {MOST_CHARACTERS:,} characters")


def _must_be_strict(arguments: str, ending: str | None) -> None:
    if ending == "length":
        raise failures.unreadable("cut off at the most tokens of an answer")
    try:
        value = strict_json.loads(arguments or "{}")
    except strict_json.NotStrictJson as wrong:
        raise failures.unreadable(wrong.detail.rstrip(".")) from None
    if not isinstance(value, dict):
        raise failures.unreadable("arguments that are no object")


def _ending(given: str | None) -> str:
    return given if given in _ENDINGS else "stop"


def counted(pieces: Any) -> Usage | None:
    """What the provider counted for a stream. Where it did not say LiteLLM sends a guess of its
    own as the last piece, but does not keep that among the pieces it got."""
    found = [usage(piece) for piece in getattr(pieces, "chunks", ())]
    return next((each for each in reversed(found) if each), None)


def words(reply: Any) -> str:
    """The words of a transcription. Raises `AnswerUnreadable`."""
    said = getattr(reply, "text", None)
    if not isinstance(said, str):
        raise failures.unreadable("no text")
    return said


def vectors(reply: Any) -> np.ndarray:
    """The vectors of an embedding reply, in the order of the texts. Raises `AnswerUnreadable`."""
    try:
        rows = sorted(reply.data, key=lambda one: one["index"])
        found = np.asarray([one["embedding"] for one in rows], np.float32)
    except (AttributeError, KeyError, TypeError, ValueError) as wrong:
        raise failures.unreadable("no vectors") from wrong
    if found.ndim != 2 or not np.isfinite(found).all():
        raise failures.unreadable("no vectors")
    return found
