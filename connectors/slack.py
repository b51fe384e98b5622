"""The border to Slack: verify what comes, call what is on the list, fetch a file, and no history.

Nothing is followed elsewhere: no redirect, no host off the list, no answer without end.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx

from core import clock
from core.errors import Conflict, NotFound, Unavailable
from core.settings import settings
from domain.slack_manifest import SCOPES

WINDOW_SECONDS = 5 * 60
TIMEOUT_SECONDS = 10
MOST_BYTES = 25_000_000
METHODS = frozenset(
    {"chat.postMessage", "chat.postEphemeral", "chat.update", "views.open", "views.publish",
     "oauth.v2.access", "auth.revoke"}
)  # fmt: skip
"""All that is ever called. None of them reads what people said."""
TOKEN_GONE = frozenset(
    {"invalid_auth", "account_inactive", "token_revoked", "token_expired", "not_authed",
     "org_login_required", "team_access_not_granted"}
)  # fmt: skip
_MAY_PASS = frozenset(
    {"ratelimited", "rate_limited", "internal_error", "fatal_error", "service_unavailable",
     "request_timeout", "team_added_to_org"}
)  # fmt: skip
_FILES = frozenset({"files.slack.com"})
_ANSWERS = frozenset({"hooks.slack.com"})


class NoSlackApp(NotFound):
    """No Slack app is set up here."""


class SlackRefused(Conflict):
    """Slack did not do that."""


class SlackAway(Unavailable):
    """Slack cannot be reached just now."""


class OffTheList(Conflict):
    """This address is none of Slack's."""


@dataclass(frozen=True)
class Installed:
    """What Slack says after somebody installed the app; `workspace` is the team or the org."""

    workspace: str
    org_wide: bool
    name: str
    bot_token: str
    bot_user_id: str
    installer: str
    scopes: tuple[str, ...]


def configured() -> bool:
    """Whether a Slack app is set up."""
    chosen = settings()
    return bool(chosen.slack_client_id and chosen.slack_signing_secret.get_secret_value())


def verified(body: bytes, timestamp: str, signature: str) -> bool:
    """Whether a request was signed by Slack within the last five minutes."""
    secret = settings().slack_signing_secret.get_secret_value()
    if not secret or not (timestamp.isascii() and timestamp.isdigit()) or len(timestamp) > 12:
        return False
    if abs(clock.REAL.now().timestamp() - int(timestamp)) > WINDOW_SECONDS:
        return False
    return hmac.compare_digest(sign(body, timestamp).encode(), signature.encode())


def sign(body: bytes, timestamp: str) -> str:
    """The signature that Slack puts on a request; for the stand-in of Slack too."""
    secret = settings().slack_signing_secret.get_secret_value()
    words = b"v0:" + timestamp.encode() + b":" + body
    return f"v0={hmac.digest(secret.encode(), words, 'sha256').hex()}"


def authorize_address(state: str, redirect: str) -> str:
    """Where somebody goes to install the app in a workspace of theirs."""
    if not configured():
        raise NoSlackApp(remedy="Set REFLEQT_SLACK_CLIENT_ID and the two secrets.")
    asked = {"client_id": settings().slack_client_id, "scope": ",".join(SCOPES), "state": state,
             "redirect_uri": redirect}  # fmt: skip
    return f"https://slack.com/oauth/v2/authorize?{urlencode(asked)}"


async def exchange(code: str, redirect: str) -> Installed:
    """Turn the code that Slack sent somebody back with into an installation."""
    chosen = settings()
    said = await _call(
        "oauth.v2.access", None, {
            "code": code, "redirect_uri": redirect, "client_id": chosen.slack_client_id,
            "client_secret": chosen.slack_client_secret.get_secret_value(),
        },
    )  # fmt: skip
    org_wide = bool(said.get("is_enterprise_install"))
    place = (said.get("enterprise") if org_wide else said.get("team")) or {}
    if not (place.get("id") and said.get("access_token")):
        raise SlackRefused("It named no workspace.")
    return Installed(
        workspace=str(place["id"]), org_wide=org_wide, name=str(place.get("name") or place["id"]),
        bot_token=str(said["access_token"]), bot_user_id=str(said.get("bot_user_id") or ""),
        installer=str((said.get("authed_user") or {}).get("id") or ""),
        scopes=tuple(filter(None, str(said.get("scope") or "").split(","))),
    )  # fmt: skip


