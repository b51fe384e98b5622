"""A question is answered step by step, each told once; it waits for people and survives a kill."""

import asyncio
import os
import signal
import subprocess
import sys
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import text

from cdt.model_says import Use
from cdt.model_server import running
from core import settings
from domain.access import Actor
from domain.run_events import said_in
from domain.work import AnswerQuestion
from graphs import chat
from jobs import worker
from memory import checkpoints, db, locks, queue, receipts, runs
from memory.ctx import open_ctx
from memory.server import OWNER
from tests.architecture.tree import ROOT
from tests.chats import (
    SENTENCES,
    VENTS,
    answer_in,
    asked,
    in_words,
    kinds,
    log_of,
    member,
    speaking,
    status_of,
    told,
    until_said,
)
from tests.conftest import other_business
from tests.worlds import facts
from tools.approvals import Decision, decide
from tools.chats import ThreadId, read_thread
from tools.receipts import OneId, read_receipt
from tools.runs import RunId, stop_run

WHOLE = [
    "RUN_STARTED", "STEP_STARTED", "STEP_FINISHED", "STEP_STARTED", "TEXT_MESSAGE_START",
    "TEXT_MESSAGE_CONTENT", "TEXT_MESSAGE_END", "audit", "STEP_FINISHED", "MESSAGES_SNAPSHOT",
    "RUN_FINISHED",
]  # fmt: skip
NOTE = "Note that the invoice tool broke again today."
WORKER = """
from core import start
import asyncio
from jobs import worker
asyncio.run(worker.drain())
"""


ONE = other_business()


def begun_in(actor: Actor) -> UUID:
    """The business of an actor that has one."""
    return UUID(str(actor.business_id))


@pytest.fixture
async def ada(lasting: Actor) -> Actor:
    """A founder of a business that something is known of."""
    await told(await member(lasting))
    return lasting


def without_tools(events: list[dict[str, object]]) -> list[str]:
    """Kinds of events, but for those of tools."""
    return [each for each in kinds(events) if not each.startswith("TOOL_CALL")]


async def test_a_question_is_answered_and_every_step_told_in_order(ada: Actor) -> None:
    begun = await asked(ada, "Why do customers cancel?")
    await worker.drain()
    events = await log_of(ada, begun.thread_id)
    pieces = [each for each in without_tools(events) if each != "TEXT_MESSAGE_CONTENT"]
    assert pieces == [each for each in WHOLE if each != "TEXT_MESSAGE_CONTENT"]
    answer = await answer_in(ada, begun.thread_id)
    assert said_in(events)[0].strip() == answer.text.strip()
    assert VENTS[0] in answer.text
    assert await status_of(ada, begun.run_id) == "done"


async def test_an_answer_has_a_receipt_that_ends_in_what_was_said(ada: Actor) -> None:
    begun = await asked(ada, "Why do customers cancel?")
    await worker.drain()
    answer = await answer_in(ada, begun.thread_id)
    async with open_ctx(ada, read_only=True) as ctx:
        receipt = await read_receipt(ctx, OneId(id=answer.id))
        assert (await receipts.unresolved(ctx))[1] == []
    assert [step.kind for step in receipt.chain] == ["reply", "sentence"]
    assert receipt.chain[-1].text == VENTS[0]


async def test_a_run_that_ended_leaves_no_checkpoint_and_is_not_done_again(ada: Actor) -> None:
    begun = await asked(ada, "Why do customers cancel?")
    await worker.drain()
    before = await log_of(ada, begun.thread_id)
    await chat.answer(begun_in(ada), begun.run_id)
    assert await log_of(ada, begun.thread_id) == before
    key = checkpoints.key_in(begun_in(ada), begun.run_id)
    saver = checkpoints.saver(begun_in(ada))
    assert await saver.aget_tuple({"configurable": {"thread_id": key}}) is None


async def test_no_words_stand_in_a_checkpoint(ada: Actor) -> None:
    begun = await asked(ada, NOTE)
    await worker.drain()
    assert await status_of(ada, begun.run_id) == "waiting"
    async with open_ctx(ada) as ctx:
        found = await ctx.rows(text("select checkpoint::text || metadata::text from checkpoints"))
        blobs = await ctx.rows(text("select blob from checkpoint_blobs"))
        writes = await ctx.rows(text("select blob from checkpoint_writes"))
    kept = "".join(row[0] for row in found).encode()
    kept += b"".join(bytes(row[0] or b"") for row in [*blobs, *writes])
    assert found
    assert b"invoice" not in kept
    assert b"broke" not in kept


