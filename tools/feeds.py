"""Calendar feeds: a secret address that other calendars read, revocable, drafts included.

`read_feed` is not in the catalog: a door calls it for whoever has the address.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import Field

from core import security
from core.errors import NotFound
from domain.access import STRANGER, Actor
from domain.entries import Filters
from domain.feeds import Dated, feed
from memory import entries, feeds, outcomes, people
from memory.ctx import Ctx, acting, open_ctx
from tools.base import Answer, Ask, Nothing, tool
from tools.calendar import is_ghost
from tools.suggestions import KIND, made_of

BACK, AHEAD = timedelta(days=400), timedelta(days=1100)
MOST = 5_000


class NoSuchFeed(NotFound):
    """There is no such feed; it may have been ended."""


class NewFeed(Ask):
    """A feed to begin; `ghosts` puts open suggestions into it."""

    name: str = Field(default="Calendar", min_length=1, max_length=80)
    ghosts: bool = False


class FeedId(Ask):
    """A feed by its id."""

    feed_id: UUID


class FeedLine(Answer):
    """A feed that can be read; its address was shown once."""

    id: UUID
    name: str
    ghosts: bool
    created_at: datetime
    read_at: datetime | None


class FeedList(Answer):
    """One's own feeds, newest first."""

    items: list[FeedLine]


class FeedMade(Answer):
    """A new feed with the last part of its address, which nobody can show again."""

    id: UUID
    path: str


class FeedEnded(Answer):
    """The feed cannot be read any more."""

    id: UUID


@tool("calendar:read")
async def list_feeds(ctx: Ctx, ask: Nothing) -> FeedList:
    """One's own feeds that were not ended."""
    rows = await feeds.feeds(ctx)
    fields = FeedLine.model_fields
    return FeedList(
        items=[FeedLine(**{name: getattr(row, name) for name in fields}) for row in rows]
    )


@tool("calendar:write")
async def make_feed(ctx: Ctx, ask: NewFeed) -> FeedMade:
    """Begin a feed of the calendar, drafts included; its address is shown this once."""
    token = security.refresh_token()
    hashed = security.token_hash(token)
    feed_id = await feeds.start_feed(ctx, ask.name, hashed, ghosts=ask.ghosts)
    return FeedMade(id=feed_id, path=f"/calendar/feed/{token}.ics")


@tool("calendar:write")
async def end_feed(ctx: Ctx, ask: FeedId) -> FeedEnded:
    """End a feed for good: whoever has its address reads nothing from now on."""
    if not await feeds.revoke_feed(ctx, ask.feed_id):
        raise NoSuchFeed(f"{ask.feed_id}.", field="feed_id", value=str(ask.feed_id))
    return FeedEnded(id=ask.feed_id)


async def read_feed(token: str, base: str) -> str:
    """The iCalendar text of a secret address; `base` is where the pages are, for links.

    Raises `NoSuchFeed` for an address that was ended or never was, and for somebody who left.
    """
    async with open_ctx(Actor(STRANGER)) as ctx:
        found = await feeds.subscription_of(ctx, security.token_hash(token))
        if found is None:
            raise NoSuchFeed(remedy="Make a new one on the calendar page.")
        seats = dict(await people.memberships_of(ctx, found.user_id))
        role: Any = seats.get(found.business_id)
        if role is None:
            raise NoSuchFeed(remedy="Make a new one on the calendar page.")
        reader = replace(ctx.actor, role=role, user_id=found.user_id, business_id=found.business_id)
        async with acting(ctx.db, reader) as own:
            own.actor.must("calendar:read")
            return await _written(own, found.id, base)


async def _written(ctx: Ctx, feed_id: UUID, base: str) -> str:
    row = await feeds.feed_read(ctx, feed_id)
    today = ctx.at.date()
    rows = await entries.find(ctx, Filters(), (today - BACK, today + AHEAD), None, MOST) or []
    dated = [
        Dated(
            id=one.id, title=one.title, status=one.status, day=one.publish_on, at=one.publish_at,
            zone=one.timezone, version=one.version, changed_at=one.changed_at or row.created_at,
            about=await _about(ctx, one),
            address=f"{base}/calendar/{one.id}", ghost=is_ghost(one),
        )
        for one in rows
        if one.status != "dropped" and (row.ghosts or not is_ghost(one))
    ]  # fmt: skip
    business = await people.business(ctx)
    return feed(f"{business.name if business else ''} · {row.name}", dated)


async def _about(ctx: Ctx, one: Any) -> str:
    """What an entry is; an open suggestion says as well how it was made (product X22)."""
    told = ", ".join(filter(None, (one.artifact_type.replace("_", " "), one.channel, one.owner)))
    if not is_ghost(one):
        return told
    return f"{told}. {made_of(await outcomes.recommendation(ctx, KIND, one.id)).disclosure}"
