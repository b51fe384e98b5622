"""Who is asking: a bearer token becomes an Actor; and the routes that give out tokens."""

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, Field

from api.limits import Buckets
from core.errors import NotSignedIn
from core.security import Claims, read_access_token
from domain.access import Actor
from memory.ctx import open_ctx
from tools import accounts
from tools.base import Ask

router = APIRouter(prefix="/api/v1/accounts", tags=["accounts"])
bearer = HTTPBearer(auto_error=False, bearerFormat="JWT", description="The access token")


Agent = Annotated[str, Header(alias="User-Agent", include_in_schema=False)]
"""What somebody signs in with, shown in their list of sessions."""


class Me(BaseModel):
    """Who the access token speaks for, and what it may do."""

    user_id: UUID | None
    business_id: UUID | None
    creator_id: UUID | None
    role: str
    scopes: list[str]


class LinkSecret(Ask):
    """The secret part of a link."""

    token: str = Field(min_length=20, max_length=200)


async def claims_of(
    request: Request, given: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]
) -> Claims:
    """The claims of the bearer token, counted against the person's allowance."""
    if given is None:
        raise NotSignedIn(remedy="Send the access token as `Authorization: Bearer`.")
    claims = read_access_token(given.credentials)
    buckets: Buckets = request.app.state.people
    buckets.take(str(claims.user_id))
    if claims.session is not None:
        async with open_ctx(accounts.actor_of(claims), read_only=True) as ctx:
            if not await accounts.lives(ctx, claims.session):
                raise accounts.SessionOver(remedy="Sign in again.")
    return claims


Signed = Annotated[Claims, Depends(claims_of)]


def allowed(scope: str) -> Callable[..., Actor]:
    """A dependency: the actor of the request, who must have `scope`."""

    def actor(claims: Signed) -> Actor:
        found = accounts.actor_of(claims)
        found.must(scope)
        return found

    return actor


async def _by_address(request: Request) -> None:
    """Before anybody is known, the address is counted."""
    buckets: Buckets = request.app.state.addresses
    buckets.take(request.client.host if request.client else "unknown")


counted = [Depends(_by_address)]


@router.post("/register", status_code=201, dependencies=counted)
async def register(ask: accounts.Registration, agent: Agent = "") -> accounts.Tokens:
    """Make an account with a business, and sign in."""
    async with open_ctx(accounts.newcomer()) as ctx:
        return await accounts.register(ctx, ask, agent)


@router.post("/login", dependencies=counted)
async def login(ask: accounts.Credentials, agent: Agent = "") -> accounts.Tokens:
    """Sign in with e-mail address and password."""
    async with open_ctx(accounts.stranger()) as ctx:
        return await accounts.login(ctx, ask, agent)


@router.post("/invitations/read", dependencies=counted)
async def read_invitation(ask: LinkSecret) -> accounts.InvitationCard:
    """What an invitation says: which business, which role, until when."""
    async with open_ctx(accounts.stranger(), read_only=True) as ctx:
        return await accounts.read_invitation(ctx, ask.token)


@router.post("/invitations/accept", dependencies=counted)
async def accept_invitation(ask: accounts.Acceptance, agent: Agent = "") -> accounts.Tokens:
    """Take the place that an invitation offers, and sign in there."""
    async with open_ctx(accounts.stranger()) as ctx:
        return await accounts.accept_invitation(ctx, ask, agent)


@router.post("/refresh", dependencies=counted)
async def refresh(ask: accounts.Renewal) -> accounts.Tokens:
    """Turn a refresh token into new tokens. Used twice, it ends the session."""
    async with open_ctx(accounts.stranger()) as ctx:
        tokens = await accounts.refresh(ctx, ask)
    if tokens is None:
        raise accounts.SessionOver(remedy="Sign in again.")
    return tokens


@router.post("/logout", dependencies=counted)
async def logout(ask: accounts.Goodbye) -> accounts.Done:
    """End the session of a refresh token."""
    async with open_ctx(accounts.stranger()) as ctx:
        return await accounts.logout(ctx, ask)


@router.get("/me")
async def me(claims: Signed) -> Me:
    """Who the access token speaks for."""
    actor = accounts.actor_of(claims)
    return Me(
        user_id=actor.user_id,
        business_id=actor.business_id,
        creator_id=actor.creator_id,
        role=actor.role,
        scopes=sorted(actor.scopes),
    )
