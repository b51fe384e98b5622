"""What is known: record an extraction, join what recurs."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import numpy as np
from pydantic import AwareDatetime, Field

from cdt.embed import MODEL, READER, embed
from core.ids import derived_id
from core.text import shorten
from domain.events import ContextExtracted
from domain.language.chunks import cut
from domain.language.gist import common
from domain.language.gist import gist as read_gist
from domain.language.shapes import Extraction
from domain.recurrence import Gist, Placing, place, read_marks
from memory import context, events, inputs, outcomes, recurrence, sorting
from memory.ctx import Ctx
from memory.recurrence import central
from tools import facets, indexing
from tools.base import Answer, Ask, tool


class Reading(Ask):
    """One input with what was read from it."""

    source_kind: str
    source_id: UUID
    text: str
    said_at: AwareDatetime
    extraction: Extraction


class ExtractionKept(Answer):
    """The extraction's id, and whether it was new."""

    id: UUID
    new: bool


class Mention(Ask):
    """The sentence that speaks for an extraction, and what the whole is compared by.

    `vector` has 384 numbers and unit length, `marks` are those of `domain.recurrence.Gist`.
    """

    extraction_id: UUID
    topic: str
    quote: str
    start: int
    end: int
    said_at: AwareDatetime
    vector: list[float] = Field(min_length=384, max_length=384)
    marks: str


class ThemeJoined(Answer):
    """Which theme the mention belongs to and how often it was mentioned by now."""

    theme_id: UUID
    count: int


class Least(Ask):
    """How often something has to have come up."""

    least: int = Field(default=2, ge=1)
    limit: int = Field(default=50, ge=1, le=500)


class ThemeLine(Answer):
    """Something that keeps coming back, with the words in which it did, oldest first.

    `topic` is empty where less than half of the quotes share one.
    """

    id: UUID
    topic: str
    label: str
    count: int
    first_at: datetime
    last_at: datetime
    quotes: list[str]


class ThemeList(Answer):
    """Themes, most mentioned first."""

    items: list[ThemeLine]


@tool("context:write")
async def record_extraction(ctx: Ctx, ask: Reading) -> ExtractionKept:
    """Keep what was read from an input, with its passages and their vectors."""
    read = ask.extraction
    extraction_id = derived_id(ctx.business_id, "extraction", ask.source_id, read.version)
    if ask.source_kind == "vent" and await inputs.moved_on(ctx, ask.source_id, ask.text):
        return ExtractionKept(id=extraction_id, new=False)
    row = {
        "id": extraction_id, "source_kind": ask.source_kind, "source_id": ask.source_id,
        "version": read.version, "payload": read.model_dump(mode="json"),
        "topics": [topic.topic for topic in read.topics if topic.p >= 0.5],
        "sentiment": read.sentiment, "charge": read.charge,
        "confidence": _confidence(read), "said_at": ask.said_at,
    }  # fmt: skip
    if not await context.keep_extraction(ctx, row):
        return ExtractionKept(id=extraction_id, new=False)
    await _keep_passages(ctx, ask)
    why = "read from this " + ask.source_kind
    await outcomes.link(ctx, "extraction", extraction_id, [(ask.source_kind, ask.source_id, why)])
    await outcomes.account_for(ctx, ask.source_kind, [ask.source_id], "used", "read and indexed")
    fact = ContextExtracted(
        extraction_id=extraction_id, source_kind=ask.source_kind, source_id=ask.source_id
    )
    await events.record(ctx, fact)
    return ExtractionKept(id=extraction_id, new=True)


@tool("context:write")
async def join_recurrence(ctx: Ctx, ask: Mention) -> ThemeJoined:
    """Join a mention to the theme that it repeats in other words, or start one. Twice is once."""
    await recurrence.one_at_a_time(ctx)
    quote_id = derived_id(ctx.business_id, "theme_quote", ask.extraction_id)
    known = await context.theme_of(ctx, quote_id)
    if known is not None:
        return ThemeJoined(theme_id=known.id, count=known.count)
    gist = read_marks(np.asarray(ask.vector, np.float32), ask.marks)
    rows = await context.mentions(ctx)
    placing = await _placing(ctx, gist, rows)
    theme_id = placing.theme or derived_id(ctx.business_id, "theme", ask.extraction_id)
    if placing.theme is None:
        await context.start_theme(ctx, theme_id, ask.topic, shorten(ask.quote, 90), ask.said_at)
    for younger in placing.absorbed:
        await _absorb(ctx, younger, theme_id)
    for place_of_one in placing.moved:
        await _move(ctx, rows[place_of_one], theme_id)
    quote = {
        "id": quote_id, "theme_id": theme_id, "extraction_id": ask.extraction_id,
        "quote": ask.quote, "start": ask.start, "end": ask.end, "said_at": ask.said_at,
    }  # fmt: skip
    count = await context.join_theme(ctx, quote)
    await recurrence.keep_gist(ctx, quote_id, gist, model=MODEL, said_at=ask.said_at)
    why = f"mention {count} of this theme"
    await outcomes.link(ctx, "theme", theme_id, [("extraction", ask.extraction_id, why)])
    return ThemeJoined(theme_id=theme_id, count=count)


