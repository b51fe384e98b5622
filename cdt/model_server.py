"""A scripted model behind OpenAI's HTTP shape on loopback, for tests, demos and fault drills.

It answers by a brain: a function of each request. Brains come from `cdt.model_script` (a file), or
answer in order. It can also fail in the ways that real servers fail. It is no language model.
"""

import asyncio
import json
import socket
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from cdt.model_says import Brain, Fail, Give, Reply, Say
from cdt.model_wire import Pace, answered, failing
from core.errors import Unavailable
from prompts import library

SWIFT = Pace()


class ServerDidNotStart(Unavailable):
    """The scripted model server did not start."""


@dataclass
class ModelServer:
    """A running server: where it listens, and the bodies of all requests so far."""

    brain: Brain
    port: int = 0
    pace: Pace = SWIFT
    requests: list[dict[str, Any]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """What goes into `REFLEQT_MODEL_API_BASE`."""
        return f"http://127.0.0.1:{self.port}/v1"

    def app(self) -> Starlette:
        """The server as an ASGI application."""
        routes = [
            Route("/v1/chat/completions", self._chat, methods=["POST"]),
            Route("/v1/audio/transcriptions", self._transcription, methods=["POST"]),
            Route("/v1/embeddings", self._embeddings, methods=["POST"]),
            Route("/v1/models", self._models),
        ]
        return Starlette(routes=routes)

    async def _chat(self, request: Request) -> Response:
        body: dict[str, Any] = await request.json()
        self.requests.append(body)
        reply = await asyncio.to_thread(self.brain, body)
        if isinstance(reply, Fail):
            shown_key = {**body, "_key": request.headers.get("authorization", "")}
            return await failing(reply, reply.instead or agrees(body), shown_key, self.pace)
        return await answered(reply, body, self.pace)

    async def _transcription(self, request: Request) -> Response:
        """What is said in a recording: whatever the brain says to `audio/webm 4096 bytes`."""
        async with request.form() as form:
            sent = form["file"]
            heard = f"{sent.content_type} {sent.size} bytes" if isinstance(sent, UploadFile) else ""
        body = {"model": "speech", "messages": [{"role": "user", "content": heard}]}
        self.requests.append(body)
        reply = await asyncio.to_thread(self.brain, body)
        if isinstance(reply, Fail):
            return await failing(reply, reply.instead or agrees(body), body, self.pace)
        return JSONResponse({"text": reply.text if isinstance(reply, Say) else ""})

    async def _embeddings(self, request: Request) -> Response:
        """Vectors that the brain says, as JSON, of each text; what it fails at fails."""
        body: dict[str, Any] = await request.json()
        self.requests.append(body)
        said: list[str] = []
        for text in body["input"]:
            asked = {"model": body["model"], "messages": [{"role": "user", "content": text}]}
            reply = await asyncio.to_thread(self.brain, asked)
            if isinstance(reply, Fail):
                return await failing(reply, reply.instead or agrees(asked), asked, self.pace)
            said.append(reply.text if isinstance(reply, Say) else "[]")
        data = [
            {"object": "embedding", "index": place, "embedding": json.loads(vector)}
            for place, vector in enumerate(said)
        ]
        usage = {"prompt_tokens": len(said), "total_tokens": len(said)}
        return JSONResponse({"object": "list", "data": data, "model": body["model"],
                             "usage": usage})  # fmt: skip

    async def _models(self, _request: Request) -> Response:
        return JSONResponse({"object": "list", "data": [{"id": "scripted", "object": "model"}]})


def in_order(replies: Sequence[Reply]) -> Brain:
    """A brain that gives `replies` one after the other, and then refuses."""
    left = iter(replies)
    return lambda _body: next(left, Fail("refused"))


def agrees(body: Mapping[str, Any]) -> Say | Give:
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
def running(brain: Brain, port: int = 0, pace: Pace = SWIFT) -> Iterator[ModelServer]:
    """A server on loopback for the length of the block; port 0 takes a free one."""
    with socket.create_server(("127.0.0.1", port)) as listening:
        it = ModelServer(brain, listening.getsockname()[1], pace)
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
