"""Invitations: ask somebody into a business by a link that works once.

The token itself is shown to nobody but the invited person (by mail) and to whoever runs the
installation (`refleqt invite`): only its hash is kept.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from pydantic import EmailStr, Field

from core import security
from core.errors import Conflict, Gone, NotAllowed, NotFound
from core.settings import settings
from memory import invitations, people
from memory.ctx import Ctx
from memory.invitations import Invited
from tools import letters
from tools.base import Answer, Ask, Nothing, tool

Seat = Literal["founder", "team", "evaluator", "reviewer"]
LASTS = timedelta(days=7)


class NoSuchInvitation(NotFound):
    """This invitation does not exist."""


class InvitationOver(Gone):
    """This invitation does not work any more."""


class AlreadyMember(Conflict):
    """This person belongs to the business already."""


class NotVerified(NotAllowed):
    """Your e-mail address is not verified yet."""


class NoSuchCreator(NotFound):
    """There is no such creator."""


class CreatorTaken(Conflict):
    """This creator has an account already."""


class Invitation(Ask):
    """Whom to invite as what.

    A creator whom you invite is not vetted: until a reviewer did that, they work for you alone.
    """

    email: EmailStr = Field(max_length=254)
    role: Seat | Literal["creator"] = "team"


class InvitationId(Ask):
    """An invitation by its id."""

    invitation_id: UUID


class InvitationLine(Answer):
    """An invitation: `status` is open, accepted, revoked or expired."""

    id: UUID
    email: str
    role: str
    creator_id: UUID | None = None
    status: Literal["open", "accepted", "revoked", "expired"]
    expires_at: datetime


class InvitationList(Answer):
    """The invitations of the business, newest first."""

    items: list[InvitationLine]


@dataclass(frozen=True)
class Prepared:
    """A new invitation and the secret of its link, which is known now and never again."""

    line: InvitationLine
    token: str

    @property
    def link(self) -> str:
        """Where the invited person accepts."""
        return f"{settings().address}/invitations/{self.token}"


@tool("people:write")
async def invite_person(ctx: Ctx, ask: Invitation) -> InvitationLine:
    """Invite somebody into the business by mail; the link works once, for seven days."""
    await must_be_verified(ctx)
    made = await prepare(ctx, Invited(ask.email, ask.role))
    line = made.line
    await letters.invite(ctx, line.email, line.role, made.link, line.expires_at)
    return line


@tool("people:write")
async def list_invitations(ctx: Ctx, ask: Nothing) -> InvitationList:
    """List the invitations of the business, newest first."""
    rows = await invitations.listed(ctx)
    return InvitationList(items=[line_of(ctx, row) for row in rows])


@tool("people:write")
async def revoke_invitation(ctx: Ctx, ask: InvitationId) -> InvitationLine:
    """Take an open invitation back: its link ends."""
    found = [row for row in await invitations.listed(ctx) if row.id == ask.invitation_id]
    if not found:
        raise NoSuchInvitation(field="invitation_id", value=ask.invitation_id)
    line = line_of(ctx, found[0])
    if line.status == "accepted":
        remedy = "Remove the person from the team instead."
        raise InvitationOver("It was accepted.", remedy=remedy)
    await invitations.revoke(ctx, ask.invitation_id)
    return line.model_copy(update={"status": "revoked"})


async def prepare(ctx: Ctx, who: Invited) -> Prepared:
    """Make an invitation. A later one to the same address ends those before it."""
    who = replace(who, email=who.email.strip().lower())
    if who.creator_id is not None:
        await _check_creator(ctx, who.creator_id)
    elif who.email in {each.email for each in await people.members(ctx)}:
        raise AlreadyMember(remedy="Change their role on the team page.", field="email")
    for row in await invitations.listed(ctx):
        if row.email == who.email and line_of(ctx, row).status == "open":
            await invitations.revoke(ctx, row.id)
    token, until = security.link_token(), ctx.at + LASTS
    made = await invitations.invite(ctx, who, security.token_hash(token), until)
    line = InvitationLine(
        id=made, email=who.email, role=who.role, creator_id=who.creator_id,
        status="open", expires_at=until,
    )  # fmt: skip
    return Prepared(line, token)


async def must_be_verified(ctx: Ctx) -> None:
    """Raise `NotVerified` for a person whose address was never proved; code may go on."""
    if ctx.actor.user_id is not None and await people.unverified(ctx):
        remedy = "Open the link in the mail that we sent, or ask for another."
        raise NotVerified(remedy=remedy, field="email")


def line_of(ctx: Ctx, row: Any) -> InvitationLine:
    """A row as it is shown."""
    return InvitationLine(
        id=row.id, email=row.email, role=row.role, creator_id=row.creator_id,
        status=_status(ctx, row), expires_at=row.expires_at,
    )  # fmt: skip


def _status(ctx: Ctx, row: Any) -> Literal["open", "accepted", "revoked", "expired"]:
    if row.accepted_at is not None:
        return "accepted"
    if row.revoked_at is not None:
        return "revoked"
    return "open" if row.expires_at > ctx.at else "expired"


async def _check_creator(ctx: Ctx, creator_id: UUID) -> None:
    """Only whoever keeps the creators may say that an address is one of them."""
    ctx.actor.must("creators:write")
    creator = await invitations.creator(ctx, creator_id)
    if creator is None:
        raise NoSuchCreator(field="creator_id", value=creator_id)
    if creator.user_id is not None:
        raise CreatorTaken(field="creator_id")
