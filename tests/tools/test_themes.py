"""A person splits and joins themes, undoes it, and is not overruled by the next note."""

import pytest
from sqlalchemy import text

from cdt.embed import READER
from core.ids import new_id
from domain.access import Actor
from domain.language.gist import gist
from domain.language.shapes import Extraction, Topic
from memory import context, sorting
from memory.ctx import Ctx
from tools.context import Mention, Reading, join_recurrence, record_extraction
from tools.themes import (
    BringBack,
    Join,
    NoSuchMention,
    NoSuchTheme,
    NothingLeft,
    OneTheme,
    TakeOut,
    bring_mentions_back,
    join_themes,
    split_theme,
)

LEAVING = "Customers cancel as soon as the auditor has left."


async def said(ctx: Ctx, words: str):
    """The theme that a note with these words comes to stand in."""
    worker = Ctx(Actor("worker", business_id=ctx.business_id), ctx.db)
    topic = Topic(topic="retention", p=0.9, quote=words, start=0, end=len(words))
    reading = Reading(
        source_kind="vent", source_id=new_id(), text=words, said_at=ctx.at,
        extraction=Extraction(topics=[topic]),
    )  # fmt: skip
    kept = await record_extraction(worker, reading)
    part, it = gist(words, READER)
    mention = Mention(
        extraction_id=kept.id, topic="retention", quote=part.quote, start=part.start, end=part.end,
        said_at=ctx.at, vector=it.vector.tolist(), marks=it.marks,
    )  # fmt: skip
    return (await join_recurrence(worker, mention)).theme_id


async def evidence(ctx: Ctx, theme_id) -> int:
    query = text("select count(*) from evidence_links where from_kind = 'theme' and from_id = :it")
    return await ctx.value(query.bindparams(it=theme_id))


async def test_a_mention_taken_out_is_a_theme_of_its_own_and_comes_back(ctx: Ctx) -> None:
    theme = await said(ctx, LEAVING)
    assert await said(ctx, LEAVING) == theme
    second = (await sorting.mentions(ctx, theme))[1]
    done = await split_theme(ctx, TakeOut(theme_id=theme, quote_ids=[second.id]))
    assert (await sorting.theme(ctx, theme)).count == 1
    assert (await sorting.theme(ctx, done.theme_id)).count == 1
    assert (await evidence(ctx, theme), await evidence(ctx, done.theme_id)) == (1, 1)
    back = await bring_mentions_back(ctx, BringBack(theme_id=done.theme_id, home=theme))
    assert (back.theme_id, back.moved) == (theme, 1)
    assert (await evidence(ctx, theme), await evidence(ctx, done.theme_id)) == (2, 0)


async def test_joined_themes_stay_joined_when_more_is_said(ctx: Ctx) -> None:
    leaving, printer = await said(ctx, LEAVING), await said(ctx, "The printer jams on every label.")
    await join_themes(ctx, Join(theme_id=printer, into=leaving))
    assert {row.id for row in await context.recurring(ctx, 1)} == {leaving}
    assert await said(ctx, "The printer jammed again, on every single label.") is not None
    assert len(await sorting.mentions(ctx, leaving, sorted_from=printer)) == 1
    await bring_mentions_back(ctx, BringBack(theme_id=leaving, home=printer))
    assert (await sorting.theme(ctx, printer)).count == 1


async def test_what_cannot_be_sorted_is_refused_with_the_reason(ctx: Ctx) -> None:
    theme = await said(ctx, LEAVING)
    own = (await sorting.mentions(ctx, theme))[0].id
    with pytest.raises(NothingLeft):
        await split_theme(ctx, TakeOut(theme_id=theme, quote_ids=[own]))
    with pytest.raises(NoSuchMention):
        await split_theme(ctx, TakeOut(theme_id=theme, quote_ids=[new_id()]))
    with pytest.raises(NoSuchTheme):
        await join_themes(ctx, Join(theme_id=new_id(), into=theme))
    with pytest.raises(OneTheme):
        await join_themes(ctx, Join(theme_id=theme, into=theme))
