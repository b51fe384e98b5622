"""The interview as a page has it: chips, corrections, a pasted text, a first insight."""

import pytest

from core.ids import new_id
from domain.access import Actor
from domain.interview import NotAProfileValue, bank
from jobs import worker
from memory import context, inputs, passages, people
from memory.ctx import Ctx, open_ctx
from tests.domain.language.test_told import PITCH
from tools.base import Nothing
from tools.interviews import (
    FIRST_RUN,
    Choice,
    Correction,
    Interview,
    NoSuchAnswer,
    NothingToCorrect,
    OneInterview,
    Told,
    choose_field,
    correct_answer,
    find_interview,
    read_interview,
    tell_text,
)
from tools.onboarding import NoSuchInterview, Said, Start, Thread, finish_interview, record_answer
from tools.onboarding import start_interview as start

QUESTIONS = {row["field"]: row["text"] for row in bank()["questions"]}


async def said(ctx: Ctx, *answers: tuple[str, str | None]) -> Interview:
    """The first run after these answers to the questions of those fields."""
    standing = await start(ctx, Start(key=FIRST_RUN))
    for turn, (field, answer) in enumerate(answers):
        turned = Said(
            thread_id=standing.thread_id, turn=turn, question=QUESTIONS[field], answer=answer
        )
        await record_answer(ctx, turned)
    return await read_interview(ctx, OneInterview(thread_id=standing.thread_id))


def field(it: Interview, name: str) -> object:
    """The value of a field as the page shows it."""
    found = [line for group in it.groups for line in group.known if line.field == name]
    return found[0].value if found else None


async def test_an_interview_is_found_again_on_any_device(ctx: Ctx) -> None:
    assert (await find_interview(ctx, Nothing())).thread_id is None
    it = await said(ctx, ("business_name", "Toffee House"))
    assert (await find_interview(ctx, Nothing())).thread_id == it.thread_id
    await finish_interview(ctx, Thread(thread_id=it.thread_id))
    assert (await find_interview(ctx, Nothing())).finished
    with pytest.raises(NoSuchInterview):
        await read_interview(ctx, OneInterview(thread_id=new_id()))


async def test_it_says_what_was_understood_and_what_is_asked_next(ctx: Ctx) -> None:
    it = await said(
        ctx, ("business_name", "Toffee House"), ("industry", None),
        ("stage", "We just closed our seed round."),
    )  # fmt: skip
    assert [turn.answer for turn in it.turns][1] is None
    assert "stage" in it.turns[2].fields
    assert (it.next_turn, field(it, "stage")) == (3, "seed")
    assert it.next_question is not None
    assert it.next_options is not None
    assert it.next_options.field == it.next_question.field != "industry"
    assert it.insight.kind == "not_yet"
    assert 0 < it.coverage < 1


async def test_a_chip_stands_over_what_was_read_and_can_be_taken_back(ctx: Ctx) -> None:
    it = await said(ctx, ("stage", "We just closed our seed round."))
    pick = Choice(thread_id=it.thread_id, field="stage", value="growth")
    changed = await choose_field(ctx, pick)
    assert [(c.field, c.before, c.after) for c in changed.changes] == [("stage", "seed", "growth")]
    assert changed.changes[0].sure_after == 1.0
    profile = await people.profile(ctx)
    assert profile is not None
    assert profile.stage == "growth"
    await choose_field(ctx, Choice(thread_id=it.thread_id, field="stage"))
    it = await read_interview(ctx, OneInterview(thread_id=it.thread_id))
    assert field(it, "stage") is None
    with pytest.raises(NotAProfileValue):
        await choose_field(ctx, Choice(thread_id=it.thread_id, field="stage", value="huge"))


async def test_a_corrected_answer_changes_what_came_of_it(lasting: Actor) -> None:
    async with open_ctx(lasting) as ctx:
        it = await said(ctx, ("stage", "We just closed our seed round."))
    await worker.drain()
    async with open_ctx(lasting) as ctx:
        other = Correction(thread_id=it.thread_id, turn=0, answer="Series A, since June.")
        changed = await correct_answer(ctx, other)
        assert [(c.before, c.after) for c in changed.changes if c.field == "stage"] == [
            ("seed", "series_a")
        ]
        with pytest.raises(NothingToCorrect):
            await correct_answer(ctx, other)
        with pytest.raises(NoSuchAnswer):
            await correct_answer(ctx, Correction(thread_id=it.thread_id, turn=9, answer="x"))
    await worker.drain()
    async with open_ctx(lasting, read_only=True) as ctx:
        texts = [each.text for each in await passages.load(ctx) if each.kind == "answer"]
        assert texts == ["Series A, since June."]
        assert len(await context.extractions(ctx)) == 1
        rows = await ctx.rows(inputs.answer_corrections.select())
        assert [row.answer for row in rows] == ["We just closed our seed round."]


async def test_an_answer_may_become_a_gap(ctx: Ctx) -> None:
    it = await said(ctx, ("stage", "We just closed our seed round."))
    changed = await correct_answer(ctx, Correction(thread_id=it.thread_id, turn=0))
    assert changed.coverage < changed.coverage_before
    profile = await people.profile(ctx)
    assert profile is not None
    assert profile.stage is None


async def test_a_pasted_text_leaves_only_the_gaps_to_ask(ctx: Ctx) -> None:
    it = await said(ctx)
    before = it.coverage
    changed = await tell_text(ctx, Told(thread_id=it.thread_id, text=PITCH, name="Our site"))
    assert changed.coverage > before
    it = await read_interview(ctx, OneInterview(thread_id=it.thread_id))
    lines = {line.field: line for group in it.groups for line in group.known}
    assert lines["stage"].source == "guessed"
    assert lines["stage"].confidence < 0.5
    assert lines["stage"].quotes
    assert it.next_question is not None
    assert it.next_question.field == "business_name"
    await choose_field(ctx, Choice(thread_id=it.thread_id, field="stage", value="seed"))
    it = await read_interview(ctx, OneInterview(thread_id=it.thread_id))
    lines = {line.field: line for group in it.groups for line in group.known}
    assert (lines["stage"].source, lines["stage"].confidence) == ("chosen", 1.0)
