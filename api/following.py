"""Follow a log as it grows: server-sent events, and the same over a WebSocket.

Both replay from a sequence number. Readers hear of what is new (`memory/notices.py`) and look now
and then by themselves. A stream ends when its access token expires or its session is revoked; the
client renews the token and goes on from the last number it has.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import Header, Query, Request, WebSocket, WebSocketDisconnect
from sse_starlette import EventSourceResponse

from api.limits import Streams, TooManyStreams
from core import clock
from core.errors import NotAllowed, NotFound, NotSignedIn
from core.security import Claims, read_access_token
from core.telemetry import logger
from domain.access import Actor
from memory import db, notices
from memory.ctx import Ctx, open_ctx
from tools import accounts

NET_SECONDS = 5.0
"""How long a reader sleeps at most; it hears of news at once, and of a session's end by then."""
SOON_SECONDS, LATE_SECONDS = 0.25, 5.0
LIVES_SECONDS = 2.0
PAGE = 200
HELLO_SECONDS = 10
NOT_SIGNED_IN, NOT_ALLOWED, NOT_FOUND, TOO_MANY = 4401, 4403, 4404, 4429
After = Annotated[int, Query(ge=0, le=2**63 - 1, description="Last sequence number you have")]
LastId = Annotated[str | None, Header(alias="Last-Event-ID", pattern=r"^\d{1,18}$")]
log = logger("api")

Row = dict[str, Any]


@dataclass(frozen=True)
class Log:
    """A log that may be followed: who may, which notice tells of news, and how a page is read.

    `page` gives rows above a number, each with its `seq`. With `settles` a row may be seen some
    time after its notice, since a slower transaction holds it back.
    """

    scope: str
    notice: str
    page: Callable[[Ctx, int, int], Awaitable[list[Row]]]
    settles: bool = False


def as_events(
    request: Request, actor: Actor, token: str, log: Log, after: int, *, named: bool = False
) -> EventSourceResponse:
    """The log from `after` on, as server-sent events; with `named` each has its name as `event`."""
    streams: Streams = request.app.state.streams
    streams.check(str(actor.user_id))

    async def told() -> AsyncIterator[dict[str, Any]]:
        with suppress(TooManyStreams), streams.one(str(actor.user_id)):
            async for row in follow(token, log, after):
                name = {"event": row["name"]} if named else {}
                yield {"id": str(row["seq"]), **name, "data": _json(row, named)}

    return EventSourceResponse(told(), ping=15, send_timeout=30)


async def by_socket(socket: WebSocket, log: Log, after: int) -> None:
    """The log, one JSON object a message; the first message may be `{"token": ...}`."""
    if _foreign(socket):
        await socket.close(NOT_ALLOWED)  # before accept: the handshake fails with 403
        return
    await socket.accept()
    try:
        token = await _token(socket)
        actor = accounts.actor_of(read_access_token(token))
        actor.must(log.scope)
        streams: Streams = socket.app.state.streams
        with streams.one(str(actor.user_id)):
            await _tell(socket, token, log, after)
        await socket.close(NOT_SIGNED_IN, "The session is over.")
    except NotSignedIn as wrong:
        await socket.close(NOT_SIGNED_IN, wrong.title)
    except NotAllowed as wrong:
        await socket.close(NOT_ALLOWED, wrong.title)
    except NotFound as wrong:
        await socket.close(NOT_FOUND, wrong.title)
    except TooManyStreams as wrong:
        await socket.close(TOO_MANY, wrong.title)
    except WebSocketDisconnect:
        return


async def follow(token: str, followed: Log, after: int) -> AsyncIterator[Row]:
    """Rows above `after`, oldest first, until the token or its session ends."""
    business_id = read_access_token(token).business_id
    checked = heard = -LATE_SECONDS
    async with notices.waiting(business_id, followed.notice) as waiter:
        while True:
            now = clock.elapsed()
            try:
                claims = read_access_token(token)
                checks = now - checked > LIVES_SECONDS
                rows = await _page(claims, followed, after, checks=checks)
            except NotSignedIn:
                return
            except db.LOST as wrong:
                log.warning("stream lost the store", error=type(wrong).__name__)
                return
            checked = now if checks else checked
            for row in rows:
                after = row["seq"]
                yield row
            if len(rows) < PAGE:
                soon = followed.settles and now - heard < LATE_SECONDS
                if await waiter.wait(SOON_SECONDS if soon else NET_SECONDS):
                    heard = clock.elapsed()


async def _page(claims: Claims, followed: Log, after: int, *, checks: bool) -> list[Row]:
    async with open_ctx(accounts.actor_of(claims), read_only=True) as ctx:
        if checks and not await accounts.lives(ctx, claims.session):
            raise accounts.SessionOver
        return await followed.page(ctx, after, PAGE)


async def _tell(socket: WebSocket, token: str, followed: Log, after: int) -> None:
    """Send rows until they end or the client leaves, whichever is first."""

    async def send() -> None:
        async for row in follow(token, followed, after):
            await socket.send_json(row)

    async def heed() -> None:
        while True:
            await socket.receive_text()

    tasks = [asyncio.create_task(send()), asyncio.create_task(heed())]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _token(socket: WebSocket) -> str:
    """From the header, or for browsers (which cannot send one) from the first message."""
    kind, _, token = socket.headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer" and token:
        return token
    try:
        hello = await asyncio.wait_for(socket.receive_json(), HELLO_SECONDS)
    except (TimeoutError, ValueError, KeyError) as wrong:
        raise NotSignedIn from wrong
    said = hello.get("token") if isinstance(hello, dict) else None
    if not isinstance(said, str):
        raise NotSignedIn
    return said


def _foreign(socket: WebSocket) -> bool:
    """Whether a page of another site opens the socket; only browsers send an Origin."""
    origin = socket.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != socket.headers.get("host")


def _json(row: Row, whole: bool) -> str:
    """A row as it is, or of a row that carries an event just that."""
    told = row if whole else row["event"]
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))
