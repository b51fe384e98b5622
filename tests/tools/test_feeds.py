"""A secret address gives the calendar with its drafts, until it is ended or its owner leaves."""

from datetime import time, timedelta

import psycopg
import pytest

from core.ids import new_id
from domain.access import Actor, ScopeMissing
from domain.entries import EntryChanges
from memory import db, people, server
from memory.ctx import Ctx, open_ctx
from tests.tools.test_changes import DAY, planned
from tests.tools.test_suggestions import shown
from tools.base import Nothing
from tools.changes import Edit, Ids, edit_entry, trash_entries
from tools.feeds import FeedId, NewFeed, NoSuchFeed, end_feed, list_feeds, make_feed, read_feed

BASE = "https://app.example"


async def joined(actor: Actor, role: str = "founder") -> None:
    """Make the person of an actor a member of the business."""
    async with open_ctx(actor) as ctx:
        assert ctx.actor.user_id
        await people.make_user(ctx, f"{ctx.actor.user_id}@example.org", "Ada", "hash")
        await people.join(ctx, ctx.actor.user_id, role)


async def address(actor: Actor, *, ghosts: bool = False) -> str:
    """The token of a new feed."""
    async with open_ctx(actor) as ctx:
        made = await make_feed(ctx, NewFeed(name="My feed", ghosts=ghosts))
    return made.path.rpartition("/")[2].removesuffix(".ics")


async def test_a_feed_holds_drafts_hours_and_links_and_no_trash(lasting: Actor) -> None:
    await joined(lasting)
    async with open_ctx(lasting) as ctx:
        one = await planned(ctx, "Drafted", status="drafting", publish_at=time(9),
                            timezone="America/New_York")  # fmt: skip
        gone = await planned(ctx, "Thrown away")
        await trash_entries(ctx, Ids(entry_ids=[gone]))
        await planned(ctx, "Dropped", status="dropped")
        await planned(ctx, "Years ago", publish_on=DAY - timedelta(days=4000))
        await shown(ctx, "g1")
    text = await read_feed(await address(lasting), BASE)
    assert "SUMMARY:[Draft] Drafted" in text
    assert "DTSTART:20261030T130000Z" in text
    assert f"URL:{BASE}/calendar/{one}" in text.replace("\r\n ", "")
    assert text.count("BEGIN:VEVENT") == 1
    with_ghosts = await read_feed(await address(lasting, ghosts=True), BASE)
    assert "SUMMARY:[Suggested] Ghost g1" in with_ghosts
    assert "no language model wrote it" in with_ghosts.replace("\r\n ", "")
    assert "language model" not in text.replace("\r\n ", "")


async def test_an_edit_shows_in_the_feed_as_a_later_version(lasting: Actor) -> None:
    await joined(lasting)
    token = await address(lasting)
    async with open_ctx(lasting) as ctx:
        one = await planned(ctx)
    assert "SEQUENCE:1" in await read_feed(token, BASE)
    async with open_ctx(lasting) as ctx:
        await edit_entry(ctx, Edit(entry_id=one, version=1, changes=EntryChanges(title="New")))
    text = await read_feed(token, BASE)
    assert "SEQUENCE:2" in text
    assert "SUMMARY:[Idea] New" in text


async def test_an_ended_feed_gives_nothing(lasting: Actor) -> None:
    await joined(lasting)
    token = await address(lasting)
    await read_feed(token, BASE)
    async with open_ctx(lasting) as ctx:
        (line,) = (await list_feeds(ctx, Nothing())).items
        assert line.read_at is not None
        await end_feed(ctx, FeedId(feed_id=line.id))
        with pytest.raises(NoSuchFeed):
            await end_feed(ctx, FeedId(feed_id=line.id))
    for wrong in (token, "guessed", ""):
        with pytest.raises(NoSuchFeed):
            await read_feed(wrong, BASE)


async def test_who_left_reads_nothing_any_more(lasting: Actor) -> None:
    await joined(lasting)
    token = await address(lasting)
    with psycopg.connect(db.dsn(server.OWNER), autocommit=True) as owner:
        owner.execute("delete from team_members where user_id = %s", (lasting.user_id,))
    with pytest.raises(NoSuchFeed):
        await read_feed(token, BASE)


async def test_an_evaluator_has_no_feed(lasting: Actor) -> None:
    async with open_ctx(lasting) as ctx:
        stranger = Ctx(Actor("evaluator", new_id(), lasting.business_id), ctx.db)
        with pytest.raises(ScopeMissing):
            await make_feed(stranger, NewFeed())
