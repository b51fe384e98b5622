"""Our own server of a base and its adapters on a processor, in OpenAI's HTTP shape.

It runs in the training interpreter, as a process of its own, and needs nothing but what trains.
Its settings come as one line of JSON on standard input, so that no key stands in a process list;
when it listens it prints `{"url": ...}`.
"""

import contextlib
import hmac
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast

from cdt.model_thread import Asked, Done, House, ModelBroke, ModelThread
from core import clock
from core.errors import BadInput, NotFound, NotSignedIn, RefleqtError, TooLarge
from core.ids import new_id
from core.strict_json import loads

MOST_BYTES, MOST_TOKENS, MOST_MESSAGES = 1 << 20, 1_024, 256
SECONDS = 30
HEALTH = "/v1/health"
ROLES = ("system", "user", "assistant", "developer", "tool")


class NotAsked(BadInput):
    """The request is not one that this server answers."""

    status = 400


def asked(body: object) -> Asked:
    """A chat request of OpenAI's shape as a question. Raises `NotAsked`."""
    if not isinstance(body, dict) or not isinstance(body.get("model"), str):
        raise NotAsked("It names no model.", field="model")
    stops = body.get("stop") or ()
    stops = (stops,) if isinstance(stops, str) else tuple(stops)
    most = body.get("max_completion_tokens") or body.get("max_tokens") or 256
    try:
        return Asked(
            body["model"], _messages(body.get("messages")),
            most=min(max(1, int(most)), MOST_TOKENS),
            warmth=min(max(0.0, float(body.get("temperature") or 0)), 2.0),
            top=min(max(0.01, float(body.get("top_p") or 1)), 1.0),
            seed=None if body.get("seed") is None else abs(int(body["seed"])) % (1 << 62),
            stops=tuple(str(one) for one in stops if one)[:4],
        )  # fmt: skip
    except (TypeError, ValueError):
        raise NotAsked("A figure in it is none.") from None


def _messages(told: object) -> list[dict[str, str]]:
    if not isinstance(told, list) or not 0 < len(told) <= MOST_MESSAGES:
        raise NotAsked("It has no messages, or too many.", field="messages")
    return [_message(one) for one in told]


def _message(one: object) -> dict[str, str]:
    if not isinstance(one, dict) or one.get("role") not in ROLES:
        raise NotAsked("A message has no role.", field="messages")
    content = one.get("content") or ""
    if isinstance(content, list):
        parts = (part.get("text") for part in content if isinstance(part, dict))
        content = "\n".join(str(part) for part in parts if part)
    return {"role": one["role"], "content": str(content)}


