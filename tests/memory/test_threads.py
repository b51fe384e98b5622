"""A thread belongs to one business, is found by its key and closed for good."""

from core.ids import new_id
from memory import checkpoints, threads
from memory.ctx import Ctx
from tests.memory.rows import as_actor, founder_of


async def test_the_same_key_finds_the_same_thread(ctx: Ctx) -> None:
    first = await threads.start(ctx, "onboarding", "first")
    assert await threads.start(ctx, "onboarding", "first") == first
    assert await threads.start(ctx, "onboarding", "second") != first
    assert await threads.start(ctx, "chat") != await threads.start(ctx, "chat")


async def test_a_thread_is_closed_for_good(ctx: Ctx) -> None:
    thread_id = await threads.start(ctx, "onboarding")
    assert (await threads.thread(ctx, thread_id)).status == "open"
    await threads.close(ctx, thread_id)
    assert (await threads.thread(ctx, thread_id)).status == "closed"


async def test_nobody_finds_the_thread_of_another_business(ctx: Ctx) -> None:
    thread_id = await threads.start(ctx, "onboarding", "first")
    async with as_actor(ctx, founder_of(new_id())) as other:
        assert await threads.thread(other, thread_id) is None
        assert checkpoints.key_of(other, thread_id) != checkpoints.key_of(ctx, thread_id)
