"""People who ask: a member of a committed business with something to cite, and their questions."""

from typing import Any
from uuid import UUID

from domain.access import Actor
from jobs import worker
from memory import people, runs
from memory.ctx import open_ctx
from tools.chats import NewThread, start_thread
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