class Server(ThreadingHTTPServer):
    """A listening server; `key` is asked of everybody, where there is one."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, place: tuple[str, int], model: ModelThread, key: str) -> None:
        super().__init__(place, Door)
        self.model, self.key = model, key


class Door(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    timeout = SECONDS

    @property
    def here(self) -> Server:
        """The server that took the connection."""
        return cast(Server, self.server)

    def log_message(self, *_: Any, **__: Any) -> None:
        """Say nothing: a line would hold what somebody sent."""

    def do_GET(self) -> None:
        """Models, health, counts."""
        self._guarded(self._told)

    def do_POST(self) -> None:
        """Answer a chat."""
        self._guarded(self._chat)

    def _guarded(self, what: Any) -> None:
        try:
            if not self._may():
                raise NotSignedIn
            what()
        except RefleqtError as wrong:
            self._give(wrong.status, _error(wrong))
        except (BrokenPipeError, ConnectionResetError, TimeoutError):
            self.close_connection = True

    def _may(self) -> bool:
        given = self.headers.get("authorization", "").removeprefix("Bearer ")
        wanted = self.here.key
        return not wanted or hmac.compare_digest(given.encode(), wanted.encode())

    def _told(self) -> None:
        model = self.here.model
        house = model.house
        if self.path == "/v1/models":
            lines = [{"id": house.name, "object": "model", "parent": None}]
            lines += [
                {"id": name, "object": "model", "parent": house.name} for name in model.adapters()
            ]
            self._give(200, {"object": "list", "data": lines})
        elif self.path == HEALTH and model.alive:
            told = {"status": "ok", "base": model.base_hash, "loaded": [*model.loaded]}
            self._give(200, told | model.counts | {"most_loaded": model.most_loaded})
        elif self.path == HEALTH:
            raise ModelBroke
        else:
            raise NotFound

    def _chat(self) -> None:
        body = self._body()
        if self.path != "/v1/chat/completions":
            raise NotFound
        question = asked(body)
        answer = self.here.model.ask(question)
        frame = {
            "id": f"chatcmpl-{new_id().hex[-12:]}", "created": int(clock.now().timestamp()),
            "model": question.model,
        }  # fmt: skip
        if not body.get("stream"):
            *pieces, end = answer
            self._give(200, _whole(frame, "".join(map(str, pieces)), end))
            return
        first = next(answer)  # what is refused is refused with a status
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("connection", "close")
        self.end_headers()
        self.close_connection = True
        usage = bool((body.get("stream_options") or {}).get("include_usage"))
        for line in _chunks(frame, first, answer, usage):
            self.wfile.write(f"data: {line}\n\n".encode())
            self.wfile.flush()

    def _body(self) -> Any:
        length = self.headers.get("content-length", "")
        if not length.isdigit() or int(length) > MOST_BYTES:
            self.close_connection = True
            raise TooLarge("A request has a length, and at most a megabyte.")
        try:
            return loads(self.rfile.read(int(length)).decode())
        except UnicodeDecodeError:
            raise NotAsked("It is not UTF-8.") from None

    def _give(self, status: int, told: Mapping[str, Any]) -> None:
        text = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


def _error(wrong: RefleqtError) -> dict[str, Any]:
    code = wrong.fields.get("reason")
    return {"error": {"message": str(wrong), "type": wrong.name, "param": None, "code": code}}


def _usage(end: Done) -> dict[str, int]:
    return {
        "prompt_tokens": end.tokens_in, "completion_tokens": end.tokens_out,
        "total_tokens": end.tokens_in + end.tokens_out,
    }  # fmt: skip


def _whole(frame: Mapping[str, Any], text: str, end: Any) -> dict[str, Any]:
    said = {"role": "assistant", "content": text}
    choice = {"index": 0, "message": said, "finish_reason": end.why}
    return {**frame, "object": "chat.completion", "choices": [choice], "usage": _usage(end)}


def _chunks(
    frame: Mapping[str, Any], first: str | Done, rest: Iterator[str | Done], usage: bool
) -> Iterator[str]:
    """The lines of a stream; one that breaks ends without its mark, and is so known as broken."""
    chunk = {**frame, "object": "chat.completion.chunk"}

    def line(delta: Mapping[str, str], why: str | None = None) -> str:
        return json.dumps(
            {**chunk, "choices": [{"index": 0, "delta": delta, "finish_reason": why}]}
        )

    yield line({"role": "assistant", "content": ""})
    for piece in (one for part in ([first], rest) for one in part):
        if isinstance(piece, str):
            yield line({"content": piece})
            continue
        yield line({}, piece.why)
        if usage:
            yield json.dumps({**chunk, "choices": [], "usage": _usage(piece)})
    yield "[DONE]"


def main(given: Sequence[str]) -> None:
    """Serve until killed; the settings are the one line of `given`."""
    told = loads(given[0])
    house = House(
        base=Path(told["base"]), store=Path(told["store"]), name=told["name"],
        most=max(2, int(told.get("most", 8))), pinned=frozenset(told.get("pinned", ())),
    )  # fmt: skip
    model = ModelThread(house)
    model.start()
    server = Server((told.get("host", "127.0.0.1"), int(told.get("port", 0))), model, told["key"])
    host, port = server.server_address[:2]
    sys.stdout.write(json.dumps({"url": f"http://{host}:{port}/v1"}) + "\n")
    sys.stdout.flush()
    with contextlib.suppress(KeyboardInterrupt):
        server.serve_forever()


if __name__ == "__main__":
    main([sys.stdin.readline()])
