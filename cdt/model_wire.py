"""The scripted model's answers as bytes of OpenAI's protocol: whole, streamed, deformed, cut."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.responses import JSONResponse, Response, StreamingResponse

from cdt.model_says import STATUS, Answer, Fail, Say, Use
from core import clock

HANG_SECONDS = 30.0
HUGE = 1_000_001
FOREIGN = (
    "Minusta tämä on aivan toinen kysymys, ja siihen kannattaisi vastata vasta huomenna aamulla "
    "kahvin jälkeen."
)
EVENTS = "text/event-stream"


@dataclass(frozen=True)
class Pace:
    """Seconds before the first piece of a stream, and between two pieces."""

    first: float = 0.0
    between: float = 0.0


async def answered(reply: Answer, body: Mapping[str, Any], pace: Pace) -> Response:
    """The reply as a server sends it, streamed where the request asks for that."""
    message = message_of(reply, body)
    if body.get("stream"):
        return StreamingResponse(_paced(_events(message, body), pace), media_type=EVENTS)
    return Response(_text(completion(message, body)), media_type="application/json")


async def failing(reply: Fail, true: Answer, body: Mapping[str, Any], pace: Pace) -> Response:
    """The failure as a server shows it. `true` is what would have been answered."""
    if reply.fault in STATUS:
        return _status(reply, body)
    if reply.fault == "hangs":
        await asyncio.sleep(HANG_SECONDS)
    if reply.fault == "cut":
        return _cut(reply, true, body)
    if reply.fault == "bad_json":
        return Response('{"id": "chatcmpl-scripted", "choices": [', media_type="application/json")
    if reply.fault == "wrong_types":
        return JSONResponse({"id": 7, "object": "chat.completion", "choices": "three", "usage": []})
    message = _deformed(reply.fault, message_of(true, body))
    if body.get("stream"):
        return StreamingResponse(_paced(_events(message, body), pace), media_type=EVENTS)
    return Response(_text(completion(message, body)), media_type="application/json")


def completion(message: Mapping[str, Any], body: Mapping[str, Any]) -> dict[str, Any]:
    """A whole reply."""
    return {
        "id": "chatcmpl-scripted",
        "object": "chat.completion",
        "created": 0,
        "model": body.get("model", "scripted"),
        "choices": [{"index": 0, "finish_reason": _ending(message), "message": message}],
        "usage": usage(message, body),
    }


def usage(message: Mapping[str, Any], body: Mapping[str, Any]) -> dict[str, int]:
    """A rough count of four characters a token, so that meters have something to show.

    No more than `max_tokens` is counted for an answer, as no server would.
    """
    asked = len(json.dumps(body.get("messages", []))) // 4
    said = min(len(json.dumps(message)) // 4, body.get("max_tokens") or HUGE)
    return {"prompt_tokens": asked, "completion_tokens": said, "total_tokens": asked + said}


def _status(reply: Fail, body: Mapping[str, Any]) -> Response:
    """An error by status. A wrong key is repeated in it, as careless servers do."""
    status = STATUS[reply.fault]
    given = f" {body.get('_key', '')}" if reply.fault == "wrong_key" else ""
    error = {"message": f"scripted: {reply.fault}{given}", "type": reply.fault}
    headers = {"retry-after": f"{reply.seconds:g}"} if reply.fault == "retry_after" else {}
    return JSONResponse({"error": {**error, "code": reply.fault}}, status, headers=headers)


def message_of(reply: Answer, body: Mapping[str, Any]) -> dict[str, Any]:
    """What a reply is as a message of the assistant's."""
    if isinstance(reply, Say):
        return {"role": "assistant", "content": reply.text}
    if isinstance(reply, Use):
        return _calling(reply.tool, json.dumps(reply.arguments))
    offered = [tool["function"]["name"] for tool in body.get("tools") or ()]
    output = next((name for name in offered if name.startswith("final_result")), None)
    if output is None:
        return {"role": "assistant", "content": json.dumps(reply.data)}
    return _calling(output, json.dumps(reply.data))


def _calling(tool: str, arguments: str) -> dict[str, Any]:
    call = {"id": f"call_{tool}", "type": "function"}
    function = {"name": tool, "arguments": arguments}
    return {"role": "assistant", "content": None, "tool_calls": [{**call, "function": function}]}


