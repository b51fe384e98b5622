"""What waits is handed to the queue once our clock shows its time, and once only."""

from datetime import timedelta

from core.clock import SimulatedClock
from core.ids import new_id
from domain.access import Actor, worker_for
from domain.work import ExpireOffers, SettleBonus
from memory import queue, schedule
from memory.ctx import open_ctx
from tests.conftest import START

OFFER = ExpireOffers(assignment_id=new_id(START))
DAY = timedelta(days=1)


async def waiting(actor: Actor) -> int:
    """How many jobs the queue holds."""
    async with open_ctx(actor) as ctx:
        return await queue.waiting(ctx)


async def test_work_is_handed_over_when_its_time_has_come(
    lasting: Actor, simulated: SimulatedClock
) -> None:
    async with open_ctx(lasting) as ctx:
        await schedule.wait_until(ctx, ctx.at + DAY, OFFER)
    assert await schedule.next_due() == START + DAY
    assert await schedule.hand_over(START + DAY - timedelta(seconds=1)) == 0
    assert await schedule.hand_over(START + DAY) == 1
    assert await waiting(lasting) == 1


async def test_what_was_handed_over_is_not_handed_over_again(lasting: Actor) -> None:
    async with open_ctx(lasting) as ctx:
        await schedule.wait_until(ctx, ctx.at, OFFER)
        await schedule.wait_until(ctx, ctx.at, OFFER)
    assert await schedule.hand_over(START) == 1
    assert await schedule.hand_over(START + 30 * DAY) == 0
    assert await schedule.next_due() is None


async def test_what_was_cancelled_never_happens(lasting: Actor) -> None:
    async with open_ctx(lasting) as ctx:
        await schedule.wait_until(ctx, ctx.at + DAY, OFFER)
        await schedule.cancel(ctx, OFFER)
    assert await schedule.next_due() is None
    assert await schedule.hand_over(START + 2 * DAY) == 0


async def test_the_earliest_comes_first_and_at_most_so_many(lasting: Actor) -> None:
    late, early = SettleBonus(assignment_id=new_id()), OFFER
    async with open_ctx(lasting) as ctx:
        await schedule.wait_until(ctx, ctx.at + 30 * DAY, late)
        await schedule.wait_until(ctx, ctx.at + DAY, early)
    assert await schedule.hand_over(START + 40 * DAY, most=1) == 1
    assert await schedule.next_due() == START + 30 * DAY


async def test_each_business_gets_its_own_work(lasting: Actor) -> None:
    async with open_ctx(lasting) as ctx:
        await schedule.wait_until(ctx, ctx.at, OFFER)
    await schedule.hand_over(START)
    async with queue.connected() as connection:
        rows = await (await connection.execute("select payload from pgqueuer")).fetchall()
    assert lasting.business_id is not None
    assert [bytes(row[0]) for row in rows] == [queue.pack(lasting.business_id, OFFER)]
    assert worker_for(lasting.business_id).role == "worker"
