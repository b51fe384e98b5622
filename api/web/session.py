"""Who visits: two cookies become a Visitor, and a session that ran out is renewed on the way.

The cookies hold the same tokens that the API gives out (access 1 h, refresh 7 d, rotating). A page
of another site can send them only by a plain link: they are SameSite=Lax, and whatever changes
something must come from our own pages (`same_site`).
"""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Annotated, Any
from urllib.parse import quote, urlsplit
from uuid import UUID

from fastapi import Depends, Request
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.web import texts
from core.errors import NotAllowed, NotSignedIn
from core.security import Claims, owner_of, read_access_token
from core.settings import settings
from domain.access import Actor
from memory.ctx import Ctx, open_ctx
from tools import accounts, held, visitors

ACCESS, REFRESH, HELD = "refleqt_access", "refleqt_refresh", "refleqt_held"
LANGUAGE, ZONE, THEME = "refleqt_language", "refleqt_zone", "refleqt_theme"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class FromElsewhere(NotAllowed):
    """This form was sent from another site."""


@dataclass(frozen=True)
class Visitor:
    """Somebody who is signed in: the actor, the access token, and what the frame says of them."""

    actor: Actor
    token: str
    seen: visitors.Seen
    session: UUID | None = None  # family of the refresh tokens, to tell this session from others

    def may(self, scope: str) -> bool:
        """Whether the visitor's role has `scope`."""
        return scope in self.actor.scopes

    def reading(self) -> AbstractAsyncContextManager[Ctx]:
        """A read-only transaction of the visitor."""
        return open_ctx(self.actor, read_only=True)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Ctx]:
        """A transaction of the visitor, committed when the block ends without an error."""
        async with open_ctx(self.actor) as ctx:
            yield ctx


async def visitor(request: Request) -> Visitor:
    """The visitor of a page, counted against the person's allowance. Raises `NotSignedIn`."""
    token, claims = await _access(request)
    actor = accounts.actor_of(claims)
    request.app.state.people.take(str(actor.user_id))
    try:
        seen = await visitors.see(actor, claims.session)
    except accounts.SessionOver:
        end(request)
        raise
    found = Visitor(actor, token, seen, claims.session)
    request.state.visitor = found
    texts.prefer(seen.language, seen.zone)
    await _give_back(request, actor)
    return found


async def perhaps(request: Request) -> Visitor | None:
    """The visitor, or None where nobody is signed in."""
    try:
        return await visitor(request)
    except NotSignedIn:
        return None


def having(scope: str) -> Any:
    """A visitor who must have `scope`: `Reader = Annotated[Visitor, having("inputs:read")]`."""

    async def allowed(found: Annotated[Visitor, Depends(visitor)]) -> Visitor:
        found.actor.must(scope)
        return found

    return Depends(allowed)


Anyone = Annotated[Visitor, Depends(visitor)]
"""A visitor in whichever role."""


async def same_site(request: Request) -> None:
    """Refuse a form of another site (ASVS 3.5). Raises `FromElsewhere`."""
    if request.method in SAFE:
        return
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    ours = urlsplit(origin).netloc == request.headers.get("host") if origin else False
    if site not in ("same-origin", "none") if site else not ours:
        raise FromElsewhere(remedy="Open the page here and send it again.")


def count_address(request: Request) -> None:
    """Before anybody is known, the address is counted."""
    request.app.state.addresses.take(request.client.host if request.client else "unknown")


def begin(request: Request, tokens: accounts.Tokens) -> None:
    """Sign in: the answer to `request` carries the cookies of these tokens."""
    request.state.cookies = (tokens.access_token, tokens.refresh_token)


def end(request: Request) -> None:
    """Sign out: the answer to `request` takes the cookies away."""
    request.state.cookies = ("", "")


def whose(request: Request) -> UUID | None:
    """Whose session this was, though it may be over."""
    return owner_of(request.cookies.get(ACCESS, ""))


async def _give_back(request: Request, actor: Actor) -> None:
    """Take what was typed into this page when the session had ended; the page shows it once."""
    if request.method == "GET" and request.cookies.get(HELD) == quote(request.url.path, safe=""):
        async with open_ctx(actor) as ctx:
            request.state.held = await held.take(ctx)


async def _access(request: Request) -> tuple[str, Claims]:
    """The access token of the cookie, or a new one for the refresh token, with what it says."""
    given = request.cookies.get(ACCESS) or ""
    try:
        return given, read_access_token(given)
    except NotSignedIn:
        held = request.cookies.get(REFRESH)
        if not held:
            raise
    async with open_ctx(accounts.stranger()) as ctx:
        tokens = await accounts.refresh(ctx, accounts.Renewal.model_construct(refresh_token=held))
    if tokens is None:
        end(request)
        raise accounts.SessionOver(remedy="Sign in again.")
    begin(request, tokens)
    return tokens.access_token, read_access_token(tokens.access_token)


class Cookies:
    """Around the app: whatever answers a request that began or ended a session carries that."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            tokens = scope.get("state", {}).get("cookies")
            if message["type"] == "http.response.start" and tokens is not None:
                headers = MutableHeaders(scope=message)
                for name, value in zip((ACCESS, REFRESH), tokens, strict=True):
                    headers.append("set-cookie", cookie(name, value, scope["scheme"] == "https"))
            await send(message)

        await self.app(scope, receive, sending)


def cookie(name: str, value: str, secure: bool, seconds: int | None = None) -> str:
    """A Set-Cookie header's value that scripts cannot read; an empty value takes it away."""
    made: SimpleCookie = SimpleCookie()
    made[name] = value
    kept = made[name]
    kept["path"], kept["httponly"], kept["samesite"] = "/", True, "Lax"
    lasts = settings().refresh_days * 86_400 if seconds is None else seconds
    kept["max-age"] = lasts if value else 0
    if secure or settings().environment == "production":
        kept["secure"] = True
    return kept.OutputString()