async def test_words_of_a_model_are_told_sentence_by_sentence(ada: Actor) -> None:
    with speaking(in_words(), between=0.0):
        begun = await asked(ada, "Why do customers cancel?")
        await worker.drain()
    events = await log_of(ada, begun.thread_id)
    assert kinds(events).count("TEXT_MESSAGE_CONTENT") == len(SENTENCES)
    answer = await answer_in(ada, begun.thread_id)
    assert (answer.more["by"], answer.text) == ("model", " ".join(SENTENCES))


async def test_an_answer_is_stopped_and_what_was_said_is_kept(ada: Actor) -> None:
    with speaking(in_words(60), between=0.03):
        begun = await asked(ada, "Why do customers cancel?")
        answering = asyncio.create_task(worker.drain())
        await until_said(ada, begun.thread_id, 2)
        async with open_ctx(ada) as ctx:
            await stop_run(ctx, RunId(run_id=begun.run_id))
        await answering
    events = await log_of(ada, begun.thread_id)
    assert events[-1]["outcome"] == {"type": "cancelled"}
    answer = await answer_in(ada, begun.thread_id)
    assert answer.more["stopped"]
    assert answer.text == said_in(events)[0]
    assert answer.text.startswith(SENTENCES[0])
    assert await status_of(ada, begun.run_id) == "stopped"


async def test_a_run_stopped_before_it_began_says_so(ada: Actor) -> None:
    begun = await asked(ada, "Why do customers cancel?")
    async with open_ctx(ada) as ctx:
        await stop_run(ctx, RunId(run_id=begun.run_id))
    await worker.drain()
    assert kinds(await log_of(ada, begun.thread_id)) == [
        "RUN_STARTED", "MESSAGES_SNAPSHOT", "RUN_FINISHED",
    ]  # fmt: skip
    assert (await answer_in(ada, begun.thread_id)).text == "Stopped before anything was said."


async def test_two_processes_never_answer_one_run(ada: Actor) -> None:
    begun = await asked(ada, "Why do customers cancel?")
    with speaking(in_words(20), between=0.02):
        first = asyncio.create_task(chat.answer(begun_in(ada), begun.run_id))
        await until_said(ada, begun.thread_id, 1)
        with pytest.raises(locks.HeldElsewhere):
            await chat.answer(begun_in(ada), begun.run_id)
        await first
    assert kinds(await log_of(ada, begun.thread_id)).count("RUN_FINISHED") == 1


async def test_whoever_was_overtaken_says_no_more(ada: Actor) -> None:
    begun = await asked(ada, "Why do customers cancel?")
    with speaking(in_words(40), between=0.02):
        slow = asyncio.create_task(chat.answer(begun_in(ada), begun.run_id))
        await until_said(ada, begun.thread_id, 1)
        async with open_ctx(ada) as ctx:
            await runs.take_up(ctx, begun.run_id)
        before = len(await log_of(ada, begun.thread_id))
        await slow
    assert len(await log_of(ada, begun.thread_id)) <= before + 1
    assert await status_of(ada, begun.run_id) == "running"


async def test_an_answer_goes_on_after_its_worker_was_killed_in_the_middle(ada: Actor) -> None:
    with speaking(in_words(12), between=0.04):
        begun = await asked(ada, "Why do customers cancel?")
        child = subprocess.Popen([sys.executable, "-c", WORKER], cwd=ROOT)
        await until_said(ada, begun.thread_id, 2)
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        await worker.recover()
        await worker.drain()
    events = await log_of(ada, begun.thread_id)
    assert kinds(events).count("words_withdrawn") == 1
    assert kinds(events).count("RUN_STARTED") == kinds(events).count("RUN_FINISHED") == 1
    answer = await answer_in(ada, begun.thread_id)
    assert said_in(events)[0] == answer.text
    async with open_ctx(ada, read_only=True) as ctx:
        talk = await read_thread(ctx, ThreadId(thread_id=begun.thread_id))
    assert [one.role for one in talk.messages] == ["user", "assistant"]
    async with open_ctx(ada, read_only=True) as ctx:
        assert await facts(ctx, "AnswerGiven") == 1


async def test_a_job_of_a_dead_worker_that_keeps_dying_marks_the_run_as_failed(
    ada: Actor,
) -> None:
    begun = await asked(ada, "Why do customers cancel?")
    async with queue.connected() as connection:
        found = await connection.execute("select id from pgqueuer")
        for (job_id,) in await found.fetchall():
            for _ in range(4):
                await queue.count_start(connection, job_id)
    with pytest.raises(worker.Buried):
        await worker.drain()
    events = await log_of(ada, begun.thread_id)
    assert events[-1]["type"] == "RUN_ERROR"
    assert "Your question is kept" in events[-1]["message"]
    assert await status_of(ada, begun.run_id) == "failed"


