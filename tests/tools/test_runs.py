"""A question makes a run and its work; one at a time in a chat; stop, retry and edit."""

from dataclasses import replace
from uuid import UUID

import pytest

from core.errors import BadInput, NotFound, TooLarge
from core.ids import new_id
from domain.access import Actor, ScopeMissing
from memory import queue, runs, threads
from memory.ctx import Ctx
from tests.memory.rows import as_actor, in_role
from tools.chats import NewThread, ThreadId, read_thread, start_thread
from tools.runs import (
    Again,
    AnswerUnderway,
    Begun,
    Edited,
    LogPage,
    NewQuestion,
    NotAQuestion,
    RunId,
    RunOver,
    ask_question,
    edit_question,
    read_events,
    read_run,
    retry_run,
    stop_run,
    underway,
)


async def asked(ctx: Ctx, text: str = "Why?") -> Begun:
    """A question in a chat of its own."""
    thread = await start_thread(ctx, NewThread())
    return await ask_question(ctx, NewQuestion(thread_id=thread.id, text=text))


async def ended(ctx: Ctx, run_id: UUID) -> None:
    """The run is over."""
    await runs.change(ctx, run_id, status="done")


async def test_a_question_makes_a_run_and_its_work_in_one_transaction(ctx: Ctx) -> None:
    begun = await asked(ctx)
    assert (await read_run(ctx, RunId(run_id=begun.run_id))).status == "queued"
    assert await queue.waiting(ctx) == 1
    found = await underway(ctx, begun.thread_id)
    assert found is not None
    assert found.run_id == begun.run_id


async def test_a_second_question_waits_for_the_end_of_the_first_answer(ctx: Ctx) -> None:
    begun = await asked(ctx)
    again = NewQuestion(thread_id=begun.thread_id, text="And why not?")
    with pytest.raises(AnswerUnderway, match="stop it") as caught:
        await ask_question(ctx, again)
    assert caught.value.status == 409
    await ended(ctx, begun.run_id)
    second = await ask_question(ctx, again)
    talk = await read_thread(ctx, ThreadId(thread_id=begun.thread_id))
    assert [one.id for one in talk.messages] == [begun.question_id, second.question_id]


async def test_a_question_is_answered_again_on_the_same_words(ctx: Ctx) -> None:
    begun = await asked(ctx)
    await ended(ctx, begun.run_id)
    again = await retry_run(ctx, Again(run_id=begun.run_id, mode="strict"))
    assert (again.question_id, again.run_id != begun.run_id) == (begun.question_id, True)
    assert (await read_run(ctx, RunId(run_id=again.run_id))).mode == "strict"


async def test_only_questions_are_edited(ctx: Ctx) -> None:
    begun = await asked(ctx)
    await ended(ctx, begun.run_id)
    saying = threads.Saying("assistant", {"text": "Because."}, begun.question_id)
    answer = await threads.say(ctx, begun.thread_id, saying)
    with pytest.raises(NotAQuestion):
        await edit_question(ctx, Edited(message_id=answer, text="x"))


async def test_what_has_ended_is_not_stopped(ctx: Ctx) -> None:
    begun = await asked(ctx)
    await stop_run(ctx, RunId(run_id=begun.run_id))
    await stop_run(ctx, RunId(run_id=begun.run_id))
    await ended(ctx, begun.run_id)
    with pytest.raises(RunOver, match="done"):
        await stop_run(ctx, RunId(run_id=begun.run_id))


async def test_a_question_that_is_too_long_or_empty_is_named(ctx: Ctx) -> None:
    with pytest.raises(TooLarge, match="20,001"):
        await asked(ctx, "x" * 20_001)
    with pytest.raises(BadInput, match="empty"):
        await asked(ctx, " \n")


async def test_nobody_else_asks_reads_or_stops_in_ones_chat(ctx: Ctx) -> None:
    begun = await asked(ctx)
    async with as_actor(ctx, replace(ctx.actor, user_id=new_id())) as other:
        for attempt in (
            ask_question(other, NewQuestion(thread_id=begun.thread_id, text="x")),
            read_events(other, LogPage(thread_id=begun.thread_id)),
            stop_run(other, RunId(run_id=begun.run_id)),
            retry_run(other, Again(run_id=begun.run_id)),
            edit_question(other, Edited(message_id=begun.question_id, text="x")),
        ):
            with pytest.raises(NotFound):
                await attempt


async def test_who_may_not_read_the_memory_may_not_ask_it(ctx: Ctx) -> None:
    begun = await asked(ctx)
    evaluator: Actor = in_role(ctx.actor, "evaluator")
    async with as_actor(ctx, evaluator) as other:
        with pytest.raises(ScopeMissing):
            await ask_question(other, NewQuestion(thread_id=begun.thread_id, text="x"))
