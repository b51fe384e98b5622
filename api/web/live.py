"""One stream of server-sent events for each tab: what happens, and the chat that is open.

`fact` events carry a name and nothing else: a page asks anew for the parts that it concerns.
`chat` events are AG-UI events of one thread. Both go on from `Last-Event-ID` (`<fact>.<chat>`).
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Query, Request
from sse_starlette import EventSourceResponse

from api import following, stream
from api.limits import Streams, TooManyStreams
from api.routes import chat
from api.web.session import Anyone, Visitor
from tools import chats

router = APIRouter(include_in_schema=False)
After = Annotated[int, Query(ge=0, le=2**63 - 1)]
LastId = Annotated[str | None, Header(alias="Last-Event-ID", pattern=r"^\d{1,18}\.\d{1,18}$")]


@router.get("/live")
async def live(
    request: Request,
    visitor: Anyone,
    fact: After = 0,
    thread: UUID | None = None,
    after: After = 0,
    last_event_id: LastId = None,
) -> EventSourceResponse:
    """Facts of the business above `fact`, and events of a chat above `after`, as they come."""
    if thread is not None:
        visitor.actor.must(chat.READS)
        async with visitor.reading() as ctx:
            await chats.own_thread(ctx, thread)
    if last_event_id:
        fact, after = (int(part) for part in last_event_id.split("."))
    streams: Streams = request.app.state.streams
    streams.check(str(visitor.actor.user_id))

    async def told() -> AsyncIterator[dict[str, Any]]:
        with suppress(TooManyStreams), streams.one(str(visitor.actor.user_id)):
            yield {"event": "hello", "data": "{}", "retry": 1000}
            async for each in _merged(visitor, thread, fact, after):
                yield each

    return EventSourceResponse(told(), ping=15, send_timeout=30)


async def _merged(
    visitor: Visitor, thread: UUID | None, fact: int, after: int
) -> AsyncIterator[dict[str, Any]]:
    """Rows of both logs in the order in which they come, until the session ends."""
    logs: list[tuple[str, following.Log, int]] = []
    if visitor.may(stream.SCOPE) and visitor.actor.business_id:
        logs.append(("fact", stream.LOG, fact))
    if thread is not None:
        logs.append(("chat", chat.log_of(thread), after))
    queue: asyncio.Queue[tuple[str, following.Row | None]] = asyncio.Queue(200)

    async def pump(kind: str, log: following.Log, start: int) -> None:
        try:
            async for row in following.follow(visitor.token, log, start):
                await queue.put((kind, row))
        finally:  # whatever ends one log ends the stream; the browser comes back
            with suppress(asyncio.QueueFull):
                queue.put_nowait((kind, None))

    tasks = [asyncio.create_task(pump(*each)) for each in logs]
    seen = {"fact": fact, "chat": after}
    try:
        while tasks:
            kind, row = await queue.get()
            if row is None:
                return
            seen[kind] = row["seq"]
            told = {"name": row["name"]} if kind == "fact" else row["event"]
            number = f"{seen['fact']}.{seen['chat']}"
            yield {"event": kind, "id": number, "data": json.dumps(told, ensure_ascii=False)}
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
