"""People who ask: a member of a committed business with something to cite, and their questions."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from cdt.model_says import Say
from cdt.model_server import ModelServer, running
from cdt.model_wire import Pace
from core import settings
from domain.access import Actor
from jobs import worker
from memory import people, runs
from memory.ctx import open_ctx
from tools.chats import MessageLine, NewThread, ThreadId, read_thread, start_thread
from tools.runs import Begun, NewQuestion, ask_question
from tools.vents import Vent, VentBatch, submit_vents

VENTS = (
    "Customers cancel because our onboarding takes too long.",
    "The newsletter brought three new customers in March.",
)


async def member(actor: Actor) -> Actor:
    """Make the founder of a committed business a member of it, as a registration does."""
    async with open_ctx(actor) as ctx:
        user_id = UUID(str(actor.user_id))
        await people.make_user(ctx, f"{user_id}@example.org", "Ada", "hash")
        await people.join(ctx, user_id, actor.role)
    return actor


async def told(actor: Actor) -> None:
    """Something is known of the business, and read."""
    async with open_ctx(actor) as ctx:
        await submit_vents(ctx, VentBatch(vents=[Vent(text=text) for text in VENTS]))
    await worker.drain()


async def asked(actor: Actor, text: str, thread_id: UUID | None = None, **more: Any) -> Begun:
    """A question in a chat of its own, or in the one given; nobody works on it yet."""
    async with open_ctx(actor) as ctx:
        if thread_id is None:
            thread_id = (await start_thread(ctx, NewThread())).id
        return await ask_question(ctx, NewQuestion(thread_id=thread_id, text=text, **more))


async def log_of(actor: Actor, thread_id: UUID) -> list[dict[str, Any]]:
    """All events of a chat as JSON; their numbers are checked to be 1, 2, 3, …"""
    async with open_ctx(actor, read_only=True) as ctx:
        rows = await runs.events_after(ctx, thread_id, 0, 10_000)
    assert [row.seq for row in rows] == [*range(1, len(rows) + 1)]
    return [row.payload for row in rows]


def kinds(events: list[dict[str, Any]]) -> list[str]:
    """Types of events in order; of our own ones their names."""
    return [event.get("name", event["type"]) for event in events]


SENTENCES = (
    "Customers cancel [1].", "The onboarding takes too long [1].",
    "Too long is what the onboarding takes [1].", "Because of that customers cancel [1].",
    "So the onboarding is too long for customers [1].", "And customers cancel because of it [1].",
)  # fmt: skip
"""Sentences of a model that pass their checks, where the first evidence is the first vent."""


def in_words(count: int = len(SENTENCES)) -> Say:
    """A model's answer of so many sentences."""
    return Say("KNOWN\n" + " ".join(SENTENCES[n % len(SENTENCES)] for n in range(count)))


@contextmanager
def speaking(reply: Any, *, between: float, first: float = 0.0) -> Iterator[ModelServer]:
    """A model that gives one reply to everybody, a word each `between` seconds."""
    with running(lambda _body: reply, pace=Pace(first, between)) as server:
        settings.use(model="openai/scripted", model_api_base=server.url)
        try:
            yield server
        finally:
            settings.use(model="", model_api_base="")


async def until_said(actor: Actor, thread_id: UUID, pieces: int) -> None:
    """Wait until so many pieces of an answer are in the log."""
    while True:
        events = await log_of(actor, thread_id)
        if kinds(events).count("TEXT_MESSAGE_CONTENT") >= pieces:
            return
        await asyncio.sleep(0.02)


async def answer_in(actor: Actor, thread_id: UUID) -> MessageLine:
    """The last message of the branch that a chat shows."""
    async with open_ctx(actor, read_only=True) as ctx:
        return (await read_thread(ctx, ThreadId(thread_id=thread_id))).messages[-1]


async def status_of(actor: Actor, run_id: UUID) -> str:
    """Where a run stands."""
    async with open_ctx(actor, read_only=True) as ctx:
        return (await runs.run(ctx, run_id)).status
