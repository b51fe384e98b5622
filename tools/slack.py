"""Slack: connect a workspace, link people to their accounts, see who is, take it away again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import Any
from uuid import UUID

from connectors import slack as border
from core import security
from core.errors import BadInput, Conflict, NotFound
from core.settings import settings
from domain.access import Actor
from domain.slack_manifest import REDIRECT_PATH
from domain.work import DropSlackToken
from memory import people, queue, slack
from memory.ctx import Ctx
from tools.base import Answer, Ask, Nothing, tool

INSTALL_WINDOW = timedelta(minutes=10)
LINK_WINDOW = timedelta(minutes=15)
LINK_PAUSE = timedelta(minutes=1)
"""A Slack account is told how to connect at most once in this time."""


class InstallUnknown(BadInput):
    """This installation was not begun here, or it took too long."""


class WorkspaceTaken(Conflict):
    """This workspace is connected to another business."""


class LinkOver(NotFound):
    """This link does not work any more."""


class NoSuchWorkspace(NotFound):
    """There is no such workspace here."""


class NoSuchLink(NotFound):
    """Nobody is linked that way."""


class WorkspaceId(Ask):
    """A connected workspace by its id."""

    id: UUID


class LinkId(Ask):
    """A linked Slack account by its id."""

    id: UUID


class WorkspaceLine(Answer):
    """A workspace: since when, and if it is not connected any more, since when and why."""

    id: UUID
    name: str
    workspace: str
    org_wide: bool
    installed_at: datetime
    revoked_at: datetime | None
    revoked_because: str


class LinkLine(Answer):
    """A Slack account that is linked; `mine` where it is the reader's own."""

    id: UUID
    workspace_id: UUID
    slack_user_id: str
    user_id: UUID
    mine: bool
    paused: bool
    linked_at: datetime


class SlackStatus(Answer):
    """What is connected. `configured`: whether this installation has a Slack app at all."""

    configured: bool
    workspaces: list[WorkspaceLine]
    links: list[LinkLine]


class Changed(Answer):
    """It is done."""

    id: UUID


@dataclass(frozen=True)
class Begun:
    """An installation that somebody begins: where to send them, and the secret that comes back."""

    address: str
    state: str


@dataclass(frozen=True)
class Invited:
    """Whom a link is for: a Slack account of a workspace."""

    ticket_id: UUID
    installation_id: UUID
    workspace: str
    slack_user_id: str


@tool("profile:read")
async def read_slack(ctx: Ctx, ask: Nothing) -> SlackStatus:
    """Which Slack workspaces are connected and who is linked; a team sees its own link alone."""
    places = await slack.installations(ctx)
    every = ctx.actor.role == "founder"
    links = [
        _link(ctx, row)
        for row in await slack.linked(ctx)
        if every or row.user_id == ctx.actor.user_id
    ]
    lines = [
        WorkspaceLine(
            id=row.id, name=row.name, workspace=row.workspace, org_wide=row.org_wide,
            installed_at=row.installed_at, revoked_at=row.revoked_at,
            revoked_because=row.revoked_because,
        )
        for row in places
    ]  # fmt: skip
    return SlackStatus(configured=border.configured(), workspaces=lines, links=links)


@tool("connections:write")
async def disconnect_slack(ctx: Ctx, ask: WorkspaceId) -> Changed:
    """Disconnect a workspace: its token is handed back to Slack and forgotten. Notes stay."""
    if not await slack.revoke(ctx, ask.id, "disconnected here"):
        if await slack.installation(ctx, ask.id) is None:
            raise NoSuchWorkspace(f"{ask.id}.", field="id", value=str(ask.id))
        return Changed(id=ask.id)
    await queue.enqueue(ctx, [DropSlackToken(installation_id=ask.id)])
    return Changed(id=ask.id)


@tool("inputs:write")
async def unlink_slack(ctx: Ctx, ask: LinkId) -> Changed:
    """Unlink a Slack account: one's own, or as a founder anybody's. Notes stay."""
    for row in await slack.linked(ctx):
        own = row.user_id == ctx.actor.user_id
        if row.id == ask.id and (own or ctx.actor.role == "founder"):
            await slack.unlink(ctx, ask.id)
            return Changed(id=ask.id)
    raise NoSuchLink(f"{ask.id}.", field="id", value=str(ask.id))


