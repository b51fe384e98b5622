"""What happens in the business, as it happens: the event log over SSE and WebSocket."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, WebSocket
from fastapi.security import HTTPAuthorizationCredentials
from sse_starlette import EventSourceResponse

from api.auth import allowed, bearer
from api.following import After, LastId, Log, as_events, by_socket
from domain.access import Actor
from memory import events
from memory.ctx import Ctx

SCOPE = "outcomes:read"
router = APIRouter(prefix="/api/v1", tags=["events"])


async def _page(ctx: Ctx, after: int, limit: int) -> list[dict[str, Any]]:
    return [
        {
            "seq": row.seq,
            "channel": row.channel,
            "name": row.name,
            "payload": row.payload,
            "at": row.at.isoformat(),
        }
        for row in await events.settled_after(ctx, after, limit)
    ]


LOG = Log(SCOPE, events.NOTICE, _page, settles=True)


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
    last_event_id: LastId = None,
) -> EventSourceResponse:
    """Everything that happens in the business, from `after` on, as server-sent events."""
    start = int(last_event_id) if last_event_id else after
    return as_events(request, actor, given.credentials, LOG, start, named=True)


@router.websocket("/ws")
async def follow_by_socket(socket: WebSocket, after: After = 0) -> None:
    """The same events, one JSON object a message; the first message may be `{"token": ...}`."""
    await by_socket(socket, LOG, after)
