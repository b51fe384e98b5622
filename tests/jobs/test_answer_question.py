"""Many answers come about at once in one worker, and a slow one keeps nobody waiting."""

import asyncio

import pytest

from cdt.model_says import Brain, Say
from cdt.model_server import running
from cdt.model_wire import Pace
from core import settings
from core.ids import new_id
from domain.access import Actor
from domain.work import AnswerQuestion, CategorizeEntry
from jobs import answer_question, worker
from memory import queue
from memory.ctx import NoBusiness, open_ctx
from tests.chats import asked, in_words, kinds, log_of, member, status_of, told


async def all_done(actor: Actor) -> None:
    """Wait until nothing is left to do."""
    async with open_ctx(actor) as ctx:
        while await queue.waiting(ctx):
            await asyncio.sleep(0.05)


async def test_thirty_answers_come_about_at_once_and_other_work_beside_them(
    lasting: Actor,
) -> None:
    """More than the pool has connections: none is held while the model speaks."""
    await told(await member(lasting))
    stop, talking = asyncio.Event(), 0

    def brain(_body: object) -> Say:
        nonlocal talking
        talking += 1
        return in_words(3)

    begun = [await asked(lasting, "Why do customers cancel?") for _ in range(30)]
    most: Brain = brain
    with running(most, pace=Pace(12.0, 0.0)) as server:
        settings.use(model="openai/scripted", model_api_base=server.url)
        serving = asyncio.create_task(worker.run(stop))
        try:
            while talking < 30:  # each waits twelve seconds for its first word: all of them at once
                await asyncio.sleep(0.05)
            async with open_ctx(lasting) as ctx:
                await queue.enqueue(ctx, [CategorizeEntry(entry_ids=())])
            async with open_ctx(lasting) as ctx:
                while any(name == "categorize_entry" for name, _, _ in await queue.counts(ctx)):
                    await asyncio.sleep(0.05)
            assert {await status_of(lasting, one.run_id) for one in begun} == {"running"}
            await all_done(lasting)
        finally:
            settings.use(model="", model_api_base="")
            stop.set()
            await serving
    for one in begun:
        assert kinds(await log_of(lasting, one.thread_id))[-1] == "RUN_FINISHED"


async def test_a_run_that_is_not_there_is_nothing_to_do(lasting: Actor) -> None:
    async with open_ctx(lasting) as ctx:
        await queue.enqueue(ctx, [AnswerQuestion(run_id=new_id())])
    assert await worker.drain() == 1


async def test_it_needs_a_business() -> None:
    with pytest.raises(NoBusiness):
        await answer_question.run(Actor("worker"), AnswerQuestion(run_id=new_id()))
    with pytest.raises(NoBusiness):
        await answer_question.given_up(Actor("worker"), AnswerQuestion(run_id=new_id()), "why")
