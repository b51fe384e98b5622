"""Ask from a command: keep thread and run as the web does, answer in this process, hear as told.

Where a worker took the run first, it answers, and the command reads along.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Any
from uuid import UUID

from domain.access import Actor
from domain.asking import Mode
from graphs import chat
from memory import notices
from memory.ctx import open_ctx
from tools import answers, approvals, businesses, chats, runs, sources
from tools.approvals import Decided, Decision, NoSuchApproval
from tools.businesses import Business
from tools.runs import Begun, EventLine

LOOK_SECONDS = 1.0
SORRY = "This could not be answered. The question is kept; ask it again."


async def place(name: str | None) -> tuple[Business, bool]:
    """The business that is meant, and whether it was chosen as the newest of several."""
    if name is not None:
        found = await businesses.named(name)
        if found is not None:
            return found, False
    every = await businesses.listed()
    if not every:
        raise businesses.NoBusinessYet(remedy=businesses.MAKE_ONE)
    return every[-1], len(every) > 1


async def begin(actor: Actor, text: str, mode: Mode, thread_id: UUID | None) -> Begun:
    """Keep the question as the web would, in a chat of its own or in the one given."""
    async with open_ctx(actor) as ctx:
        if thread_id is None:
            chosen = (await chats.start_thread(ctx, chats.NewThread())).id
        else:
            chosen = thread_id
        asked = runs.NewQuestion(thread_id=chosen, text=text, mode=mode)
        return await runs.ask_question(ctx, asked)


async def heard(actor: Actor, begun: Begun) -> AsyncIterator[dict[str, Any]]:
    """Answer the run here and give its events as they come, until it ends or waits for a person.

    An error that the answer cannot get over ends the run; Ctrl-C stops it and keeps the words.
    """
    business_id = actor.business_id or UUID(int=0)
    working = asyncio.create_task(chat.answer_if_free(business_id, begun.run_id))
    try:
        async with aclosing(_told(actor, begun, working)) as events:
            async for row in events:
                if row.run_id == begun.run_id:
                    yield row.event
    except asyncio.CancelledError:
        await _ended(working)
        await answers.stop(actor, begun.run_id)
        raise
    finally:
        wrong = await _ended(working)
        if wrong is not None:
            await chat.fail(business_id, begun.run_id, SORRY, type(wrong).__name__)
        async with open_ctx(actor) as ctx:
            await answers.done_here(ctx, begun.run_id)


async def _told(
    actor: Actor, begun: Begun, working: asyncio.Task[Any]
) -> AsyncGenerator[EventLine, None]:
    """Events of the chat until the run stands still and all of them were given."""
    after = begun.after
    async with notices.waiting(actor.business_id, f"{begun.thread_id}") as waiter:
        while True:
            over = working.done()
            async with open_ctx(actor, read_only=True) as ctx:
                rests = (await runs.read_run(ctx, runs.RunId(run_id=begun.run_id))).rests
                asked = runs.LogPage(thread_id=begun.thread_id, after=after, limit=500)
                page = (await runs.read_events(ctx, asked)).items
            for row in page:
                after = row.seq
                yield row
            if over:
                working.result()
            if over and rests and not page:
                return
            if not page:
                waiting = asyncio.ensure_future(waiter.wait(LOOK_SECONDS))
                first = {waiting} if over else {waiting, working}
                await asyncio.wait(first, return_when=asyncio.FIRST_COMPLETED)
                waiting.cancel()


async def _ended(working: asyncio.Task[Any]) -> Exception | None:
    """Cancel a task where it still works; the error that it ended in, if any."""
    working.cancel()
    (ending,) = await asyncio.gather(working, return_exceptions=True)
    return ending if isinstance(ending, Exception) else None


async def document(actor: Actor, run_id: UUID) -> dict[str, Any]:
    """The answer as the contract's JSON document, without the seconds it took."""
    async with open_ctx(actor, read_only=True) as ctx:
        return await sources.answer_of(ctx, run_id)


async def decide(approval_id: UUID, decision: dict[str, Any]) -> dict[str, Any]:
    """Decide on an act in whichever business it is, and let its run go on here.

    Gives what became of it as `said` and `result`, all that was said as `told`, and where words
    were answered with, the answer to them as `next`.
    """
    asked = Decision.model_validate(decision)
    for business in await businesses.listed():
        actor = await businesses.founder_of(business)
        async with open_ctx(actor) as ctx:
            try:
                decided = await approvals.decide(ctx, approval_id, asked)
            except NoSuchApproval:
                continue
        return await _gone_on(actor, decided)
    raise NoSuchApproval(f"{approval_id}.", field="id", value=str(approval_id))


async def _gone_on(actor: Actor, decided: Decided) -> dict[str, Any]:
    found: dict[str, Any] = decided.model_dump(mode="json")
    if decided.left:
        return {**found, "told": [decided.said, f"{decided.left} more wait for you."]}
    await chat.answer_if_free(actor.business_id or UUID(int=0), decided.run_id)
    async with open_ctx(actor) as ctx:
        await answers.done_here(ctx, decided.run_id)
        told = await sources.outcome_of(ctx, decided.run_id) or [decided.said]
        following = await runs.underway(ctx, decided.thread_id)
    if following is None:
        return {**found, "told": told}
    async for _ in heard(actor, following):
        continue
    answer = await document(actor, following.run_id)
    return {**found, "told": [*told, answer["answer"]], "next": answer}
