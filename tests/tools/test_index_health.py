"""Operators see counts of every index and age of every key, and let it be checked."""

from core import clock
from domain.access import Actor, worker_for
from jobs import worker
from memory import keys, server, vectors
from memory.ctx import open_ctx
from tests.memory.test_vectors import a_chunk
from tools.base import Nothing
from tools.index_health import Chosen, HealthLine, check_index, rebuild_index, watch_index

OPERATOR = Actor("operator")


async def line_of(actor: Actor) -> HealthLine:
    """The line of one business."""
    async with open_ctx(OPERATOR, read_only=True) as ctx:
        found = await watch_index(ctx, Nothing())
    (line,) = [one for one in found.items if one.business_id == actor.business_id]
    return line


async def test_what_is_built_checked_and_changed_is_counted(
    lasting: Actor, simulated: clock.SimulatedClock
) -> None:
    server.ensure_chroma()
    assert lasting.business_id is not None
    async with open_ctx(lasting) as ctx:
        await vectors.put(ctx, [a_chunk(ctx, 0), a_chunk(ctx, 1)])
        await vectors.put(ctx, [a_chunk(ctx, 2, model="next")])
    before = await line_of(lasting)
    assert (before.generation, before.held, before.building) == (1, 2, 2)
    assert (before.checked_at, before.keys, before.key_days) == (None, 1, 0)
    async with open_ctx(OPERATOR) as ctx:
        asked = await check_index(ctx, Chosen(business_id=lasting.business_id))
        assert asked.businesses == 1
    await worker.drain()
    async with open_ctx(worker_for(lasting.business_id)) as ctx:
        await keys.change(ctx.db, ctx.business_id)
    after = await line_of(lasting)
    assert (after.checked_at, after.repaired, after.keys) == (simulated.now(), 3, 2)


async def test_nothing_is_asked_of_a_business_that_is_not_there(lasting: Actor) -> None:
    async with open_ctx(OPERATOR) as ctx:
        assert (await rebuild_index(ctx, Chosen(business_id=lasting.user_id))).businesses == 0
        assert (await rebuild_index(ctx, Chosen())).businesses >= 1
