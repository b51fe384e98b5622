"""A job is done once; one that fails is tried again, and after its fourth start it is put aside."""

import asyncio
import subprocess
import sys
from datetime import timedelta
from typing import cast
from uuid import UUID

import pytest
from sqlalchemy import QueuePool, func, select, text

from core.clock import SimulatedClock
from domain.access import Actor
from domain.work import AnalyzePatterns, CategorizeEntry, ComputeDelta, ReinforceBeliefs, Work
from jobs import worker
from memory import beliefs, context, outcomes, queue
from memory.context import analytics_snapshots
from memory.ctx import open_ctx
from memory.db import engine
from tests.architecture.tree import ROOT
from tests.worlds import facts
from tools.calendar import Entries, save_entries
from tools.vents import Vent, VentBatch, submit_vent, submit_vents

BROKEN = AnalyzePatterns(day="never")

TAKE_ONE = """
import asyncio, os
from datetime import timedelta
from uuid import uuid4
from domain.access import worker_for
from domain.work import BY_NAME
from jobs import worker
from memory import queue
from memory.ctx import open_ctx
from pgqueuer.ports.repository import EntrypointExecutionParameter

async def main():
    async with queue.connected() as connection:
        names = {name: EntrypointExecutionParameter(0) for name in BY_NAME}
        jobs = queue.queries(connection)
        (job,) = await jobs.dequeue(1, names, uuid4(), None, timedelta(seconds=60))
        await queue.count_start(connection, job.id)
"""
KILLED = f"""{TAKE_ONE}
        os.kill(os.getpid(), 9)

asyncio.run(main())
"""
KILLED_IN_THE_MIDDLE = f"""{TAKE_ONE}
        business_id, work = queue.unpack(job.entrypoint, job.payload)
        async with open_ctx(worker_for(business_id)) as ctx:
            await worker.performer(job.entrypoint)(ctx, work)
            os.kill(os.getpid(), 9)

asyncio.run(main())
"""


async def ask_for(actor: Actor, *work: Work) -> None:
    """Enqueue work in a transaction of its own."""
    async with open_ctx(actor) as ctx:
        await queue.enqueue(ctx, work)


async def letters() -> list[str]:
    """The works that lie among the dead letters."""
    async with queue.connected() as connection:
        return [letter.work for letter in await queue.dead_letters(connection)]


async def test_a_queue_is_drained_with_all_that_follows(lasting: Actor) -> None:
    async with open_ctx(lasting) as ctx:
        await submit_vent(ctx, Vent(text="Our ads bring clicks and no customers at all."))
    assert await worker.drain() == 2
    assert await worker.drain() == 0
    async with open_ctx(lasting) as ctx:
        assert await outcomes.fates(ctx) == {("vent", "used"): 1}


async def test_a_job_that_keeps_failing_is_started_four_times_and_put_aside(
    lasting: Actor,
) -> None:
    await ask_for(lasting, BROKEN)
    before = worker.job_runs.labels("analyze_patterns", "failed")._value.get()
    with pytest.raises(ValueError, match="never"):
        await worker.drain()
    assert worker.job_runs.labels("analyze_patterns", "failed")._value.get() - before == 4
    assert await letters() == ["analyze_patterns"]
    assert await worker.drain() == 0


async def test_a_replayed_job_gets_four_more_starts(lasting: Actor) -> None:
    await ask_for(lasting, BROKEN)
    for _ in range(2):
        with pytest.raises(ValueError, match="never"):
            await worker.drain()
        async with queue.connected() as connection:
            (letter,) = await queue.dead_letters(connection)
            await queue.replay(connection, [letter.id])
    assert await letters() == []


async def test_a_failed_job_leaves_nothing_behind(lasting: Actor) -> None:
    async with open_ctx(lasting) as ctx:
        await save_entries(ctx, Entries(entries=[{"id": "a", "title": "t", "artifact_type": "ad"}]))
    await ask_for(lasting, BROKEN)
    with pytest.raises(ValueError, match="never"):
        await worker.drain()
    async with open_ctx(lasting) as ctx:
        assert await ctx.value(select(func.count()).select_from(analytics_snapshots)) == 0


async def test_the_job_of_a_killed_process_is_done_by_the_next(lasting: Actor) -> None:
    await ask_for(lasting, ComputeDelta(month="2026-10"))
    done = subprocess.run([sys.executable, "-c", KILLED], cwd=ROOT, check=False)
    assert done.returncode == -9
    assert await worker.drain() == 0
    async with queue.connected() as connection:
        await queue.requeue_abandoned(connection)
    assert await worker.drain() == 1


async def test_a_job_that_kills_its_process_is_buried_after_four_starts(lasting: Actor) -> None:
    await ask_for(lasting, ComputeDelta(month="2026-10"))
    for _ in range(4):
        done = subprocess.run([sys.executable, "-c", KILLED], cwd=ROOT, check=False)
        assert done.returncode == -9
        async with queue.connected() as connection:
            await queue.requeue_abandoned(connection)
    with pytest.raises(worker.Buried, match="started 4 times"):
        await worker.drain()
    assert await letters() == ["compute_delta"]