async def call(method: str, token: str, args: Mapping[str, Any]) -> dict[str, Any]:
    """Call a method of Slack's with a workspace's token.

    Raises `SlackAway` where another try may help, else `SlackRefused` with Slack's word in `error`.
    """
    if method not in METHODS:
        raise OffTheList(f"{method} is not called.")
    return await _call(method, token, args)


async def answer(address: str, card: Mapping[str, Any]) -> None:
    """Answer a command or a button at the address that Slack gave with it."""
    _allow(address, _ANSWERS)
    reply = await _send("POST", address, None, json=dict(card))
    if reply.status_code >= 500:
        raise SlackAway(f"It answered {reply.status_code}.")
    if reply.status_code >= 400:
        raise SlackRefused(f"It answered {reply.status_code}.", error="no_answer")


async def fetch(address: str, token: str) -> bytes:
    """The bytes of a file that somebody sent to the app; at most `MOST_BYTES`."""
    _allow(address, _FILES)
    headers = {"Authorization": f"Bearer {token}"}
    try:
        async with _client() as client, client.stream("GET", address, headers=headers) as reply:
            if reply.status_code >= 500:
                raise SlackAway(f"It answered {reply.status_code}.")
            kind = reply.headers.get("content-type", "")
            if reply.status_code != 200 or kind.startswith("text/html"):
                raise SlackRefused(f"It answered {reply.status_code}.", error="no_file")
            parts, size = [], 0
            async for part in reply.aiter_bytes():
                size += len(part)
                if size > MOST_BYTES:
                    raise SlackRefused("The file is larger than 25 MB.", error="too_large")
                parts.append(part)
    except httpx.HTTPError as wrong:
        raise SlackAway(type(wrong).__name__) from wrong
    return b"".join(parts)


async def _call(method: str, token: str | None, args: Mapping[str, Any]) -> dict[str, Any]:
    from aiohttp import ClientError
    from slack_sdk.errors import SlackApiError, SlackClientError
    from slack_sdk.web.async_client import AsyncWebClient

    client = AsyncWebClient(token=token, base_url=settings().slack_api_url, timeout=TIMEOUT_SECONDS)
    sent: dict[str, Any] = {"json": dict(args)} if token else {"data": dict(args)}
    try:
        said = (await client.api_call(method, **sent)).data
    except SlackApiError as wrong:
        raise _refusal(method, wrong.response) from wrong
    except (SlackClientError, ClientError, TimeoutError, OSError) as wrong:
        raise SlackAway(type(wrong).__name__) from wrong
    if not isinstance(said, dict):
        raise SlackAway("It answered something else.")
    return said


def _refusal(method: str, reply: Any) -> SlackAway | SlackRefused:
    """What Slack's answer means: another try may help, or it will not do that."""
    if reply.status_code == 429:
        return SlackAway("It asks for a pause.", retry_after=reply.headers.get("Retry-After", ""))
    said = reply.data if isinstance(reply.data, dict) else {}
    error = str(said.get("error") or reply.status_code)
    if error in _MAY_PASS or reply.status_code >= 500:
        return SlackAway(f"{method}: {error}.")
    return SlackRefused(f"{method}: {error}.", error=error)


async def _send(verb: str, address: str, token: str | None, **sent: Any) -> httpx.Response:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        async with _client() as client:
            return await client.request(verb, address, headers=headers, **sent)
    except httpx.HTTPError as wrong:
        raise SlackAway(type(wrong).__name__) from wrong


def _client() -> httpx.AsyncClient:
    return httpx.AsyncClient(follow_redirects=False, timeout=TIMEOUT_SECONDS, trust_env=False)


def _allow(address: str, hosts: frozenset[str]) -> None:
    """Let only https to a listed host pass, or what the stand-in of Slack itself serves."""
    parts, own = urlsplit(address), urlsplit(settings().slack_api_url)
    if parts.username or parts.password:
        raise OffTheList
    if own.hostname != "slack.com" and (parts.scheme, parts.netloc) == (own.scheme, own.netloc):
        return
    if parts.scheme != "https" or parts.hostname not in hosts or parts.port not in (None, 443):
        raise OffTheList(f"{parts.scheme}://{parts.hostname}", remedy="Only Slack's own are asked.")
