"""Accounts: register, be invited, sign in, refresh, sign out: before there is an actor with scopes.

These are not in the catalog: no agent may call them. Each takes a Ctx opened for a stranger and
goes on, in the same transaction, as the person that it found.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any, Literal, cast
from uuid import UUID

from pydantic import EmailStr, Field, SecretStr

from core import security
from core.errors import Conflict, NotSignedIn
from core.ids import new_id
from core.settings import settings
from core.text import shorten
from domain.access import PEOPLE, STRANGER, Actor, Role, worker_for
from domain.costs import TABLE
from domain.events import InvitationAccepted
from memory import db, events, invitations, market, people
from memory.ctx import Ctx, acting
from tools import businesses
from tools.addresses import ask_proof
from tools.base import Answer, Ask
from tools.invitations import (
    CreatorTaken,
    InvitationLine,
    InvitationOver,
    NoSuchInvitation,
    line_of,
)
from tools.passwords import SHORTEST, Done, WrongPassword, hashed
from tools.seats import Kind, Seat, choose

GRACE = timedelta(seconds=10)
"""Two tabs may refresh with one token at once; later than this, a second use is a theft."""


class EmailTaken(Conflict):
    """There is an account with this e-mail address already."""


class SessionOver(NotSignedIn):
    """This session is over."""


class Registration(Ask):
    """A founder and the business that they bring."""

    email: EmailStr = Field(max_length=254)
    password: SecretStr = Field(min_length=SHORTEST, max_length=200)
    business_name: str = Field(min_length=1, max_length=200)
    name: str = Field("", max_length=200)


class Credentials(Ask):
    """Who signs in. `business_id` or `seat` chooses, for somebody who belongs to several."""

    email: EmailStr = Field(max_length=254)
    password: SecretStr = Field(min_length=1, max_length=200)
    business_id: UUID | None = None
    seat: Kind | None = None


class Renewal(Ask):
    """A refresh token; it is used up and the answer holds the next one."""

    refresh_token: str = Field(min_length=20, max_length=200)
    business_id: UUID | None = None
    seat: Kind | None = None


class Goodbye(Ask):
    """A refresh token whose session shall end."""

    refresh_token: str = Field(min_length=20, max_length=200)


class Acceptance(Ask):
    """The secret of an invitation's link, and the password: a new one for a new address.

    Whoever is signed in as the invited person already needs none.
    """

    token: str = Field(min_length=20, max_length=200)
    password: SecretStr | None = Field(None, min_length=1, max_length=200)
    name: str = Field("", max_length=200)


class Tokens(Answer):
    """An access token (sent as `Authorization: Bearer`), and the refresh token for the next."""

    access_token: str
    refresh_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 (the kind of token, not one)
    expires_in: int = Field(description="Seconds that the access token lasts")
    user_id: UUID
    business_id: UUID | None
    role: str


class InvitationCard(Answer):
    """What an invited person reads; `known`: there is an account with that address already."""

    business_name: str
    email: str
    role: str
    expires_at: datetime
    known: bool


def newcomer() -> Actor:
    """The actor of a registration: a founder, with ids that nobody has yet."""
    return Actor("founder", user_id=new_id(), business_id=new_id())


def stranger() -> Actor:
    """The actor of somebody who has not signed in."""
    return Actor(STRANGER)


async def register(ctx: Ctx, ask: Registration, agent: str = "") -> Tokens:
    """Make a person, their business and their place in it. `ctx` belongs to a `newcomer()`."""
    user_id = cast(UUID, ctx.actor.user_id)
    kept = await hashed(ask.password)
    made = await people.make_user(ctx, _address(ask.email), ask.name, kept)
    if made is None:
        raise EmailTaken(remedy="Sign in instead.", field="email")
    await businesses.found(ctx, ask.business_name)
    await people.join(ctx, user_id, "founder")
    await ask_proof(ctx)
    return await _begin(ctx, Seat("founder", ctx.business_id), agent)


async def login(ctx: Ctx, ask: Credentials, agent: str = "") -> Tokens:
    """Begin a session. Raises `WrongPassword`, just as slowly where there is no such account."""
    known = await people.login_of(ctx, _address(ask.email))
    right = await asyncio.to_thread(
        security.password_matches,
        ask.password.get_secret_value(),
        known.password_hash if known else None,
    )
    if known is None or not right:
        raise WrongPassword
    seat = await choose(ctx, known.user_id, ask.business_id, ask.seat)
    async with acting(ctx.db, Actor(STRANGER, user_id=known.user_id)) as mine:
        return await _begin(mine, seat, agent)


async def read_invitation(ctx: Ctx, token: str) -> InvitationCard:
    """What an invitation says. Raises `NoSuchInvitation`, or `InvitationOver` for one that ended.

    Forged and unknown tokens read the same.
    """
    token_hash = security.token_hash(token)
    async with _house(ctx, await invitations.house_of(ctx, token_hash)) as house:
        line = _open_line(house, await invitations.by_token(house, token_hash))
        business = await people.business(house)
        known = await people.login_of(house, line.email)
        return InvitationCard(
            business_name=business.name if business else "",
            email=line.email, role=line.role, expires_at=line.expires_at, known=known is not None,
        )  # fmt: skip


async def accept_invitation(ctx: Ctx, ask: Acceptance, agent: str = "") -> Tokens:
    """Take the place that an invitation offers, and begin a session there.

    For a new address the account is made with the password given, and counts as verified, since
    the link came to it by mail; for a known one the password must be theirs. Raises as
    `read_invitation`, `WrongPassword`, and `PasswordTooShort` for a new account's.
    """
    token_hash = security.token_hash(ask.token)
    async with _house(ctx, await invitations.house_of(ctx, token_hash)) as house:
        line = _open_line(house, await invitations.by_token(house, token_hash, lock=True))
        user_id = await _invited_person(house, line.email, ask, ctx.actor.user_id)
        actor = Actor("worker", user_id=user_id, business_id=house.business_id)
        async with acting(house.db, actor) as mine:
            await people.verify(mine)
            await _take_place(mine, line)
    wanted = (None, "creator") if line.role == "creator" else (actor.business_id, "business")
    seat = await choose(ctx, user_id, *wanted)
    async with acting(ctx.db, Actor(STRANGER, user_id=user_id)) as mine:
        return await _begin(mine, seat, agent)


async def refresh(ctx: Ctx, ask: Renewal) -> Tokens | None:
    """Turn a refresh token into its successor.

    None when the session is over. Then the caller commits all the same, since a token used twice
    ends its whole family, and that must stay.
    """
    token_hash = security.token_hash(ask.refresh_token)
    user_id = await people.owner_of_session(ctx, token_hash)
    if user_id is None:
        return None
    seat = await choose(ctx, user_id, ask.business_id, ask.seat)
    async with acting(ctx.db, Actor(STRANGER, user_id=user_id)) as mine:
        held = await people.session(mine, token_hash)
        if held is None or held.revoked_at is not None or held.expires_at <= mine.at:
            return None
        follower = security.next_refresh_token(ask.refresh_token)
        if held.used_at is None:
            await people.use_session(mine, token_hash)
            await _keep(mine, follower, held.family, held.agent)
        elif mine.at - held.used_at > GRACE:
            await people.revoke_family(mine, held.family)
            return None
        return _tokens(mine, seat, follower, held.family)


async def logout(ctx: Ctx, ask: Goodbye) -> Done:
    """End the session of a refresh token; one that is not known changes nothing."""
    token_hash = security.token_hash(ask.refresh_token)
    user_id = await people.owner_of_session(ctx, token_hash)
    if user_id is not None:
        async with acting(ctx.db, Actor(STRANGER, user_id=user_id)) as mine:
            held = await people.session(mine, token_hash)
            if held is not None:
                await people.revoke_family(mine, held.family)
    return Done()


def actor_of(claims: security.Claims) -> Actor:
    """The actor that an access token speaks for. Raises `SessionOver` for a role of no person."""
    if claims.role not in PEOPLE | {STRANGER}:
        raise SessionOver(remedy="Sign in again.")
    return Actor(cast(Role, claims.role), claims.user_id, claims.business_id, claims.creator_id)


async def lives(ctx: Ctx, session: UUID | None) -> bool:
    """Whether the session behind an access token goes on; for streams, which outlast a request."""
    return session is None or await people.session_lives(ctx, session)


@asynccontextmanager
async def _house(ctx: Ctx, business_id: UUID | None) -> AsyncIterator[Ctx]:
    """The worker of the business that an invitation leads to, then the caller again."""
    if business_id is None:
        raise NoSuchInvitation(remedy="Ask whoever invited you for a new link.")
    async with acting(ctx.db, worker_for(business_id)) as house:
        yield house
    await db.act_as(ctx.db, ctx.actor)


def _open_line(house: Ctx, row: Any) -> InvitationLine:
    if row is None:
        raise NoSuchInvitation(remedy="Ask whoever invited you for a new link.")
    line = line_of(house, row)
    if line.status != "open":
        told = {"accepted": "It was used.", "revoked": "It was taken back."}
        raise InvitationOver(
            told.get(line.status, "It ran out."), remedy="Ask whoever invited you for a new link."
        )
    return line


async def _invited_person(ctx: Ctx, email: str, ask: Acceptance, signed_in: UUID | None) -> UUID:
    """The account of an address: the one that is there, if it is theirs, or a new one."""
    known, password = await people.login_of(ctx, email), ask.password or SecretStr("")
    if known is not None:
        given = password.get_secret_value()
        if signed_in != known.user_id and not await asyncio.to_thread(
            security.password_matches, given, known.password_hash
        ):
            raise WrongPassword(field="password")
        return known.user_id
    kept = await hashed(password)
    actor = Actor("worker", user_id=new_id(), business_id=ctx.business_id)
    async with acting(ctx.db, actor) as mine:
        made = await people.make_user(mine, email, ask.name, kept)
    if made is None:
        raise EmailTaken(remedy="Open the link again and sign in.", field="email")
    return made


async def _take_place(ctx: Ctx, line: InvitationLine) -> None:
    user_id = cast(UUID, ctx.actor.user_id)
    if line.creator_id is None and line.role == "creator":
        await _bring_in(ctx, user_id)
    elif line.creator_id is None:
        await people.join(ctx, user_id, line.role)
    elif await people.creator_of(ctx, user_id) or not await invitations.seat_creator(
        ctx, line.creator_id, user_id
    ):
        raise CreatorTaken(remedy="One person is one creator.")
    await invitations.accept(ctx, line.id, user_id)
    accepted = InvitationAccepted(invitation_id=line.id, user_id=user_id, role=line.role)
    await events.record(ctx, accepted)


async def _bring_in(ctx: Ctx, user_id: UUID) -> None:
    """A creator of the business's own: every kind of piece, at what a brief holds, until they set
    terms themselves by applying."""
    mine = await people.person(ctx)
    if mine is None or await people.creator_of(ctx, user_id):
        raise CreatorTaken(remedy="They work for the whole market already, also for you.")
    name = mine.name or mine.email.partition("@")[0]
    row = {"id": await market.seat_for(ctx, user_id), "user_id": user_id, "name": name,
           "languages": ["en"], "artifact_types": sorted(TABLE), "capacity": 2}  # fmt: skip
    await market.bring_in(ctx, row)


async def _begin(ctx: Ctx, seat: Seat, agent: str) -> Tokens:
    token, family = security.refresh_token(), new_id()
    await _keep(ctx, token, family, agent)
    return _tokens(ctx, seat, token, family)


async def _keep(ctx: Ctx, token: str, family: UUID, agent: str) -> None:
    until = ctx.at + timedelta(days=settings().refresh_days)
    await people.start_session(ctx, security.token_hash(token), family, until, shorten(agent, 200))


def _tokens(ctx: Ctx, seat: Seat, token: str, family: UUID) -> Tokens:
    user_id: Any = ctx.actor.user_id
    claims = security.Claims(user_id, seat.role, seat.business_id, seat.creator_id, family)
    return Tokens(
        access_token=security.access_token(claims),
        refresh_token=token,
        expires_in=settings().access_minutes * 60,
        user_id=user_id,
        business_id=seat.business_id,
        role=seat.role,
    )


def _address(email: str) -> str:
    return email.strip().lower()
