"""The event log as it grows: server-sent events, and the same over a WebSocket.

Both replay from a sequence number. A stream ends when its access token expires or its session is
revoked; the client renews the token and goes on from the last number it has.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Header, Query, Request, WebSocket, WebSocketDisconnect
from fastapi.security import HTTPAuthorizationCredentials
from sse_starlette import EventSourceResponse

from api.auth import allowed, bearer
from api.limits import Streams, TooManyStreams
from core.errors import NotAllowed, NotSignedIn
from core.security import Claims, read_access_token
from core.telemetry import logger
from domain.access import Actor
from memory import db, events
from memory.ctx import open_ctx
from tools import accounts

SCOPE = "outcomes:read"
POLL_SECONDS = 1.0
PAGE = 200
HELLO_SECONDS = 10
NOT_SIGNED_IN, NOT_ALLOWED, TOO_MANY = 4401, 4403, 4429
After = Annotated[int, Query(ge=0, le=2**63 - 1, description="Last sequence number you have")]
router = APIRouter(prefix="/api/v1", tags=["events"])
log = logger("api")


@router.get(
    "/events",
    operation_id="follow_events",
    response_class=EventSourceResponse,
    responses={200: {"description": "Events, each with its sequence number as `id`"}},
)
async def follow_events(
    request: Request,
    actor: Annotated[Actor, Depends(allowed(SCOPE))],
    given: Annotated[HTTPAuthorizationCredentials, Depends(bearer)],
    after: After = 0,
    last_event_id: Annotated[str | None, Header(pattern=r"^\d{1,18}$")] = None,
) -> EventSourceResponse:
    """Everything that happens in the business, from `after` on, as server-sent events."""
    streams: Streams = request.app.state.streams
    streams.check(str(actor.user_id))
    start = int(last_event_id) if last_event_id else after

    async def told() -> AsyncIterator[dict[str, Any]]:
        with suppress(TooManyStreams), streams.one(str(actor.user_id)):
            async for row in _follow(given.credentials, start):
                yield {"id": str(row["seq"]), "event": row["name"], "data": _json(row)}

    return EventSourceResponse(told(), ping=15, send_timeout=30)


@router.websocket("/ws")
async def follow_by_socket(socket: WebSocket, after: After = 0) -> None:
    """The same events, one JSON object a message; the first message may be `{"token": ...}`."""
    if _foreign(socket):
        await socket.close(NOT_ALLOWED)  # before accept: the handshake fails with 403
        return
    await socket.accept()
    try:
        token = await _token(socket)
        claims = read_access_token(token)
        actor = accounts.actor_of(claims)
        actor.must(SCOPE)
        streams: Streams = socket.app.state.streams
        with streams.one(str(actor.user_id)):
            await _tell(socket, token, after)
        await socket.close(NOT_SIGNED_IN, "The session is over.")
    except NotSignedIn as wrong:
        await socket.close(NOT_SIGNED_IN, wrong.title)
    except NotAllowed as wrong:
        await socket.close(NOT_ALLOWED, wrong.title)
    except TooManyStreams as wrong:
        await socket.close(TOO_MANY, wrong.title)
    except WebSocketDisconnect:
        return


async def _follow(token: str, after: int) -> AsyncIterator[dict[str, Any]]:
    """Events above `after`, oldest first, until the token or its session ends."""
    while True:
        try:
            claims = read_access_token(token)
            rows = await _page(claims, after)
        except NotSignedIn:
            return
        except db.LOST as wrong:
            log.warning("stream lost the store", error=type(wrong).__name__)
            return
        for row in rows:
            after = row["seq"]
            yield row
        if len(rows) < PAGE:
            await asyncio.sleep(POLL_SECONDS)


async def _page(claims: Claims, after: int) -> list[dict[str, Any]]:
    async with open_ctx(accounts.actor_of(claims), read_only=True) as ctx:
        if not await accounts.lives(ctx, claims.session):
            raise accounts.SessionOver
        found = await events.settled_after(ctx, after, PAGE)
    return [
        {
            "seq": row.seq,
            "channel": row.channel,
            "name": row.name,
            "payload": row.payload,
            "at": row.at.isoformat(),
        }
        for row in found
    ]


async def _tell(socket: WebSocket, token: str, after: int) -> None:
    """Send events until they end or the client leaves, whichever is first."""

    async def send() -> None:
        async for row in _follow(token, after):
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


def _json(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))
