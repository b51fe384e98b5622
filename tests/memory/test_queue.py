"""Jobs come and go with the transaction of whoever asks; the ones that fail for good are listed."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

from pgqueuer.domain.models import TracebackRecord
from pgqueuer.domain.types import QueueEntrypoint, QueueManagerId
from pgqueuer.ports.repository import EntrypointExecutionParameter

from core.ids import new_id
from domain.access import Actor
from domain.work import BY_NAME, AnalyzePatterns, CategorizeEntry, ComputeDelta, TrainCdt, Work
from memory import queue
from memory.ctx import Ctx, open_ctx
from tests.memory.rows import as_actor, founder_of

EVERYTHING = {QueueEntrypoint(name): EntrypointExecutionParameter(0) for name in BY_NAME}
DELTA = ComputeDelta(month="2026-10")


async def picked(connection: queue.Connection) -> list[str]:
    """Names of the jobs that a worker would pick now, in order."""
    manager = QueueManagerId(uuid4())
    found = await queue.queries(connection).dequeue(
        20, EVERYTHING, manager, None, timedelta(seconds=60)
    )
    return [job.entrypoint for job in found]


async def bury(connection: queue.Connection) -> int:
    """Pick the one job and hold it as a dead letter; returns its id."""
    jobs = queue.queries(connection)
    manager = QueueManagerId(uuid4())
    (job,) = await jobs.dequeue(1, EVERYTHING, manager, None, timedelta(seconds=60))
    record = TracebackRecord.from_exception(ValueError("no"), job.id, {})
    await jobs.log_jobs([(job, "failed", record)])
    return int(job.id)


async def test_the_three_priorities_are_served_in_order(lasting: Actor) -> None:
    work: list[Work] = [TrainCdt(month="2026-10"), DELTA, CategorizeEntry(entry_ids=(new_id(),))]
    async with open_ctx(lasting) as ctx:
        assert await queue.enqueue(ctx, work) == 3
    async with queue.connected() as connection:
        assert await picked(connection) == ["categorize_entry", "compute_delta", "train_cdt"]


async def test_what_waits_already_is_not_enqueued_twice(ctx: Ctx) -> None:
    assert await queue.enqueue(ctx, [DELTA]) == 1
    assert await queue.enqueue(ctx, [DELTA, ComputeDelta(month="2026-09")]) == 1
    assert await queue.waiting(ctx) == 2


async def test_the_same_work_of_two_businesses_is_two_jobs(ctx: Ctx) -> None:
    await queue.enqueue(ctx, [DELTA])
    async with as_actor(ctx, founder_of(new_id())) as other:
        assert await queue.enqueue(other, [DELTA]) == 1


async def test_no_work_needs_no_queue(ctx: Ctx) -> None:
    assert await queue.enqueue(ctx, []) == 0


async def test_a_rolled_back_transaction_leaves_no_job(lasting: Actor) -> None:
    with suppress(ZeroDivisionError):
        async with open_ctx(lasting) as ctx:
            await queue.enqueue(ctx, [DELTA])
            assert await queue.waiting(ctx) == 1
            raise ZeroDivisionError
    async with open_ctx(lasting) as ctx:
        assert await queue.waiting(ctx) == 0


async def test_nobody_sees_a_job_before_its_transaction_commits(lasting: Actor) -> None:
    async with open_ctx(lasting) as ctx, queue.connected() as outside:
        await queue.enqueue(ctx, [DELTA])
        assert await picked(outside) == []


def test_a_payload_comes_back_as_it_went() -> None:
    business_id = new_id()
    assert queue.unpack("compute_delta", queue.pack(business_id, DELTA)) == (business_id, DELTA)


async def test_what_a_killed_process_had_picked_is_given_back(lasting: Actor) -> None:
    async with open_ctx(lasting) as ctx:
        await queue.enqueue(ctx, [DELTA])
    async with queue.connected() as killed:
        assert await picked(killed) == ["compute_delta"]
    async with queue.connected() as connection:
        assert await picked(connection) == []
        await queue.requeue_abandoned(connection)
        assert await picked(connection) == ["compute_delta"]


async def test_starts_are_counted_until_they_are_forgotten(lasting: Actor) -> None:
    async with queue.connected() as connection:
        assert [await queue.count_start(connection, 7) for _ in range(3)] == [1, 2, 3]
        assert await queue.count_start(connection, 8) == 1
        await queue.forget_starts(connection, 7)
        assert await queue.count_start(connection, 7) == 1


async def test_a_dead_letter_says_what_it_was_and_is_replayed(lasting: Actor) -> None:
    async with open_ctx(lasting) as ctx:
        await queue.enqueue(ctx, [AnalyzePatterns(day="never")])
    async with queue.connected() as connection:
        job_id = await bury(connection)
        await queue.count_start(connection, job_id)
        (letter,) = await queue.dead_letters(connection)
        assert (letter.id, letter.work, letter.business_id) == (
            job_id, "analyze_patterns", lasting.business_id
        )  # fmt: skip
        assert letter.payload == '{"day":"never"}'
        assert await picked(connection) == []
        await queue.replay(connection, [job_id])
        assert await queue.dead_letters(connection) == []
        assert await picked(connection) == ["analyze_patterns"]
        assert await queue.count_start(connection, job_id) == 1


async def test_the_engine_asks_while_it_waits_for_news() -> None:
    heard: list[str | bytes] = []
    async with (
        queue.connected() as news,
        queue.connected() as asking,
        queue.Engine(news, asking) as engine,
    ):
        await engine.add_listener("news", heard.append)
        while not news.lock.locked():
            await asyncio.sleep(0)
        assert await engine.fetch("select 1 as one") == [{"one": 1}]
        assert news.lock.locked(), "the answer did not wait for the end of the waiting"
        await engine.notify("news", "ready")
        while not heard:
            await asyncio.sleep(0.01)
    assert heard == ["ready"]
