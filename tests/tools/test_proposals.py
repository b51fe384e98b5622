"""A founder need not wait for the morning: the same work, asked for now."""

from memory import queue
from memory.ctx import Ctx
from tools.base import Nothing
from tools.proposals import look_for_proposals


async def test_looking_now_starts_what_the_morning_would(ctx: Ctx) -> None:
    assert (await look_for_proposals(ctx, Nothing())).looking
    assert await queue.waiting(ctx) == 2


async def test_asking_twice_looks_once(ctx: Ctx) -> None:
    await look_for_proposals(ctx, Nothing())
    await look_for_proposals(ctx, Nothing())
    assert await queue.waiting(ctx) == 2
