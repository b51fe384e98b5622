"""Slack for tests: a stand-in, a connected workspace, and deliveries as Slack sends them."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import httpx2

from api.app import build
from connectors import slack as border
from core import clock, settings
from core.ids import new_id
from domain.access import Actor
from jobs import worker
from memory import inputs, people, slack
from memory.ctx import Ctx, open_ctx
from tests.fakes.slack import FakeSlack, running
from tools.slack import keep_installation

SECRET = "a signing secret of a test"
TEAM, USER, BOT = "T1", "U1", "UBOTT1"
DM = "D1"
NOWHERE = UUID(int=0)


@dataclass
class Workspace:
    """A workspace that is connected to a founder's business, and the door that Slack posts to."""

    fake: FakeSlack
    founder: Actor
    http: httpx2.AsyncClient
    team: str = TEAM
    installation_id: UUID = NOWHERE

    async def send(self, body: dict[str, Any], **headers: str) -> httpx2.Response:
        """Deliver something as JSON, or as a form where Slack does so."""
        if "event" in body or body.get("type") == "url_verification":
            content, kind = json.dumps(body), "application/json"
        else:
            fields = body if "command" in body else {"payload": json.dumps(body)}
            content, kind = urlencode(fields), "application/x-www-form-urlencoded"
        signed = signature(content.encode())
        return await self.http.post(
            "/slack/events", content=content.encode(),
            headers={"Content-Type": kind, **signed, **headers},
        )  # fmt: skip

    async def work(self) -> None:
        """Do all that waits and what follows."""
        await worker.drain()

    def open(self) -> Any:
        """A transaction of the founder's."""
        return open_ctx(self.founder)

    async def vents(self) -> list[Any]:
        """The vents that stand, oldest first."""
        async with self.open() as ctx:
            return await inputs.vents(ctx)

    async def link(self, user: str, role: str = "team") -> UUID:
        """Let somebody more belong to the business and be linked; returns who they are."""
        user_id = new_id()
        async with open_ctx(Actor("founder", user_id, self.founder.business_id)) as ctx:
            await people.make_user(ctx, f"{user_id}@example.org", "Bo", "hash")
            await people.join(ctx, user_id, role)
            await slack.link(ctx, self.installation_id, user, user_id)
        return user_id

    def message(self, text: str, **change: Any) -> dict[str, Any]:
        """A direct message; the event's own id is new each time unless `event_id` names it."""
        number = change.pop("number", None) or _next()
        event = {
            "type": "message", "channel_type": "im", "channel": DM, "user": USER, "text": text,
            "ts": f"17{number:08}.000100", **change.pop("event", {}),
        }  # fmt: skip
        return self.event(event, **{"event_id": f"Ev{number}", **change})

    def event(self, event: dict[str, Any], **change: Any) -> dict[str, Any]:
        """An event of the workspace."""
        return {
            "type": "event_callback", "team_id": self.team, "api_app_id": "A1", "token": "old",
            "event_id": f"Ev{_next()}", "event_time": 1, "event": event,
            "authorizations": [{"team_id": self.team, "user_id": BOT, "is_bot": True}], **change,
        }  # fmt: skip

    def command(self, text: str, **change: Any) -> dict[str, Any]:
        """`/vent` with or without words."""
        return {
            "command": "/vent", "text": text, "team_id": self.team, "user_id": USER,
            "channel_id": "C1", "trigger_id": f"trigger{_next()}", "api_app_id": "A1",
            "response_url": self.fake.answer_address(), **change,
        }  # fmt: skip

    def button(self, action: str, value: str, *, home: bool = False, **change: Any) -> Any:
        """A button that was pressed, in a message or in the Home tab."""
        place = {} if home else {"response_url": self.fake.answer_address(), "channel": {"id": DM}}
        pressed = {"type": "button", "action_id": action, "value": value, "action_ts": f"{_next()}"}
        return {
            "type": "block_actions", "team": {"id": self.team}, "user": {"id": USER},
            "trigger_id": f"trigger{_next()}", "actions": [pressed], **place, **change,
        }  # fmt: skip

    def form(
        self, words: str, about: str = "{}", visibility: str = "private", **change: Any
    ) -> Any:
        """The form, sent."""
        values = {
            "words": {"text": {"type": "plain_text_input", "value": words}},
            "visibility": {"choice": {"selected_option": {"value": visibility}}},
        }
        view = {"id": f"V{_next()}", "type": "modal", "callback_id": "vent_form",
                "private_metadata": about, "state": {"values": values}}  # fmt: skip
        return {"type": "view_submission", "team": {"id": self.team}, "user": {"id": USER},
                "view": view, **change}  # fmt: skip


def signature(content: bytes, *, at: float | None = None) -> dict[str, str]:
    """The headers by which Slack signs."""
    stamp = str(int(clock.REAL.now().timestamp() if at is None else at))
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": border.sign(content, stamp)}


@asynccontextmanager
async def connected(founder: Actor) -> AsyncIterator[Workspace]:
    """A workspace connected to a committed business, with its founder linked as `USER`."""
    async with running() as fake:
        use(fake)
        transport = httpx2.ASGITransport(build(), raise_app_exceptions=False)
        async with httpx2.AsyncClient(transport=transport, base_url="http://refleqt") as http:
            it = Workspace(fake, founder, http)
            it.installation_id = await connect(it, founder, TEAM)
            yield it
        use(None)


async def connect(it: Workspace, founder: Actor, team: str, user: str = USER) -> UUID:
    """Connect a workspace to a founder's business, with `user` as its installer."""
    it.fake.installed(f"code-{team}", team, f"xoxb-{team}", user)
    given = await border.exchange(f"code-{team}", "http://refleqt/slack/oauth_redirect")
    async with open_ctx(founder) as ctx:
        await member(ctx, founder)
        return await keep_installation(ctx, given)


async def member(ctx: Ctx, founder: Actor) -> None:
    """Let the founder of a test belong to the business, as a founder who registered does."""
    assert founder.user_id
    await people.make_user(ctx, f"{founder.user_id}@example.org", "Ada", "hash")
    await people.join(ctx, founder.user_id, "founder")


def use(fake: FakeSlack | None) -> None:
    """Point the settings at a stand-in, or at nothing."""
    settings.use(
        slack_client_id="client" if fake else "",
        slack_client_secret="client secret" if fake else "",
        slack_signing_secret=SECRET if fake else "",
        slack_app_token="xapp-1" if fake else "",
        slack_api_url=f"{fake.address}/api/" if fake else "https://slack.com/api/",
    )


def actions_of(message: dict[str, Any]) -> dict[str, str]:
    """The buttons of a message: what each does, and its value."""
    return {
        element["action_id"]: element.get("value", element.get("url", ""))
        for block in message.get("blocks", [])
        if block["type"] == "actions"
        for element in block["elements"]
    }


def words_of(message: Any) -> str:
    """All that a message says, in one line."""
    found: list[str] = []

    def walk(part: Any) -> None:
        if isinstance(part, dict):
            if isinstance(part.get("text"), str):
                found.append(part["text"])
            for each in part.values():
                walk(each)
        elif isinstance(part, list):
            for each in part:
                walk(each)

    walk(message)
    return " ".join(found)


_count = 0


def _next() -> int:
    global _count
    _count += 1
    return _count