async def test_who_left_the_business_gets_no_answer_of_it(ada: Actor) -> None:
    begun = await asked(ada, "Why do customers cancel?")
    with psycopg.connect(db.dsn(OWNER), autocommit=True) as owner:
        owner.execute("delete from team_members where user_id = %s", (ada.user_id,))
    with pytest.raises(chat.NoLongerHere):
        await worker.drain()
    assert await status_of(ada, begun.run_id) == "failed"
    assert kinds(await log_of(ada, begun.thread_id)) == ["RUN_ERROR"]


async def test_an_act_waits_for_its_person_and_is_done_once_accepted(ada: Actor) -> None:
    begun = await asked(ada, NOTE)
    await worker.drain()
    assert await status_of(ada, begun.run_id) == "waiting"
    events = await log_of(ada, begun.thread_id)
    assert events[-1]["outcome"]["type"] == "interrupt"
    (act,) = events[-1]["outcome"]["interrupts"]
    async with open_ctx(ada) as ctx:
        (row,) = await runs.approvals_of(ctx, begun.run_id)
        assert str(row.id) == act["id"]
        await decide(ctx, row.id, Decision(action="accept"))
    await worker.drain()
    assert await status_of(ada, begun.run_id) == "done"
    answer = await answer_in(ada, begun.thread_id)
    assert answer.text.startswith("Done: ")
    assert answer.more["about"] == [str(row.id)]
    assert kinds(await log_of(ada, begun.thread_id)).count("RUN_FINISHED") == 2


async def test_words_in_answer_to_an_act_are_asked_next(ada: Actor) -> None:
    begun = await asked(ada, NOTE)
    await worker.drain()
    async with open_ctx(ada) as ctx:
        (row,) = await runs.approvals_of(ctx, begun.run_id)
        await decide(ctx, row.id, Decision(action="respond", words="Why do customers cancel?"))
    await worker.drain()
    async with open_ctx(ada, read_only=True) as ctx:
        talk = await read_thread(ctx, ThreadId(thread_id=begun.thread_id))
    assert [one.role for one in talk.messages] == ["user", "assistant", "user", "assistant"]
    assert VENTS[0] in talk.messages[-1].text


async def test_a_run_goes_on_from_the_step_that_was_reached(ada: Actor) -> None:
    """What was kept before a kill is recorded, though the model would now say something else."""
    begun = await asked(ada, "Why do customers cancel?")
    with speaking(in_words(1), between=0.0):
        desk = await chat._desk(begun_in(ada), begun.run_id)
        assert desk is not None
        runtime = type("Runtime", (), {"context": desk})()
        for step in (chat.gather, chat.draft, chat.refine):
            await step({}, runtime)
    await worker.drain()
    answer = await answer_in(ada, begun.thread_id)
    assert (answer.text, answer.more["by"]) == (SENTENCES[0], "model")
    assert kinds(await log_of(ada, begun.thread_id)).count("TEXT_MESSAGE_CONTENT") == 1


async def test_a_budget_that_ends_leaves_the_draft(ada: Actor) -> None:
    with speaking(in_words(), between=0.0) as server:
        settings.use(model_tokens_per_day=1)
        try:
            begun = await asked(ada, "Why do customers cancel?")
            await worker.drain()
        finally:
            settings.use(model_tokens_per_day=2_000_000)
    assert server.requests == []
    answer = await answer_in(ada, begun.thread_id)
    assert answer.more["by"] == "draft"
    assert VENTS[0] in answer.text


async def test_a_budget_that_ends_in_the_middle_leaves_the_draft(ada: Actor) -> None:
    def spends(_body: object) -> Use:
        settings.use(model_tokens_per_day=1)
        return Use("list_themes", {"least": 2})

    with running(spends) as server:
        settings.use(model="openai/scripted", model_api_base=server.url)
        try:
            begun = await asked(ada, "Why do customers cancel?")
            await worker.drain()
        finally:
            settings.use(model="", model_api_base="", model_tokens_per_day=2_000_000)
    assert len(server.requests) == 1
    assert (await answer_in(ada, begun.thread_id)).more["by"] == "draft"
    assert "TOOL_CALL_RESULT" in kinds(await log_of(ada, begun.thread_id))


def test_the_same_question_is_other_work_once_an_act_was_decided() -> None:
    first, again = AnswerQuestion(run_id=ONE), AnswerQuestion(run_id=ONE, step=1)
    assert first.key() != again.key()
