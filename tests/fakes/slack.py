"""A stand-in of Slack on loopback: its API, its answer addresses, its files and its socket.

It answers like Slack does, remembers each call, and fails when it is told to. The contract that it
shares with the real one is in `tests/connectors/test_slack.py`.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

KNOWN = {
    "auth.revoke", "chat.postEphemeral", "chat.postMessage", "chat.update", "oauth.v2.access",
    "views.open", "views.publish", "apps.connections.open", "auth.test",
}  # fmt: skip


@dataclass
class Call:
    """A call that came in: method, token, arguments, and when on the running counter."""

    method: str
    token: str
    args: dict[str, Any]
    at: float


@dataclass
class FakeSlack:
    """The stand-in; `tokens` maps a bot token to its workspace."""

    tokens: dict[str, str] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    answers: list[dict[str, Any]] = field(default_factory=list)
    fails: dict[str, list[tuple[int, dict[str, Any]]]] = field(default_factory=dict)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    codes: dict[str, dict[str, Any]] = field(default_factory=dict)
    acknowledged: "asyncio.Queue[dict[str, Any]]" = field(default_factory=asyncio.Queue)
    sockets: list[web.WebSocketResponse] = field(default_factory=list)
    address: str = ""
    _number: int = 0

    def of(self, *methods: str) -> list[Call]:
        """The calls of some methods, in order."""
        return [call for call in self.calls if call.method in methods]

    def said_to(self, user: str) -> list[dict[str, Any]]:
        """What was posted to somebody, first to last, as it was posted."""
        return [
            call.args for call in self.of("chat.postMessage", "chat.postEphemeral")
            if user in (call.args.get("channel"), call.args.get("user"))
        ]  # fmt: skip

    def answer_address(self) -> str:
        """An address like that which comes with a command or a button."""
        return f"{self.address}/answers/1"

    def installed(self, code: str, team: str, token: str, user: str, more: Any = None) -> None:
        """Let `code` be worth an installation in `team` by `user`."""
        self.tokens[token] = team
        self.codes[code] = {
            "ok": True, "app_id": "A1", "authed_user": {"id": user}, "scope": "commands,chat:write",
            "token_type": "bot", "access_token": token, "bot_user_id": f"UBOT{team}",
            "team": {"id": team, "name": f"Workspace {team}"}, "enterprise": None,
            "is_enterprise_install": False, **(more or {}),
        }  # fmt: skip

    async def _api(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        args = await _arguments(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        self.calls.append(Call(method, token, args, time.perf_counter()))
        if self.fails.get(method):
            status, said = self.fails[method].pop(0)
            headers = {"Retry-After": "1"} if status == 429 else {}
            return web.json_response(said, status=status, headers=headers)
        return web.json_response(self._answer(method, token, args))

    def _answer(self, method: str, token: str, args: Mapping[str, Any]) -> dict[str, Any]:
        if method not in KNOWN:
            return {"ok": False, "error": "unknown_method"}
        if method == "oauth.v2.access":
            return self.codes.pop(args.get("code", ""), {"ok": False, "error": "invalid_code"})
        if method == "apps.connections.open":
            socket = self.address.replace("http", "ws")
            return {"ok": True, "url": f"{socket}/socket"}
        if token not in self.tokens:
            return {"ok": False, "error": "invalid_auth"}
        if method == "auth.revoke":
            del self.tokens[token]
            return {"ok": True, "revoked": True}
        if method in ("chat.postMessage", "chat.update", "chat.postEphemeral"):
            if not (args.get("channel") and (args.get("text") or args.get("blocks"))):
                return {"ok": False, "error": "no_text"}
            self._number += 1
            ts = args.get("ts") or f"1800000000.{self._number:06}"
            channel = str(args["channel"])
            direct = f"D{channel}" if channel.startswith("U") else channel
            return {"ok": True, "channel": direct, "ts": ts, "message": {"ts": ts}}
        return {"ok": True, "view": {"id": "V1"}}

    async def _answered(self, request: web.Request) -> web.Response:
        self.answers.append(await request.json())
        return web.Response(text="ok")

    async def _file(self, request: web.Request) -> web.Response:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        found = self.files.get(request.match_info["name"])
        if token not in self.tokens or found is None:
            return web.Response(text="<html>Sign in</html>", content_type="text/html")
        return web.Response(body=found[1], content_type=found[0])

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.sockets.append(socket)
        hello = {"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A1"}}
        await socket.send_json({**hello, "debug_info": {}})
        async for message in socket:
            if message.type.name == "TEXT":
                await self.acknowledged.put(json.loads(message.data))
        return socket


@asynccontextmanager
async def running() -> AsyncIterator[FakeSlack]:
    """A stand-in that listens on loopback until the block ends."""
    fake = FakeSlack()
    app = web.Application()
    app.router.add_post("/api/{method}", fake._api)
    app.router.add_post("/answers/{number}", fake._answered)
    app.router.add_get("/files/{name}", fake._file)
    app.router.add_get("/socket", fake._socket)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    fake.address = f"http://127.0.0.1:{port}"
    try:
        yield fake
    finally:
        await runner.cleanup()


async def _arguments(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return await request.json()
    return {name: str(value) for name, value in (await request.post()).items()}