def _deformed(fault: str, message: dict[str, Any]) -> dict[str, Any]:
    """A message that looks like an answer and is none."""
    if fault == "empty":
        return {"role": "assistant", "content": ""}
    if fault == "refusal":
        return {"role": "assistant", "content": None, "refusal": "I will not help with that."}
    change = CHANGES[fault]
    if not message.get("tool_calls"):
        return {**message, "content": change(str(message["content"]))}
    function = message["tool_calls"][0]["function"]
    return _calling(function["name"], change(function["arguments"]))


def _nan(text: str) -> str:
    return f'{text[:-1]}, "score": NaN}}' if text.startswith("{") else f'{text} {{"score": NaN}}'


def _twice(text: str) -> str:
    return f'{{"title": "one", "title": "two", {text[1:]}' if text.startswith("{") else text * 2


def _strings_in(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value) if " " in value else value
    if isinstance(value, list):
        return [_strings_in(each, change) for each in value]
    if isinstance(value, dict):
        return {name: _strings_in(each, change) for name, each in value.items()}
    return value


def _in_strings(change: Callable[[str], str]) -> Callable[[str], str]:
    """A change of words, inside JSON where the text is that."""

    def changed(text: str) -> str:
        if not text.startswith("{"):
            return change(text)
        return json.dumps(_strings_in(json.loads(text), change))

    return changed


CHANGES: dict[str, Callable[[str], str]] = {
    "nan": _nan,
    "duplicate_keys": _twice,
    "huge": _in_strings(lambda text: text + "a" * HUGE),
    "surrogates": _in_strings(lambda text: text + "\ud800"),
    "wrong_language": _in_strings(lambda _: FOREIGN),
}
"""Faults of an answer that looks like one, each as what it does to the words."""


async def _paced(pieces: AsyncIterator[bytes], pace: Pace) -> AsyncIterator[bytes]:
    due = clock.elapsed() + pace.first
    async for piece in pieces:
        if pace.first or pace.between:
            await asyncio.sleep(max(0.0, due - clock.elapsed()))
            due += pace.between
        yield piece


async def _events(message: dict[str, Any], body: Mapping[str, Any]) -> AsyncIterator[bytes]:
    base = {**completion(message, body), "object": "chat.completion.chunk"}
    counted = base.pop("usage")
    for delta in _deltas(message):
        choice = {"index": 0, "delta": delta, "finish_reason": None}
        yield _event({**base, "choices": [choice]})
    ending = {"index": 0, "delta": {}, "finish_reason": _ending(message)}
    yield _event({**base, "choices": [ending]})
    yield _event({**base, "choices": [], "usage": counted})
    yield b"data: [DONE]\n\n"


def _deltas(message: dict[str, Any]) -> list[dict[str, Any]]:
    if calls := message.get("tool_calls"):
        return [{"role": "assistant", "tool_calls": [{"index": 0, **call} for call in calls]}]
    if message["content"] is None:
        return [message]
    pieces = str(message["content"]).split(" ")
    words = [piece + " " for piece in pieces[:-1]] + pieces[-1:]
    return [{"role": "assistant", "content": word} for word in words]


def _cut(reply: Fail, true: Answer, body: Mapping[str, Any]) -> Response:
    """The true answer up to a byte (by itself: half of it); then the connection breaks."""
    message = message_of(true, body)
    kind = EVENTS if body.get("stream") else "application/json"
    return StreamingResponse(_broken_off(message, body, reply.at), media_type=kind)


async def _broken_off(
    message: dict[str, Any], body: Mapping[str, Any], at: int | None
) -> AsyncIterator[bytes]:
    whole = await bytes_of(message, body)
    yield whole[: len(whole) // 2 if at is None else at]
    await asyncio.sleep(0)
    raise ConnectionResetError("scripted: cut")


async def bytes_of(message: dict[str, Any], body: Mapping[str, Any]) -> bytes:
    """All bytes of an answer, streamed or whole."""
    if not body.get("stream"):
        return _text(completion(message, body)).encode()
    return b"".join([piece async for piece in _events(message, body)])


def _event(piece: Mapping[str, Any]) -> bytes:
    return f"data: {_text(piece)}\n\n".encode()


def _text(value: Mapping[str, Any]) -> str:
    return json.dumps(value)


def _ending(message: Mapping[str, Any]) -> str:
    return "tool_calls" if message.get("tool_calls") else "stop"
