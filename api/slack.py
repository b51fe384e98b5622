"""Slack's deliveries at the door: kept first, acknowledged then, done by jobs; forms open at once.

Bolt checks signatures, answers Slack's own questions and speaks Socket Mode. It is loaded with the
first delivery.
"""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from functools import lru_cache
from typing import Any

from connectors import slack as border
from core.errors import NotSignedIn, RefleqtError
from core.settings import settings
from core.telemetry import logger
from domain.access import STRANGER, Actor
from domain.slack_events import COMMAND, LINK, OPENS, SAVE_SHORTCUT, VENT_FORM
from memory.ctx import open_ctx
from tools import slack_inbox
from tools.slack_posts import shown

log = logger("slack")
Answer = tuple[int, str, str]
"""Status, media type and body of an answer to Slack."""
_JSON = "application/json; charset=utf-8"
_WORDLESS = json.dumps(
    {"response_action": "errors", "errors": {"words": "Say something, or close this."}}
)


class NotFromSlack(NotSignedIn):
    """This request was not signed by Slack, or is older than five minutes."""


async def deliver(body: bytes, headers: Mapping[str, str]) -> Answer:
    """Take a request of Slack's; when it is answered, what it asks for is kept and will be done.

    Raises `NotFromSlack`, `NoSlackApp`.
    """
    if not border.configured():
        raise border.NoSlackApp(remedy="Set REFLEQT_SLACK_CLIENT_ID and the two secrets.")
    at, signature = (headers.get(f"x-slack-{name}", "") for name in _SIGNED)
    if not border.verified(body, at, signature):
        raise NotFromSlack(remedy="Check the signing secret and the clock of this machine.")
    from slack_bolt.async_app import AsyncBoltRequest

    asked = AsyncBoltRequest(body=body.decode("utf-8", "replace"), headers=dict(headers))
    answer = await bolt().async_dispatch(asked)
    kind = answer.headers.get("content-type", ["text/plain"])[0]
    return answer.status, kind, answer.body


_SIGNED = ("request-timestamp", "signature")


def bolt() -> Any:
    """The Bolt app of these settings."""
    chosen = settings()
    return _built(chosen.slack_signing_secret.get_secret_value(), chosen.slack_api_url)


@lru_cache(maxsize=2)
def _built(signing_secret: str, api_url: str) -> Any:
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    client = AsyncWebClient(base_url=api_url)
    app = AsyncApp(signing_secret=signing_secret, client=client, authorize=_anybody)
    app.middleware(_keep)
    for listens in (
        app.command(COMMAND),
        app.message_shortcut(SAVE_SHORTCUT),
        app.action(re.compile("^(" + "|".join(sorted(OPENS)) + ")$")),
    ):
        listens(_open_form)
    return app


async def _anybody(enterprise_id: str | None, team_id: str | None) -> Any:
    """Bolt asks whose token to use; ours is looked up where something is posted, and only there."""
    from slack_bolt.authorization import AuthorizeResult

    return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id)


async def _keep(body: dict[str, Any], next: Callable[[], Awaitable[Any]]) -> Any:
    """Bolt's middleware: what is not a form to open is kept here, before it is acknowledged."""
    from slack_bolt import BoltResponse

    if opens(body):
        return await next()
    if _links(body):
        return BoltResponse(status=200, body="")
    if wordless(body):
        return BoltResponse(status=200, body=_WORDLESS, headers={"content-type": _JSON})
    async with open_ctx(Actor(STRANGER)) as ctx:
        received = await slack_inbox.receive(ctx, body)
    if received.card is None or "command" not in body:
        return BoltResponse(status=200, body="")
    said = json.dumps({"response_type": "ephemeral", **shown(received.card)})
    return BoltResponse(status=200, body=said, headers={"content-type": _JSON})


async def _open_form(ack: Callable[[], Awaitable[Any]], body: dict[str, Any]) -> None:
    """Open a form while Slack's trigger for it lasts; nothing is kept until it is sent."""
    await ack()
    try:
        async with open_ctx(Actor(STRANGER)) as ctx:
            form = await slack_inbox.form_for(ctx, body)
        if form is not None:
            asked = {"trigger_id": body["trigger_id"], "view": form.view}
            await border.call("views.open", form.token, asked)
    except RefleqtError as wrong:
        log.warning("form not opened", error=wrong.name, why=wrong.fields.get("error", ""))


async def listen(token: str, stop: asyncio.Event) -> None:
    """Take deliveries over Socket Mode until `stop` is set; for development."""
    from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
    from slack_sdk.web.async_client import AsyncWebClient

    client = AsyncWebClient(token=token, base_url=settings().slack_api_url)
    handler = AsyncSocketModeHandler(bolt(), token, web_client=client)
    await handler.connect_async()
    try:
        await stop.wait()
    finally:
        await handler.close_async()


def opens(body: Mapping[str, Any]) -> bool:
    """Whether a form is to be opened: `/vent` alone, "Save as vent", Edit."""
    if "command" in body:
        return not str(body.get("text") or "").strip()
    return body.get("type") == "message_action" or _pressed(body) in OPENS


def wordless(body: Mapping[str, Any]) -> bool:
    """Whether a form was sent with nothing in it."""
    view = body.get("view") or {}
    if body.get("type") != "view_submission" or view.get("callback_id") != VENT_FORM:
        return False
    values = (view.get("state") or {}).get("values") or {}
    return not str(((values.get("words") or {}).get("text") or {}).get("value") or "").strip()


def _links(body: Mapping[str, Any]) -> bool:
    return _pressed(body).startswith(LINK)


def _pressed(body: Mapping[str, Any]) -> str:
    actions = body.get("actions") or [{}]
    return str(actions[0].get("action_id") or "") if body.get("type") == "block_actions" else ""
