"""What is known: record what was read, one input or a backlog; join what recurs."""

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
from memory import context, events, inputs, joining, outcomes, recurrence, sorting
from memory.ctx import Ctx
from memory.recurrence import central
from tools import facets, indexing
from tools.base import Answer, Ask, tool

MOST = 200
"""Inputs that are kept at once, at the most."""


class Reading(Ask):
    """One input with what was read from it."""

    source_kind: str
    source_id: UUID
    text: str
    said_at: AwareDatetime
    extraction: Extraction


class Readings(Ask):
    """Several inputs of one kind with what was read from each."""

    readings: list[Reading] = Field(min_length=1, max_length=MOST)


class ExtractionKept(Answer):
    """The extraction's id, and whether it was new."""

    id: UUID
    new: bool


class ExtractionsKept(Answer):
    """What was kept, in the order in which it was given."""

    items: list[ExtractionKept]


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


class Mentions(Ask):
    """Several mentions, in the order in which they were made known."""

    mentions: list[Mention] = Field(min_length=1, max_length=MOST)


class ThemeJoined(Answer):
    """Which theme the mention belongs to and how often it was mentioned by now."""

    theme_id: UUID
    count: int


class ThemesJoined(Answer):
    """Where each mention stood when it had joined, in the order in which they were given."""

    items: list[ThemeJoined]


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
    return (await record_extractions(ctx, Readings(readings=[ask]))).items[0]


@tool("context:write")
async def record_extractions(ctx: Ctx, ask: Readings) -> ExtractionsKept:
    """Keep what was read from several inputs; what was taken back meanwhile is left out."""
    ids = [
        derived_id(ctx.business_id, "extraction", one.source_id, one.extraction.version)
        for one in ask.readings
    ]
    said = {one.source_id: one.text for one in ask.readings if one.source_kind == "vent"}
    gone = await inputs.moved_on(ctx, said) if said else set()
    rows = [
        _extraction_row(each, one)
        for each, one in zip(ids, ask.readings, strict=True)
        if one.source_id not in gone
    ]
    new = await context.keep_extractions(ctx, rows)
    read = {each: one for each, one in zip(ids, ask.readings, strict=True) if each in new}
    await _keep_passages(ctx, [*read.values()])
    await outcomes.link_all(
        ctx,
        [("extraction", each, one.source_kind, one.source_id, f"read from this {one.source_kind}")
         for each, one in read.items()],
    )  # fmt: skip
    for kind in dict.fromkeys(one.source_kind for one in read.values()):
        used = [one.source_id for one in read.values() if one.source_kind == kind]
        await outcomes.account_for(ctx, kind, used, "used", "read and indexed")
    facts = [
        ContextExtracted(extraction_id=each, source_kind=one.source_kind, source_id=one.source_id)
        for each, one in read.items()
    ]
    await events.record(ctx, *facts)
    return ExtractionsKept(items=[ExtractionKept(id=each, new=each in new) for each in ids])


@tool("context:write")
async def join_recurrence(ctx: Ctx, ask: Mention) -> ThemeJoined:
    """Join a mention to the theme that it repeats in other words, or start one. Twice is once."""
    return (await join_recurrences(ctx, Mentions(mentions=[ask]))).items[0]


@tool("context:write")
async def join_recurrences(ctx: Ctx, ask: Mentions) -> ThemesJoined:
    """Join several mentions, one after the other, each held against all before it."""
    await recurrence.one_at_a_time(ctx)
    themes = await joining.load(ctx)
    held = await recurrence.gists(ctx, [one.id for one in themes.mentions])
    usual = await asyncio.to_thread(_usual)
    about = await recurrence.background(ctx, _gist_of)
    shaped = await sorting.shaped(ctx)
    fresh: dict[UUID, tuple[Gist, datetime]] = {}

    def join(one: Mention) -> ThemeJoined:
        quote_id = derived_id(ctx.business_id, "theme_quote", one.extraction_id)
        theme_id = themes.theme_of(quote_id)
        if theme_id is not None:
            return ThemeJoined(theme_id=theme_id, count=themes.count(theme_id))
        gist = read_marks(np.asarray(one.vector, np.float32), one.marks)
        earlier = [held[each.id] for each in themes.mentions]
        standing = [each.theme_id for each in themes.mentions]
        placing = place(gist, earlier, standing, usual, about, shaped)
        new = derived_id(ctx.business_id, "theme", one.extraction_id)
        held[quote_id] = gist
        fresh[quote_id] = gist, one.said_at
        return _joined(themes, placing, one, (quote_id, placing.theme or new))

    items = await asyncio.to_thread(lambda: [join(one) for one in ask.mentions])
    await themes.write(ctx)
    await recurrence.keep_gists(ctx, fresh, model=MODEL)
    return ThemesJoined(items=items)


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


def _joined(
    themes: joining.Themes, placing: Placing[UUID], one: Mention, ids: tuple[UUID, UUID]
) -> ThemeJoined:  # fmt: skip
    """A mention (its quote's and its theme's id in `ids`) where it was placed."""
    quote_id, theme_id = ids
    if placing.theme is None:
        themes.begin(theme_id, one.topic, shorten(one.quote, 90), one.said_at)
    for younger in placing.absorbed:
        themes.absorb(younger, theme_id)
    for place_of_one in placing.moved:
        themes.move(place_of_one, theme_id)
    quote = {
        "id": quote_id, "theme_id": theme_id, "extraction_id": one.extraction_id,
        "quote": one.quote, "start": one.start, "end": one.end, "said_at": one.said_at,
    }  # fmt: skip
    return ThemeJoined(theme_id=theme_id, count=themes.join(quote))


def _gist_of(words: str) -> Gist:
    return read_gist(words, READER)[1]


@lru_cache(maxsize=1)
def _usual() -> np.ndarray:
    return common(embed)


def _extraction_row(extraction_id: UUID, one: Reading) -> dict[str, Any]:
    read = one.extraction
    return {
        "id": extraction_id, "source_kind": one.source_kind, "source_id": one.source_id,
        "version": read.version, "payload": read.model_dump(mode="json"),
        "topics": [topic.topic for topic in read.topics if topic.p >= 0.5],
        "sentiment": read.sentiment, "charge": read.charge,
        "confidence": _confidence(read), "said_at": one.said_at,
    }  # fmt: skip


async def _keep_passages(ctx: Ctx, readings: Sequence[Reading]) -> None:
    rows: list[dict[str, Any]] = []
    for kind in dict.fromkeys(one.source_kind for one in readings):
        own = [one for one in readings if one.source_kind == kind]
        words = await inputs.words_of_many(ctx, kind, [one.source_id for one in own])
        for one in own:
            row = words.get(one.source_id)
            known = facets.of_words(row, kind, one.said_at, one.extraction)
            rows += [
                {
                    "source_type": kind, "source_id": one.source_id, "position": position,
                    "text_chunk": passage, "said_at": one.said_at, "facets": known,
                }
                for position, passage in enumerate(cut(one.text))
            ]  # fmt: skip
    if rows:
        await indexing.keep(ctx, rows)


def _confidence(read: Extraction) -> str:
    """High, medium or low by the surest topic (seed 001 §2.3, lineage)."""
    best = max((topic.p for topic in read.topics), default=0.0)
    return "high" if best >= 0.8 else "medium" if best >= 0.5 else "low"
