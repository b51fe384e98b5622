"""Who may look at the evaluations of a business, how far, until when; every look is logged.

The founder's team sees all of it. An evaluator, of the team or of an outside firm, sees what a
grant opens: figures, then cases, then prompts, context and words. What a grant opens ends with it.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import EmailStr, Field

from core.errors import NotAllowed, NotFound
from domain.access import Actor, worker_for
from domain.evaluations import Level, reaches
from domain.events import AccessChanged
from memory import events, grants, people
from memory.ctx import Ctx, on_behalf, open_ctx
from memory.grants import Held
from tools.base import Answer, Ask, Nothing, tool

OWNERS = frozenset({"founder", "team", "worker"})
LONGEST_DAYS = 365
DEFAULT_DAYS = 30


class NothingOpened(NotFound):
    """There is nothing here that was opened to you."""


class NotOpened(NotAllowed):
    """The owner has not opened this to you."""


class NoSuchGrant(NotFound):
    """No grant of this id holds."""


class GrantAsk(Ask):
    """Open the evaluations to a person by e-mail address; an earlier grant of theirs ends."""

    email: EmailStr = Field(max_length=254)
    level: Level = "metrics"
    days: int = Field(DEFAULT_DAYS, ge=1, le=LONGEST_DAYS)
    firm: str = Field("", max_length=200)
    may_override: bool = False


class OneGrant(Ask):
    """A grant by its id."""

    grant_id: UUID


class Newest(Ask):
    """How many of the newest looks."""

    limit: int = Field(200, ge=1, le=1000)


class Grant(Answer):
    """What was opened to whom. `holds` is False once it is revoked or has run out."""

    id: UUID
    email: str
    firm: str
    level: Level
    may_override: bool
    granted_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    holds: bool


class GrantList(Answer):
    """Every grant, newest first."""

    items: list[Grant]


class Look(Answer):
    """Somebody looked: at what, at which level, when."""

    id: UUID
    at: datetime
    email: str
    firm: str
    level: Level
    what: str
    subject: str


class LookList(Answer):
    """Looks, newest first."""

    items: list[Look]


@dataclass(frozen=True)
class Looking:
    """A look that is allowed: a Ctx that reads the rows, and how far it may tell them."""

    ctx: Ctx
    level: Level
    granted_by: UUID | None = None
    may_override: bool = True

    @property
    def words(self) -> bool:
        """Whether prompts, context and words may be told."""
        return self.level == "words"


@dataclass(frozen=True)
class House:
    """A business whose evaluations a person may see, and as whom they see it."""

    actor: Actor
    id: UUID
    name: str
    level: Level
    may_override: bool = True


@tool("access:write")
async def grant_access(ctx: Ctx, ask: GrantAsk) -> Grant:
    """Open the evaluations to an evaluator: how far, for how long, with overriding or without."""
    email = ask.email.strip().lower()
    for row in await grants.given(ctx):
        if row.email == email and row.revoked_at is None:
            await grants.revoke(ctx, row.id)
    about = ask.model_dump(include={"level", "firm", "may_override"})
    one = await grants.give(ctx, email, ctx.at + timedelta(days=ask.days), about)
    await events.record(ctx, AccessChanged(grant_id=one, level=ask.level, open=True))
    return next(each for each in await _grants(ctx) if each.id == one)


@tool("access:write")
async def revoke_access(ctx: Ctx, ask: OneGrant) -> GrantList:
    """Close the evaluations to somebody at once."""
    known = {row.id: row for row in await grants.given(ctx)}
    if not await grants.revoke(ctx, ask.grant_id):
        raise NoSuchGrant(f"{ask.grant_id}.", field="grant_id", value=str(ask.grant_id))
    level = known[ask.grant_id].level
    await events.record(ctx, AccessChanged(grant_id=ask.grant_id, level=level, open=False))
    return GrantList(items=await _grants(ctx))


@tool("access:read")
async def list_access(ctx: Ctx, ask: Nothing) -> GrantList:
    """Who may look at the evaluations, or once could."""
    return GrantList(items=await _grants(ctx))


@tool("access:read")
async def list_looks(ctx: Ctx, ask: Newest) -> LookList:
    """Who looked at what, newest first."""
    rows = await grants.looks(ctx, ask.limit)
    return LookList(items=[Look.model_validate(row, from_attributes=True) for row in rows])


@asynccontextmanager
async def looking(
    ctx: Ctx, wanted: Level, what: str, subject: object = ""
) -> AsyncIterator[Looking]:
    """A look at the evaluations of the business of `ctx`, at `wanted` or more; logged.

    Raises `NothingOpened` for an evaluator without a grant, `NotOpened` for one whose grant does
    not reach so far.
    """
    if ctx.actor.role in OWNERS:
        yield Looking(ctx, "words")
        return
    held = await _held(ctx)
    if not reaches(held.level, wanted):
        raise NotOpened(
            f"It needs {wanted}; you see {held.level}.", remedy="Ask the owner to open it.",
            wanted=wanted,
        )  # fmt: skip
    await _log(ctx, held, what, f"{subject}")
    async with on_behalf(ctx, _reader(ctx)) as reader:
        yield Looking(reader, held.level, held.granted_by, held.may_override)


async def houses(actor: Actor) -> list[House]:
    """The businesses whose evaluations a person may see: their own first, then those granted.

    Not in the catalog: it crosses businesses, and a door asks it where a person may go.
    """
    found: list[House] = []
    async with open_ctx(Actor("stranger", user_id=actor.user_id), read_only=True) as ctx:
        held = await grants.held_by(ctx, actor.user_id)
    if actor.business_id and actor.role in OWNERS:
        found.append(await _house(actor, "words"))
    for one in held:
        if one.business_id not in {each.id for each in found}:
            seat = Actor("evaluator", user_id=actor.user_id, business_id=one.business_id)
            found.append(await _house(seat, one.level, may_override=one.may_override))
    return found


async def house(actor: Actor, business_id: UUID) -> House:
    """One of them. Raises `NothingOpened`, the same for what is not open and what is not there."""
    for each in await houses(actor):
        if each.id == business_id:
            return each
    raise NothingOpened


async def evaluator_of(email: str, business_id: UUID) -> Actor:
    """The evaluator with an e-mail address, for whoever runs the installation.

    Not in the catalog. Raises `NothingOpened` where nobody has it; grants are looked at later.
    """
    async with open_ctx(Actor("stranger"), read_only=True) as ctx:
        login = await people.login_of(ctx, email.strip().lower())
    if login is None:
        raise NothingOpened(f"{email}.", field="as", value=email)
    return Actor("evaluator", user_id=login.user_id, business_id=business_id)


async def _house(seat: Actor, level: Level, *, may_override: bool = True) -> House:
    business_id: Any = seat.business_id
    async with open_ctx(worker_for(business_id), read_only=True) as ctx:
        row = await people.business(ctx)
    return House(seat, business_id, row.name if row else "", level, may_override)


async def _held(ctx: Ctx) -> Held:
    for one in await grants.held_by(ctx, ctx.actor.user_id):
        if one.business_id == ctx.business_id:
            return one
    raise NothingOpened


async def _log(ctx: Ctx, held: Held, what: str, subject: str) -> None:
    """Write the look down; beside the transaction where that one only reads."""
    if ctx.read_only:
        async with open_ctx(_reader(ctx), aside=True) as apart:
            await grants.log(apart, held, ctx.actor.user_id, what, subject[:200])
    else:
        async with on_behalf(ctx, _reader(ctx)) as reader:
            await grants.log(reader, held, ctx.actor.user_id, what, subject[:200])


def _reader(ctx: Ctx) -> Actor:
    """The worker of the business, on behalf of the person of `ctx`."""
    return replace(worker_for(ctx.business_id), user_id=ctx.actor.user_id)


async def _grants(ctx: Ctx) -> list[Grant]:
    return [
        Grant.model_validate(
            {**row._mapping, "holds": row.revoked_at is None and row.expires_at > ctx.at}
        )
        for row in await grants.given(ctx)
    ]
