"""A scripted model behind OpenAI's HTTP shape on loopback, for tests, demos and fault drills.

It answers by a brain: a function of each request. Brains come from `cdt.model_script` (a file), or
answer in order. It can also fail in the ways that real servers fail. It is no language model.
"""

import asyncio
import json
import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from core.errors import Unavailable
from prompts import library

Fault = Literal[
    "rate_limited", "broken", "hangs", "cut", "bad_json", "wrong_types", "empty", "refused"
]
STATUS: dict[str, int] = {"rate_limited": 429, "broken": 500, "refused": 400}
HANG_SECONDS = 30.0


class ServerDidNotStart(Unavailable):
    """The scripted model server did not start."""


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
    """Fail in one of the usual ways."""

    fault: Fault


Reply = Say | Give | Use | Fail
Brain = Callable[[dict[str, Any]], Reply]


@dataclass
class ModelServer:
    """A running server: where it listens, and the bodies of all chat requests so far."""

    brain: Brain
    port: int = 0
    requests: list[dict[str, Any]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """What goes into `REFLEQT_MODEL_API_BASE`."""
        return f"http://127.0.0.1:{self.port}/v1"

    def app(self) -> Starlette:
        """The server as an ASGI application."""
        routes = [
            Route("/v1/chat/completions", self._chat, methods=["POST"]),
            Route("/v1/models", self._models),
        ]
        return Starlette(routes=routes)

    async def _chat(self, request: Request) -> Response:
        body: dict[str, Any] = await request.json()
        self.requests.append(body)
        reply = await asyncio.to_thread(self.brain, body)
        if isinstance(reply, Fail):
            return await _failing(reply, body)
        message = _message(reply, body)
        if body.get("stream"):
            return StreamingResponse(_events(message, body), media_type="text/event-stream")
        return JSONResponse(_completion(message, body))

    async def _models(self, _request: Request) -> Response:
        return JSONResponse({"object": "list", "data": [{"id": "scripted", "object": "model"}]})


def in_order(replies: Sequence[Reply]) -> Brain:
    """A brain that gives `replies` one after the other, and then refuses."""
    left = iter(replies)
    return lambda _body: next(left, Fail("refused"))


def agrees(body: Mapping[str, Any]) -> Reply:
    """A brain that gives back the draft it was shown, as a timid model would."""
    draft = shown(body, "draft")
    try:
        return Give(json.loads(draft))
    except json.JSONDecodeError:
        return Say(draft or "I have nothing to add.")


def prompt_of(body: Mapping[str, Any]) -> str:
    """The id of the prompt whose instructions the request carries; empty where it has none."""
    said = " ".join(_said(body, "system") + _said(body, "developer"))
    return next((name for name in library.names() if library.load(name).instructions in said), "")


def shown(body: Mapping[str, Any], tag: str) -> str:
    """What the first user message holds between `<tag>` and `</tag>`; empty where it has none."""
    words = asked(body)
    _, _, rest = words.partition(f"<{tag}>")
    inside, closing, _ = rest.partition(f"</{tag}>")
    return inside.strip().replace("&lt;", "<").replace("&gt;", ">") if closing else ""


def asked(body: Mapping[str, Any]) -> str:
    """The first user message: the material of a prompt. Later ones ask to repair an answer."""
    return next(iter(_said(body, "user")), "")


def _said(body: Mapping[str, Any], role: str) -> list[str]:
    messages = [each for each in body.get("messages", ()) if each.get("role") == role]
    return [_words(message.get("content")) for message in messages]


def _words(content: Any) -> str:
    """The words of a message, which are a text or a list of parts."""
    if isinstance(content, list):
        return " ".join(str(part.get("text", "")) for part in content)
    return str(content or "")


@contextmanager
def running(brain: Brain, port: int = 0) -> Iterator[ModelServer]:
    """A server on loopback for the length of the block; port 0 takes a free one."""
    with socket.create_server(("127.0.0.1", port)) as listening:
        it = ModelServer(brain, listening.getsockname()[1])
        config = uvicorn.Config(it.app(), log_level="warning", lifespan="off", ws="none")
        server = uvicorn.Server(config)
        thread = threading.Thread(
            target=server.run, kwargs={"sockets": [listening]}, name="model-server", daemon=True
        )
        thread.start()
        try:
            _wait_for(server, thread)
            yield it
        finally:
            server.should_exit = server.force_exit = True
            thread.join(5)


def _wait_for(server: uvicorn.Server, thread: threading.Thread) -> None:
    for _ in range(500):
        if server.started:
            return
        thread.join(0.01)
        if not thread.is_alive():
            break
    raise ServerDidNotStart


def _message(reply: Say | Give | Use, body: Mapping[str, Any]) -> dict[str, Any]:
    if isinstance(reply, Say):
        return {"role": "assistant", "content": reply.text}
    if isinstance(reply, Use):
        return _calling(reply.tool, reply.arguments)
    offered = [tool["function"]["name"] for tool in body.get("tools") or ()]
    output = next((name for name in offered if name.startswith("final_result")), None)
    if output is None:
        return {"role": "assistant", "content": json.dumps(reply.data)}
    return _calling(output, reply.data)


def _calling(tool: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    function = {"name": tool, "arguments": json.dumps(arguments)}
    call = {"id": f"call_{tool}", "type": "function", "function": function}
    return {"role": "assistant", "content": None, "tool_calls": [call]}


def _completion(message: Mapping[str, Any], body: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": "chatcmpl-scripted",
        "object": "chat.completion",
        "created": 0,
        "model": body.get("model", "scripted"),
        "choices": [{"index": 0, "finish_reason": _ending(message), "message": message}],
        "usage": _usage(message, body),
    }


async def _events(message: dict[str, Any], body: Mapping[str, Any]) -> AsyncIterator[bytes]:
    base = {**_completion(message, body), "object": "chat.completion.chunk"}
    usage = base.pop("usage")
    for delta in _deltas(message):
        choice = {"index": 0, "delta": delta, "finish_reason": None}
        yield _event({**base, "choices": [choice]})
    ending = {"index": 0, "delta": {}, "finish_reason": _ending(message)}
    yield _event({**base, "choices": [ending]})
    yield _event({**base, "choices": [], "usage": usage})
    yield b"data: [DONE]\n\n"


def _deltas(message: dict[str, Any]) -> list[dict[str, Any]]:
    if calls := message.get("tool_calls"):
        return [{"role": "assistant", "tool_calls": [{"index": 0, **call} for call in calls]}]
    pieces = str(message["content"]).split(" ")
    words = [piece + " " for piece in pieces[:-1]] + pieces[-1:]
    return [{"role": "assistant", "content": word} for word in words]


def _event(piece: Mapping[str, Any]) -> bytes:
    return f"data: {json.dumps(piece)}\n\n".encode()


def _ending(message: Mapping[str, Any]) -> str:
    return "tool_calls" if message.get("tool_calls") else "stop"


def _usage(message: Mapping[str, Any], body: Mapping[str, Any]) -> dict[str, int]:
    """A rough count of four characters a token, so that meters have something to show."""
    asked = len(json.dumps(body.get("messages", []))) // 4
    said = len(json.dumps(message)) // 4
    return {"prompt_tokens": asked, "completion_tokens": said, "total_tokens": asked + said}


async def _failing(reply: Fail, body: Mapping[str, Any]) -> Response:
    if reply.fault in STATUS:
        error = {"message": f"scripted: {reply.fault}", "type": reply.fault, "code": reply.fault}
        return JSONResponse({"error": error}, STATUS[reply.fault])
    if reply.fault == "hangs":
        await asyncio.sleep(HANG_SECONDS)
    if reply.fault == "cut":
        return StreamingResponse(_cut(body), media_type="text/event-stream")
    if reply.fault == "bad_json":
        return Response('{"id": "chatcmpl-scripted", "choices": [', media_type="application/json")
    if reply.fault == "wrong_types":
        return JSONResponse({"id": 7, "object": "chat.completion", "choices": "three", "usage": []})
    empty = {"role": "assistant", "content": ""}
    return JSONResponse(_completion(empty, {"model": "scripted"}))


async def _cut(body: Mapping[str, Any]) -> AsyncIterator[bytes]:
    """Half an answer; then the connection breaks."""
    whole = _events(_message(Say("one two three four"), body), body)
    yield await anext(whole)
    yield await anext(whole)
    raise ConnectionResetError("scripted: cut")
