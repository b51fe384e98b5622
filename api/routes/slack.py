"""Where Slack delivers: events, commands, buttons and forms, all signed by it."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api import slack
from domain.slack_manifest import EVENTS_PATH

router = APIRouter(include_in_schema=False)


@router.post(EVENTS_PATH)
async def events(request: Request) -> Response:
    """Keep a delivery and acknowledge it."""
    status, kind, body = await slack.deliver(await request.body(), request.headers)
    return Response(body, status, media_type=kind)
