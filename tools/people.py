"""People of a business: who belongs to it, in which role; changing that; leaving."""

from datetime import datetime, timedelta
from uuid import UUID

from core.errors import Conflict, NotFound
from domain.access import Actor
from domain.events import MemberRemoved
from memory import events, people
from memory.ctx import Ctx, acting
from tools.base import Answer, Ask, Nothing, tool
from tools.invitations import Seat, must_be_verified
from tools.passwords import Done

UNDONE_WITHIN = timedelta(minutes=10)


class NoSuchMember(NotFound):
    """This person does not belong to the business."""


class LastFounder(Conflict):
    """A business has at least one founder."""


class MemberId(Ask):
    """A member by the id of their account."""

    user_id: UUID


class NewRole(Ask):
    """A member and the role that they shall have."""

    user_id: UUID
    role: Seat


class MemberLine(Answer):
    """Somebody who belongs to the business; `me` is whoever asks."""

    user_id: UUID
    name: str
    email: str
    role: str
    verified: bool
    joined_at: datetime
    me: bool


class MemberList(Answer):
    """The people of the business, first joined first."""

    items: list[MemberLine]


@tool("people:read")
async def list_members(ctx: Ctx, ask: Nothing) -> MemberList:
    """List who belongs to the business, and in which role."""
    lines = [
        MemberLine(
            user_id=row.user_id, name=row.name, email=row.email, role=row.role,
            verified=row.verified_at is not None, joined_at=row.joined_at,
            me=row.user_id == ctx.actor.user_id,
        )
        for row in await people.members(ctx)
    ]  # fmt: skip
    return MemberList(items=lines)


@tool("people:write")
async def change_role(ctx: Ctx, ask: NewRole) -> Done:
    """Give a member another role; their sessions end, so that it holds at once."""
    await must_be_verified(ctx)
    await _keep_a_founder(ctx, ask.user_id, stays=ask.role == "founder")
    await people.change_role(ctx, ask.user_id, ask.role)
    await _end_sessions(ctx, ask.user_id)
    return Done()


@tool("people:write")
async def remove_member(ctx: Ctx, ask: MemberId) -> Done:
    """Take a member out of the business; their sessions end."""
    await _remove(ctx, ask.user_id)
    return Done()


@tool("people:write")
async def restore_member(ctx: Ctx, ask: MemberId) -> Done:
    """Undo the last removal of a member, within ten minutes."""
    fact = await events.latest(ctx, "MemberRemoved")
    if (
        fact is None
        or fact.payload["user_id"] != str(ask.user_id)
        or ctx.at - fact.at > UNDONE_WITHIN
    ):
        remedy = "Invite them again."
        raise NoSuchMember(field="user_id", value=str(ask.user_id), remedy=remedy)
    await people.join(ctx, ask.user_id, fact.payload["role"])
    return Done()


async def leave(ctx: Ctx) -> Done:
    """The person of `ctx` leaves the business that they sit in. Raises `LastFounder`."""
    actor = Actor("worker", user_id=ctx.actor.user_id, business_id=ctx.business_id)
    async with acting(ctx.db, actor) as mine:
        if actor.user_id is not None:
            await _remove(mine, actor.user_id)
    return Done()


async def _remove(ctx: Ctx, user_id: UUID) -> None:
    await _keep_a_founder(ctx, user_id, stays=False)
    role = next(row.role for row in await people.members(ctx) if row.user_id == user_id)
    await people.remove(ctx, user_id)
    await events.record(ctx, MemberRemoved(user_id=user_id, role=role))
    await _end_sessions(ctx, user_id)


async def _keep_a_founder(ctx: Ctx, user_id: UUID, *, stays: bool) -> None:
    """Raise `NoSuchMember` for somebody else's member, `LastFounder` where none would be left."""
    founders = await people.founders(ctx)
    if user_id not in {each.user_id for each in await people.members(ctx)}:
        raise NoSuchMember(field="user_id", value=str(user_id))
    if founders == [user_id] and not stays:
        raise LastFounder(remedy="Make somebody else a founder first.", field="user_id")


async def _end_sessions(ctx: Ctx, user_id: UUID) -> None:
    async with acting(ctx.db, Actor("worker", user_id, ctx.business_id)) as theirs:
        await people.revoke_sessions(theirs)
    async with acting(ctx.db, ctx.actor):
        return
