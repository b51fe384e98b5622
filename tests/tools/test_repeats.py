"""A write with a key happens once, however often and however fast it is sent."""

import asyncio

import pytest

from core.ids import new_id
from domain.access import Actor
from memory.ctx import Ctx, open_ctx
from tools import businesses
from tools.base import Answer
from tools.repeats import KeyUsedOtherwise, once


class Number(Answer):
    """How often it was done."""

    times: int


class Counter:
    """Something that is done, and counted."""

    def __init__(self) -> None:
        self.times = 0

    async def __call__(self) -> Number:
        self.times += 1
        return Number(times=self.times)


async def test_the_first_answer_is_given_again(ctx: Ctx) -> None:
    count = Counter()
    first = await once(ctx, "key", "request", count)
    again = await once(ctx, "key", "request", count)
    assert (first.body, first.replayed) == ({"times": 1}, False)
    assert (again.body, again.replayed, count.times) == ({"times": 1}, True, 1)


async def test_a_key_with_another_request_is_refused(ctx: Ctx) -> None:
    await once(ctx, "key", "request", Counter())
    with pytest.raises(KeyUsedOtherwise, match="key"):
        await once(ctx, "key", "another", Counter())


async def test_without_a_key_everything_is_done(ctx: Ctx) -> None:
    count = Counter()
    for _ in range(2):
        assert not (await once(ctx, None, "request", count)).replayed
    assert count.times == 2


@pytest.mark.usefixtures("_pool")
async def test_racing_requests_with_one_key_are_done_once() -> None:
    async with open_ctx(businesses.keeper(None)) as ctx:
        await businesses.found(ctx, f"House {new_id()}")
    ada = Actor("founder", user_id=new_id(), business_id=ctx.business_id)
    count = Counter()

    async def send() -> bool:
        async with open_ctx(ada) as mine:
            return (await once(mine, "key", "request", count)).replayed

    replays = await asyncio.gather(*(send() for _ in range(8)))
    assert (count.times, sum(replays)) == (1, 7)
