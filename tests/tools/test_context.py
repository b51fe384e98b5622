"""A mention joins the theme that it repeats, twice is once, and receipts follow a merged theme."""

import numpy as np
import pytest
from sqlalchemy import text

from cdt.embed import READER
from core.ids import new_id
from domain.access import Actor
from domain.language.gist import gist
from domain.language.shapes import Extraction, Topic
from memory import context, joining
from memory.ctx import Ctx
from tools.context import Mention, Reading, ThemeJoined, join_recurrence, record_extraction

AUDIT = "Customers cancel after the audit."
PRINTER = "The printer jammed on every label."


@pytest.fixture
def worker(ctx: Ctx) -> Ctx:
    """The code that works for the business, in the same transaction."""
    return Ctx(Actor("worker", business_id=ctx.business_id), ctx.db)


async def mention(ctx: Ctx, words: str) -> Mention:
    topic = Topic(topic="retention", p=0.9, quote=words, start=0, end=len(words))
    reading = Reading(
        source_kind="vent", source_id=new_id(), text=words, said_at=ctx.at,
        extraction=Extraction(topics=[topic]),
    )  # fmt: skip
    kept = await record_extraction(ctx, reading)
    part, it = gist(words, READER)
    return Mention(
        extraction_id=kept.id, topic="retention", quote=part.quote, start=part.start, end=part.end,
        said_at=ctx.at, vector=it.vector.tolist(), marks=it.marks,
    )  # fmt: skip


async def test_a_first_mention_opens_a_theme_and_its_repetition_joins(worker: Ctx) -> None:
    words = "Customers cancel as soon as the auditor has left."
    first = await join_recurrence(worker, await mention(worker, words))
    again = await join_recurrence(worker, await mention(worker, words))
    assert (first.count, again) == (1, ThemeJoined(theme_id=first.theme_id, count=2))


async def test_the_same_mention_joined_twice_counts_once(worker: Ctx) -> None:
    one = await mention(worker, "The ad account eats money and brings nobody.")
    first = await join_recurrence(worker, one)
    assert await join_recurrence(worker, one) == first
    assert len(await context.quotes_of(worker, first.theme_id)) == 1


async def test_another_matter_opens_another_theme(worker: Ctx) -> None:
    one = await join_recurrence(worker, await mention(worker, AUDIT))
    other = await join_recurrence(worker, await mention(worker, PRINTER))
    assert one.theme_id != other.theme_id


async def test_a_theme_points_at_the_extraction_of_each_mention(worker: Ctx) -> None:
    one = await mention(worker, "Nobody answers our cold mails.")
    theme = (await join_recurrence(worker, one)).theme_id
    query = text("select to_id from evidence_links where from_kind = 'theme' and from_id = :theme")
    assert await worker.value(query.bindparams(theme=theme)) == one.extraction_id


async def test_a_merged_theme_stays_to_be_found_and_leads_on(worker: Ctx) -> None:
    older = await join_recurrence(worker, await mention(worker, AUDIT))
    younger = await join_recurrence(worker, await mention(worker, PRINTER))
    standing = await joining.load(worker)
    standing.absorb(younger.theme_id, older.theme_id)
    await standing.write(worker)
    assert len(await context.quotes_of(worker, older.theme_id)) == 2
    assert [row.id for row in await context.recurring(worker, 0) if row.count == 0] == [
        younger.theme_id
    ]


@pytest.mark.parametrize("wide", [383, 385])
async def test_vectors_of_another_size_are_refused(worker: Ctx, wide: int) -> None:
    one = await mention(worker, "Nobody answers.")
    with pytest.raises(ValueError, match="vector"):
        Mention(**{**one.model_dump(), "vector": np.ones(wide).tolist()})