async def a_backlog(actor: Actor) -> list[UUID]:
    """Five notes that came at once."""
    async with open_ctx(actor) as ctx:
        vents = [Vent(text=f"Our ads bring no customers, as I said {n} times.") for n in range(5)]
        return (await submit_vents(ctx, VentBatch(vents=vents))).ids


async def test_a_note_that_cannot_be_read_does_not_take_its_neighbours_along(
    lasting: Actor,
) -> None:
    ids = await a_backlog(lasting)
    async with open_ctx(lasting) as ctx:
        broken = text("update vent_entries set text = '\\x00' where id = :id")
        await ctx.db.execute(broken.bindparams(id=ids[2]))
    with pytest.raises(ValueError, match="Nonce"):
        await worker.drain()
    await worker.recover()
    await worker.drain()
    assert await letters() == ["extract_context"]
    async with open_ctx(lasting) as ctx:
        assert await outcomes.fates(ctx) == {("vent", "used"): 4, ("vent", "waiting"): 1}
        read = {row.source_id for row in await context.extractions(ctx)}
    assert read == {*ids} - {ids[2]}


async def test_a_backlog_whose_reader_is_killed_is_read_once_one_by_one(lasting: Actor) -> None:
    ids = await a_backlog(lasting)
    script = [sys.executable, "-c", KILLED_IN_THE_MIDDLE]
    assert subprocess.run(script, cwd=ROOT, check=False).returncode == -9
    async with queue.connected() as connection:
        await queue.requeue_abandoned(connection)
    assert await worker.drain() == 1 + 2 * len(ids)
    async with open_ctx(lasting) as ctx:
        assert await outcomes.fates(ctx) == {("vent", "used"): len(ids)}
        assert {row.source_id for row in await context.extractions(ctx)} == {*ids}
        assert await facts(ctx, "ContextExtracted") == len(ids)
    assert await letters() == []


async def test_a_serving_worker_takes_apart_what_failed_whole(lasting: Actor) -> None:
    ids = await a_backlog(lasting)
    script = [sys.executable, "-c", KILLED]
    assert subprocess.run(script, cwd=ROOT, check=False).returncode == -9
    async with queue.connected() as connection:
        await queue.requeue_abandoned(connection)
    stop = asyncio.Event()
    serving = asyncio.create_task(worker.run(stop))
    async with open_ctx(lasting) as ctx:
        while await queue.waiting(ctx):
            await asyncio.sleep(0.05)
    stop.set()
    await serving
    async with open_ctx(lasting) as ctx:
        assert await outcomes.fates(ctx) == {("vent", "used"): len(ids)}
    assert await letters() == []


async def test_a_serving_worker_does_what_is_asked_and_stops(lasting: Actor) -> None:
    stop = asyncio.Event()
    serving = asyncio.create_task(worker.run(stop))
    await ask_for(lasting, ComputeDelta(month="2026-10"), CategorizeEntry(entry_ids=()))
    async with open_ctx(lasting) as ctx:
        while await queue.waiting(ctx):
            await asyncio.sleep(0.05)
    stop.set()
    await serving
    assert await letters() == []


async def test_work_without_a_file_is_named() -> None:
    with pytest.raises(ModuleNotFoundError, match=r"jobs\.unheard_of"):
        worker.performer("unheard_of")


async def test_a_job_sees_the_simulated_time(lasting: Actor, simulated: SimulatedClock) -> None:
    simulated.move_to(simulated.now() + timedelta(days=3))
    async with open_ctx(lasting) as ctx:
        await submit_vent(ctx, Vent(text="Churn again, and nobody says why."))
    await worker.drain()
    async with open_ctx(lasting) as ctx:
        ledger = outcomes.input_ledger
        assert await ctx.value(select(ledger.c.at)) == simulated.now()


async def test_more_work_than_connections_waits_its_turn(lasting: Actor) -> None:
    months = [ReinforceBeliefs(cause="performance", subject_ids=(f"{n}",)) for n in range(40)]
    await ask_for(lasting, *months)
    stop = asyncio.Event()
    pool = cast(QueuePool, engine().pool)
    async with open_ctx(lasting) as ctx:
        await beliefs.one_at_a_time(ctx)  # all who weigh beliefs wait for this transaction
        serving = asyncio.create_task(worker.run(stop))
        while pool.checkedout() < worker.AT_ONCE + 1:
            await asyncio.sleep(0.05)
        await asyncio.sleep(0.5)
        assert pool.checkedout() == worker.AT_ONCE + 1
    async with open_ctx(lasting) as ctx:
        while await queue.waiting(ctx):
            await asyncio.sleep(0.05)
    stop.set()
    await serving
    assert await letters() == []
