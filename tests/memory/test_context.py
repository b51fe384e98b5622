"""What was read is kept once per version; themes count their mentions; the day's snapshot wins."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from core.ids import new_id
from memory import context, joining
from memory.ctx import Ctx


def a_reading(ctx: Ctx, **changes: Any) -> dict[str, Any]:
    """A row for an extraction."""
    return {"id": new_id(), "source_kind": "vent", "source_id": new_id(), "version": "1",
            "payload": {"topics": []}, "topics": ["pricing"], "said_at": ctx.at,
            **changes}  # fmt: skip


async def a_theme(ctx: Ctx, topic: str, mentions: int) -> UUID:
    """A theme with quotes, a day apart."""
    theme = new_id()
    await context.start_theme(ctx, theme, topic, f"about {topic}", ctx.at)
    for day in range(mentions):
        reading = a_reading(ctx, said_at=ctx.at + timedelta(days=day))
        await context.keep_extractions(ctx, [reading])
        quote = {"id": new_id(), "theme_id": theme, "extraction_id": reading["id"], "quote": "q",
                 "start": 0, "end": 1, "said_at": reading["said_at"]}  # fmt: skip
        standing = await joining.load(ctx)
        assert standing.join(quote) == day + 1
        await standing.write(ctx)
    return theme


async def test_an_input_is_read_once_by_each_version(ctx: Ctx) -> None:
    reading = a_reading(ctx)
    assert await context.keep_extractions(ctx, [reading]) == {reading["id"]}
    newer = {**reading, "id": new_id(), "version": "2"}
    twice = [{**reading, "id": new_id()}, newer]
    assert await context.keep_extractions(ctx, twice) == {newer["id"]}
    assert await context.keep_extractions(ctx, []) == set()
    both = [newer["id"], new_id(), reading["id"]]
    found = await context.extractions_among(ctx, both)
    assert [row.id for row in found] == [newer["id"], reading["id"]]
    assert [row.version for row in await context.extractions(ctx)] != []
    assert (await context.extraction(ctx, newer["id"])).version == "2"
    assert await context.extraction(ctx, new_id()) is None


async def test_a_theme_counts_its_mentions_and_knows_the_first_and_the_last(ctx: Ctx) -> None:
    await a_theme(ctx, "pricing", 3)
    (row,) = await context.recurring(ctx)
    assert (row.count, row.first_at, row.last_at) == (3, ctx.at, ctx.at + timedelta(days=2))
    assert row.label == "about pricing"


async def test_what_is_said_most_comes_first_and_once_is_no_recurrence(ctx: Ctx) -> None:
    for topic, mentions in (("hiring", 1), ("pricing", 2), ("seo", 4)):
        await a_theme(ctx, topic, mentions)
    assert [row.topic for row in await context.recurring(ctx)] == ["seo", "pricing"]


async def test_quotes_name_their_source_oldest_first(ctx: Ctx) -> None:
    theme = await a_theme(ctx, "pricing", 2)
    quotes = await context.quotes_of(ctx, theme)
    assert [quote.source_kind for quote in quotes] == ["vent", "vent"]
    assert quotes[0].said_at < quotes[1].said_at


async def test_the_later_snapshot_of_a_day_replaces_the_earlier(ctx: Ctx) -> None:
    day = date(2026, 11, 1)
    await context.keep_snapshot(ctx, "vents", day - timedelta(days=1), {"mood": "old"})
    for mood in ("flat", "rising"):
        await context.keep_snapshot(ctx, "vents", day, {"mood": mood})
    assert (await context.snapshot(ctx, "vents")).payload == {"mood": "rising"}
    assert await context.snapshot(ctx, "calendar") is None
