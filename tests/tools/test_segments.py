"""Segments rest on words, plans and results, are shown as one may read, and obey their founder."""

from datetime import timedelta

import pytest

from core.errors import NotAllowed
from core.ids import new_id
from domain.access import Actor
from domain.choices import IntoItself
from domain.imports import CalendarRow
from domain.work import ExtractContext
from jobs import extract_context
from memory import inputs
from memory.ctx import Ctx, acting
from tests.worlds import content, facts
from tools.base import Nothing
from tools.calendar import Entries, save_entries
from tools.derived import NotDerived, derive
from tools.receipts import OneId, check_evidence, read_receipt
from tools.segments import (
    SegmentDecision,
    SegmentId,
    SegmentLine,
    decide_on_segment,
    list_segments,
    read_segment,
)
from tools.vents import Vent, VentId, submit_vent, withdraw_vent

SAID = (
    "The webinar was full of quality managers.",
    "Three quality managers wrote to us after it.",
    "We speak to quality managers first.",
)


async def noted(worker: Ctx, *texts: str) -> list[VentId]:
    """Notes of several days that were read."""
    made = []
    for day, words in enumerate(texts):
        at = worker.at - timedelta(days=9 + day)
        vent = Vent.model_validate({"text": words, "at": at, "visibility": "team"})
        kept = await submit_vent(worker, vent)
        await extract_context.run(worker, ExtractContext(source_kind="vent", source_ids=(kept.id,)))
        made.append(VentId(id=kept.id))
    return made


async def segments(ctx: Ctx) -> dict[str, SegmentLine]:
    """The segments that are shown, by name."""
    return {one.name: one for one in (await list_segments(ctx, Nothing())).items}


async def test_what_is_said_often_is_a_segment_with_its_sentences(worker: Ctx) -> None:
    await noted(worker, *SAID, "I met two students on the train.")
    for _ in range(2):
        await derive(worker)
    (one,) = (await segments(worker)).values()
    assert (one.name, one.said, one.entries, one.enough) == ("quality managers", 3, 0, True)
    assert (one.share.n, one.share.of, one.share.enough) == (3, 4, False)
    found = await read_segment(worker, SegmentId(segment_id=one.id))
    assert {quote.quote for quote in found.quotes} == {*SAID}
    receipt = await read_receipt(worker, OneId(id=one.id))
    assert (receipt.kind, receipt.chain[-1].kind) == ("segment", "sentence")
    health = await check_evidence(worker, Nothing())
    assert health.total == health.resolved


async def test_said_twice_is_too_little_and_once_is_nothing(worker: Ctx) -> None:
    await noted(worker, *SAID[:2], "A plan for retailers.")
    await derive(worker)
    found = await list_segments(worker, Nothing())
    assert found.items == []
    assert [(one.name, one.said) for one in found.possible] == [("quality managers", 2)]


async def test_plans_and_results_say_where_it_is_reached_and_how_it_responds(worker: Ctx) -> None:
    await content(worker)
    await derive(worker)
    found = await segments(worker)
    best, worst = found["quality manager"], found["shop owner"]
    assert (best.measured, worst.measured) == (40, 20)
    assert {one.channel for one in best.channels} == {"webinars", "email"}
    assert best.reply is not None
    assert worst.reply is not None
    assert best.reply.clear
    assert (best.reply.difference or 0) > 0 > (worst.reply.difference or 0)
    read = await read_segment(worker, SegmentId(segment_id=best.id))
    assert read.entries[0].quote.startswith("Lost records, part")


async def test_the_same_one_in_other_words_is_one(worker: Ctx) -> None:
    await noted(worker, *SAID)
    row = CalendarRow(id="e1", title="A post", artifact_type="blog_post", segment="quality_manager",
                      publish_on=worker.at.date(), status="planned")  # fmt: skip
    await save_entries(worker, Entries(entries=[row]))
    await derive(worker)
    (one,) = (await segments(worker)).values()
    assert (one.said, one.entries) == (3, 1)
    assert {"quality managers", "quality_manager"} == {*one.names}


async def test_a_rename_a_merge_and_a_hiding_stand_over_the_next_computation(ctx: Ctx) -> None:
    async with acting(ctx.db, Actor("worker", business_id=ctx.business_id)) as worker:
        await noted(worker, *SAID)
        await content(worker)
        await derive(worker)
    found = await segments(ctx)
    one, other = found["quality manager"], found["shop owner"]

    async def decide(segment: SegmentLine, action: str, **more: object) -> SegmentLine:
        ask = {"segment_id": segment.id, "action": action, **more}
        return await decide_on_segment(ctx, SegmentDecision.model_validate(ask))

    assert (await decide(one, "rename", name="Quality people")).name == "Quality people"
    assert (await decide(other, "merge", into=one.id)).id == one.id
    async with acting(ctx.db, Actor("worker", business_id=ctx.business_id)) as worker:
        await derive(worker)
    (both,) = (await segments(ctx)).values()
    assert (both.name, both.measured, both.parts) == ("Quality people", 60, [other.id])
    assert (await read_segment(ctx, SegmentId(segment_id=other.id))).line.id == one.id
    with pytest.raises(IntoItself):
        await decide(both, "merge", into=other.id)
    assert (await decide(other, "part")).id == other.id
    assert (await decide(one, "hide")).hidden
    assert [*(await segments(ctx))] == ["shop owner"]
    assert not (await decide(one, "show")).hidden
    assert (await decide(one, "rename")).name == "quality manager"
    assert await facts(ctx, "MarketJudged") == 6
    with pytest.raises(NotDerived):
        await decide(one, "part")


async def test_what_rests_on_a_private_note_is_shown_to_its_author_alone(ctx: Ctx) -> None:
    for words in SAID:
        at = ctx.at - timedelta(days=len(words))
        await submit_vent(ctx, Vent(text=words, at=at, visibility="private"))
    async with acting(ctx.db, Actor("worker", business_id=ctx.business_id)) as worker:
        for row in await inputs.vents(worker):
            work = ExtractContext(source_kind="vent", source_ids=(row.id,))
            await extract_context.run(worker, work)
        await derive(worker)
    (mine,) = (await segments(ctx)).values()
    assert mine.name == "quality managers"
    other = Actor("team", user_id=new_id(), business_id=ctx.business_id)
    async with acting(ctx.db, other) as colleague:
        found = await list_segments(colleague, Nothing())
        assert (found.items, found.possible, found.hidden) == ([], [], [])
        with pytest.raises(NotDerived):
            await read_segment(colleague, SegmentId(segment_id=mine.id))


async def test_a_note_that_is_taken_back_counts_no_more_at_once(worker: Ctx) -> None:
    first, *_rest = await noted(worker, *SAID)
    await derive(worker)
    await withdraw_vent(worker, first)
    found = await list_segments(worker, Nothing())
    assert (len(found.items), [one.said for one in found.possible]) == (0, [2])


async def test_the_team_reads_and_does_not_decide(ctx: Ctx) -> None:
    other = Actor("team", user_id=new_id(), business_id=ctx.business_id)
    async with acting(ctx.db, other) as colleague:
        assert (await list_segments(colleague, Nothing())).items == []
        ask = SegmentDecision(segment_id=new_id(), action="hide")
        with pytest.raises(NotAllowed):
            await decide_on_segment(colleague, ask)