async def begin_install(ctx: Ctx) -> Begun:
    """Begin to connect a workspace; the secret works once, for ten minutes, for this person."""
    ctx.actor.must("connections:write")
    state = f"{ctx.business_id.hex}.{token_urlsafe(32)}"
    address = border.authorize_address(state, redirect())
    until = ctx.at + INSTALL_WINDOW
    hashed = security.token_hash(state)
    await slack.give_ticket(ctx, "install", hashed, until, user_id=ctx.actor.user_id)
    return Begun(address, state)


async def use_state(ctx: Ctx, state: str) -> None:
    """Use up the secret of an installation. Raises `InstallUnknown` for any but the person's."""
    ctx.actor.must("connections:write")
    found = await slack.ticket(ctx, "install", security.token_hash(state))
    if found is None or found.user_id != ctx.actor.user_id:
        raise InstallUnknown(remedy="Begin again on the Slack page of your settings.")
    await slack.use_ticket(ctx, found.id)


async def keep_installation(ctx: Ctx, given: border.Installed) -> UUID:
    """Keep a workspace with its sealed token, and link whoever installed the app."""
    ctx.actor.must("connections:write")
    await slack.one_connection_at_a_time(ctx, given.workspace)
    team, enterprise = ("", given.workspace) if given.org_wide else (given.workspace, "")
    holder = await slack.business_of(ctx, team, enterprise)
    if holder not in (None, ctx.business_id):
        raise WorkspaceTaken(remedy="Disconnect it there first.", workspace=given.workspace)
    installation_id = await slack.connect(
        ctx, given.workspace, org_wide=given.org_wide, name=given.name,
        bot_user_id=given.bot_user_id, bot_token=given.bot_token, scopes=list(given.scopes),
        installed_by=ctx.actor.user_id,
    )  # fmt: skip
    if given.installer and ctx.actor.user_id:
        await slack.link(ctx, installation_id, given.installer, ctx.actor.user_id)
    return installation_id


async def invite(ctx: Ctx, installation_id: UUID, slack_user_id: str) -> str | None:
    """A one-time address at which a Slack account is linked; None if one was given just now."""
    since = ctx.at - LINK_PAUSE
    if await slack.tickets_since(ctx, installation_id, slack_user_id, since):
        return None
    token = token_urlsafe(32)
    of = {"installation_id": installation_id, "slack_user_id": slack_user_id}
    await slack.give_ticket(ctx, "link", security.token_hash(token), ctx.at + LINK_WINDOW, **of)
    return f"{settings().address}/slack/link/{token}"


async def read_invitation(ctx: Ctx, token: str) -> Invited:
    """Whom a link is for. Raises `LinkOver` for one that was used, is over or is not this place's.

    The person who opens it is signed in; nothing changes yet.
    """
    ctx.actor.must("inputs:write")
    found = await slack.ticket(ctx, "link", security.token_hash(token))
    place = found and await slack.installation(ctx, found.installation_id)
    if found is None or place is None or place.revoked_at is not None:
        raise LinkOver(remedy="Write to the app in Slack again, and it sends a new one.")
    return Invited(found.id, place.id, place.name, found.slack_user_id)


async def accept_invitation(ctx: Ctx, token: str) -> Invited:
    """Link the Slack account that was sent this link to whoever is signed in; once."""
    invited = await read_invitation(ctx, token)
    if ctx.actor.user_id is None:
        raise LinkOver
    await slack.use_ticket(ctx, invited.ticket_id)
    await slack.link(ctx, invited.installation_id, invited.slack_user_id, ctx.actor.user_id)
    return invited


async def actor_of(ctx: Ctx, link: Any) -> Actor | None:
    """The person behind a linked account in this business, or None who left it."""
    for business_id, role in await people.memberships_of(ctx, link.user_id):
        if business_id == ctx.business_id and role in ("founder", "team"):
            return Actor("founder" if role == "founder" else "team", link.user_id, business_id)
    return None


def redirect() -> str:
    """Where Slack sends somebody back to after installing."""
    return settings().address + REDIRECT_PATH


def _link(ctx: Ctx, row: Any) -> LinkLine:
    return LinkLine(
        id=row.id, workspace_id=row.installation_id, slack_user_id=row.slack_user_id,
        user_id=row.user_id, mine=row.user_id == ctx.actor.user_id, paused=row.paused,
        linked_at=row.linked_at,
    )  # fmt: skip