@tool("context:read")
async def list_themes(ctx: Ctx, ask: Least) -> ThemeList:
    """What keeps coming back in what people say."""
    items = []
    for row in (await context.recurring(ctx, ask.least))[: ask.limit]:
        every = await context.quotes_of(ctx, row.id)
        topic = shared_topic(every)
        said = [one for one in every if await _may_see(ctx, one)]
        quotes = [one.quote for one in said]
        label = (await central(ctx, said)).quote if said else "told in private notes"
        items.append(
            ThemeLine(
                id=row.id, topic=topic, label=label, count=row.count,
                first_at=row.first_at, last_at=row.last_at, quotes=quotes,
            )
        )  # fmt: skip
    return ThemeList(items=items)


def shared_topic(quotes: Sequence[Any]) -> str:
    """The topic that at least half of the quotes are about, or "" where they have none in common.

    Among topics that are named as often, the one that stands first most often wins.
    """
    named = Counter(topic for one in quotes for topic in one.topics)
    first = Counter(one.topics[0] for one in quotes if one.topics)
    best = max(sorted(named), key=lambda topic: (named[topic], first[topic]), default="")
    return best if best and named[best] * 2 >= len(quotes) else ""


async def shareable(ctx: Ctx, kind: str, source_id: UUID) -> bool:
    """Whether everybody in the business may read these words (decisions: visibility)."""
    row = await inputs.words_of(ctx, kind, source_id)
    return row is not None and row.visibility == "team"


async def _may_see(ctx: Ctx, quote: Any) -> bool:
    return await _open_to(ctx, quote.source_kind, quote.source_id)


async def _open_to(ctx: Ctx, kind: str, source_id: UUID) -> bool:
    """A private note is shown to its author (or to the code that works for the business) only."""
    if kind != "vent" or ctx.actor.role == "worker":
        return True
    row = await inputs.words_of(ctx, "vent", source_id)
    return row is not None and (
        row.visibility == "team" or row.author_id in (None, ctx.actor.user_id)
    )


async def _placing(ctx: Ctx, gist: Gist, rows: Sequence[Any]) -> Placing[UUID]:
    held = await recurrence.gists(ctx, [row.id for row in rows])
    earlier, themes = [held[row.id] for row in rows], [row.theme_id for row in rows]
    usual = await asyncio.to_thread(_usual)
    about = await recurrence.background(ctx, _gist_of)
    shaped = await sorting.shaped(ctx)
    return await asyncio.to_thread(place, gist, earlier, themes, usual, about, shaped)


def _gist_of(words: str) -> Gist:
    return read_gist(words, READER)[1]


@lru_cache(maxsize=1)
def _usual() -> np.ndarray:
    return common(embed)


async def _absorb(ctx: Ctx, younger: UUID, older: UUID) -> None:
    """Make `younger` part of `older`; receipts of the younger lead on to the older."""
    moved = await context.merge_theme(ctx, younger, older)
    why = "said in other words before it was known to be this theme"
    await outcomes.link(ctx, "theme", older, [("extraction", one, why) for one in moved])
    await outcomes.link(ctx, "theme", younger, [("theme", older, "became part of this theme")])


async def _move(ctx: Ctx, mention: Any, theme_id: UUID) -> None:
    """Move one mention, and its receipt with it, to the theme that it fits better."""
    extraction_id = await context.move_mention(ctx, mention.id, theme_id)
    await outcomes.unlink(ctx, mention.theme_id, extraction_id)
    why = "fits this theme better than the one it was first counted to"
    await outcomes.link(ctx, "theme", theme_id, [("extraction", extraction_id, why)])


async def _keep_passages(ctx: Ctx, ask: Reading) -> None:
    kind, source_id = ask.source_kind, ask.source_id
    known = await facets.of_source(ctx, kind, source_id, ask.said_at, ask.extraction)
    rows = [
        {
            "source_type": kind, "source_id": source_id, "position": position,
            "text_chunk": passage, "said_at": ask.said_at, "facets": known,
        }
        for position, passage in enumerate(cut(ask.text))
    ]  # fmt: skip
    await indexing.keep(ctx, rows)


def _confidence(read: Extraction) -> str:
    """High, medium or low by the surest topic (seed 001 §2.3, lineage)."""
    best = max((topic.p for topic in read.topics), default=0.0)
    return "high" if best >= 0.8 else "medium" if best >= 0.5 else "low"
