"""No day costs more than allowed: held before, settled after, by a clock that no demo moves."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from cdt import spend
from cdt.calls import Call, Meter, ModelsPaused, SpendExhausted
from cdt.spend import BooksClosed
from core import clock, settings
from core.ids import new_id
from domain.access import Actor
from domain.models import Estimate
from memory import models
from memory.ctx import open_ctx
from memory.models import Budget
from prompts.library import Rendered

WORDS = Rendered("area/verb", 3, "abc", "domain.interview.Question", "Do it.", "<x>1</x>")
CALL = Call("area/verb", 3, "abc", "openai/a", settled=False, tokens_estimated=100)
ESTIMATE = Estimate(60, 40, None)


@pytest.fixture(autouse=True)
def _small_day() -> Iterator[None]:
    """A deployment that allows 700 tokens a day."""
    settings.use(model_tokens_per_day=700, model_usd_per_day=1)
    yield
    settings.use(model_tokens_per_day=2_000_000, model_usd_per_day=10)


async def budget(founder: Actor) -> Budget:
    """What is used today."""
    async with open_ctx(founder, read_only=True) as ctx:
        return await models.budget(ctx, spend.today())


async def outcomes(founder: Actor) -> dict[str, int]:
    """How many calls ended how."""
    async with open_ctx(founder, read_only=True) as ctx:
        rows = await ctx.rows(models.model_calls.select())
    ended = [row.outcome for row in rows]
    return {name: ended.count(name) for name in ended}


async def test_of_twenty_at_once_only_as_many_pass_as_the_day_allows(lasting: Actor) -> None:
    meter = Meter(WORDS, lasting.business_id)
    tries = [spend.hold(meter, CALL, ESTIMATE) for _ in range(20)]
    ended = await asyncio.gather(*tries, return_exceptions=True)
    assert [type(each) for each in ended].count(UUID) == 7
    assert [type(each) for each in ended].count(SpendExhausted) == 13
    assert await outcomes(lasting) == {"open": 7, "unpaid": 13}
    assert (await budget(lasting)).tokens == 700


async def test_money_is_a_limit_of_its_own(lasting: Actor) -> None:
    meter = Meter(WORDS, lasting.business_id)
    dear = Estimate(1, 1, 600_000)
    await spend.hold(meter, replace(CALL, usd_micros_estimated=600_000), dear)
    with pytest.raises(SpendExhausted, match=r"0\.60 of 1\.00 US dollars"):
        await spend.hold(meter, CALL, dear)


async def test_the_businesss_own_limit_is_the_lower_one(lasting: Actor) -> None:
    async with open_ctx(lasting) as ctx:
        await models.keep_limits(ctx, {"tokens_per_day": 150})
    meter = Meter(WORDS, lasting.business_id)
    await spend.hold(meter, CALL, ESTIMATE)
    with pytest.raises(SpendExhausted, match="100 of 150 tokens"):
        await spend.hold(meter, CALL, ESTIMATE)


async def test_a_settled_call_makes_room_for_the_next(lasting: Actor) -> None:
    meter = Meter(WORDS, lasting.business_id)
    for _ in range(30):
        held = await spend.hold(meter, CALL, ESTIMATE)
        ended = replace(CALL, outcome="answered", settled=True, tokens_in=10, tokens_out=9)
        await spend.settle(meter, held, ended)
    assert await budget(lasting) == Budget(tokens=570)


async def test_a_call_that_is_killed_keeps_its_estimate(lasting: Actor) -> None:
    await spend.hold(Meter(WORDS, lasting.business_id), CALL, ESTIMATE)
    assert (await budget(lasting)).tokens == 100


async def test_a_pause_holds_at_once_even_where_a_plan_is_older(lasting: Actor) -> None:
    async with open_ctx(lasting) as ctx:
        await models.keep_limits(ctx, {"paused": True})
    with pytest.raises(ModelsPaused, match="resume"):
        await spend.hold(Meter(WORDS, lasting.business_id), CALL, ESTIMATE)
    assert await outcomes(lasting) == {"paused": 1}


async def test_a_simulated_month_does_not_open_the_purse(lasting: Actor) -> None:
    meter = Meter(WORDS, lasting.business_id)
    for month in range(1, 8):
        with clock.running(clock.SimulatedClock(datetime(2030, month, 1, tzinfo=UTC))):
            await spend.hold(meter, CALL, ESTIMATE)
    with pytest.raises(SpendExhausted):
        await spend.hold(meter, CALL, ESTIMATE)


async def test_the_limits_of_one_business_are_not_anothers(lasting: Actor) -> None:
    with pytest.raises(BooksClosed):  # a business that is not there cannot be charged
        await spend.hold(Meter(WORDS, new_id()), CALL, ESTIMATE)
    assert (await budget(lasting)).tokens == 0


async def test_nobodys_call_is_charged_to_nobody() -> None:
    meter = Meter(WORDS)
    assert await spend.hold(meter, CALL, ESTIMATE) is None
    await spend.settle(meter, None, CALL)
