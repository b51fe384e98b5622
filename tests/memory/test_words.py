"""Words are found by whoever said them, hidden and shown, taken out or deleted with their row."""

from sqlalchemy import select

from memory import blobs, inputs, words
from memory.ctx import Ctx
from memory.whole import tables
from tools.vents import Vent, submit_vent


async def test_a_vent_is_hidden_and_shown_by_the_same_moment(ctx: Ctx) -> None:
    vent = (await submit_vent(ctx, Vent(text="Nobody answers the phone here."))).id
    await words.hide(ctx, "vent", vent, ctx.at)
    assert await inputs.vents(ctx) == []
    await words.show(ctx, "vent", vent, ctx.at)
    assert [row.id for row in await inputs.vents(ctx)] == [vent]


async def test_a_persons_words_are_theirs_alone(ctx: Ctx) -> None:
    vent = (await submit_vent(ctx, Vent(text="Nobody answers the phone here."))).id
    assert ctx.actor.user_id is not None
    assert await words.said_by(ctx, ctx.actor.user_id) == [("vent", vent)]
    assert await words.said_by(ctx, ctx.business_id) == []


async def test_an_emptied_vent_stays_without_words_and_name(ctx: Ctx) -> None:
    vent = (await submit_vent(ctx, Vent(text="Nobody answers the phone here.", tags=["a"]))).id
    await words.empty_source(ctx, "vent", vent)
    row = await words.source(ctx, "vent", vent)
    assert (row.text, row.tags, row.author_id) == ("", [], None)
    await words.drop_source(ctx, "vent", vent)
    assert await words.source(ctx, "vent", vent) is None


async def test_files_of_a_person_go_with_their_bytes(ctx: Ctx) -> None:
    blob = await blobs.put(ctx, b"a document")
    table = tables()["files"]
    row = {"id": ctx.business_id, "business_id": ctx.business_id, "name": "a.txt",
           "media": "text/plain", "size": 10, "pages": [], "page_count": 1, "shortened": False,
           "blob": blob, "author_id": ctx.actor.user_id, "visibility": "private",
           "at": ctx.at, "content_hash": "h"}  # fmt: skip
    await ctx.db.execute(table.insert(), row)
    assert ctx.actor.user_id is not None
    assert await words.drop_made_by(ctx, ctx.actor.user_id) == 1
    assert await ctx.rows(select(table.c.id)) == []
    assert await blobs.names(ctx) == []
