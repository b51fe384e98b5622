"""The queue engine's worker: open a Ctx for the job's business, run the file of that name, commit.

`run` serves for ever; `drain` runs what is queued until nothing is left, for the demo and tests.
Both go through `perform`, so a job behaves the same in either.
"""

import asyncio
import traceback
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from datetime import timedelta
from importlib import import_module
from threading import Thread
from typing import Any, Protocol, cast
from uuid import uuid4

from pgqueuer import PgQueuer
from pgqueuer.domain.errors import RetryRequested
from pgqueuer.domain.models import Job, TracebackRecord
from pgqueuer.domain.types import QueueEntrypoint, QueueManagerId
from pgqueuer.ports.repository import EntrypointExecutionParameter

from agents import consulting
from core import clock
from core.telemetry import job_runs, job_seconds, logger, place_of
from domain.access import Actor, worker_for
from domain.pieces import MAX_STARTS, pause_after
from domain.work import BY_NAME, Work
from memory import locks, pauses, queue, schedule
from memory.ctx import Ctx, open_ctx

log = logger("jobs")
Performer = Callable[[Ctx, Any], Awaitable[None]]
HEARTBEAT = timedelta(seconds=60)
AT_ONCE = 14
"""Jobs that hold a transaction at the same time, so that nobody waits for a connection in vain."""
ELSEWHERE = timedelta(seconds=1)
"""When to look again at work that another process is at; that is no failed start."""


class Detached(Protocol):
    """A job that opens short transactions itself, and is told when it is put aside."""

    async def run(self, actor: Actor, work: Any) -> None: ...
    async def given_up(self, actor: Actor, work: Any, why: str) -> None: ...


class Buried(Exception):
    """The job was started too often and is held as a dead letter."""


def performer(work: str) -> Performer:
    """The `run` of `jobs/<work>.py`. Raises `ModuleNotFoundError` if the file does not exist."""
    return cast(Performer, import_module(f"jobs.{work}").run)


async def perform(name: str, payload: bytes | None, *, closes: Job | None = None) -> None:
    """Do one piece of work in one transaction of its business.

    `closes` is a job that leaves the queue in that same transaction: done and gone, or neither.
    While the business is paused the work waits in the schedule instead, unless it goes on then too.
    Work that is `detached` opens short transactions itself and may be done in part when it is tried
    again (docs/decisions/0014).
    """
    business_id, work = queue.unpack(name, payload)
    started, worker = clock.elapsed(), worker_for(business_id)
    if work.detached:
        async with open_ctx(worker) as ctx:
            waits = await _waits(ctx, work)
        if not waits:
            await detached(name).run(worker, work)
    async with open_ctx(worker) as ctx:
        if not work.detached and not await _waits(ctx, work):
            await performer(name)(ctx, cast(Work, work))
        if closes is not None:
            await queue.close(ctx, closes)
    job_seconds.labels(name).observe(clock.elapsed() - started)


async def _waits(ctx: Ctx, work: Work) -> bool:
    """Whether work waits because its business is paused; then it is in the schedule again."""
    if work.goes_on or not await pauses.paused(ctx):
        return False
    await schedule.put_back(ctx, work)
    return True


def detached(work: str) -> Detached:
    """The file of a job that opens its transactions itself."""
    return cast(Detached, import_module(f"jobs.{work}"))


async def _give_up(job: Job, why: str) -> None:
    """Tell a detached job that it is put aside; another leaves nothing behind that could wait."""
    business_id, work = queue.unpack(job.entrypoint, job.payload)
    if work.detached:
        await detached(job.entrypoint).given_up(worker_for(business_id), work, why)


async def _attempt(connection: queue.Connection, job: Job, *, close: bool = False) -> None:
    """Count the start, perform, and ask for a retry with a doubling pause where that may help.

    The engine closes its jobs itself; with `close` the job does so in its own transaction. Work
    about several things that failed, or whose process was killed, is done one by one instead, so
    that only what is at fault becomes a dead letter.
    """
    starts = await queue.count_start(connection, job.id)
    parts = queue.unpack(job.entrypoint, job.payload)[1].parts() if starts > 1 else []
    if starts > MAX_STARTS and not parts:
        await _give_up(job, "Buried")
        raise Buried(f"started {starts - 1} times")
    try:
        if parts:
            await _take_apart(job, parts, close=close)
        else:
            await perform(job.entrypoint, job.payload, closes=job if close else None)
    except locks.HeldElsewhere as wrong:
        await queue.forget_start(connection, job.id)
        raise RetryRequested(ELSEWHERE, type(wrong).__name__) from wrong
    except Exception as wrong:
        job_runs.labels(job.entrypoint, "failed").inc()
        log.warning(
            "job failed", job=job.entrypoint, starts=starts, error=type(wrong).__name__,
            at=place_of(wrong),
        )  # fmt: skip
        if starts >= MAX_STARTS:
            await _give_up(job, type(wrong).__name__)
            raise
        raise RetryRequested(pause_after(starts), type(wrong).__name__) from wrong
    job_runs.labels(job.entrypoint, "done").inc()
    await queue.forget_starts(connection, job.id)


async def _take_apart(job: Job, parts: Sequence[Work], *, close: bool) -> None:
    """Put the parts of a job into the queue in its place."""
    business_id, _ = queue.unpack(job.entrypoint, job.payload)
    async with open_ctx(worker_for(business_id)) as ctx:
        await queue.enqueue(ctx, parts)
        if close:
            await queue.close(ctx, job)
    log.warning("done one by one", job=job.entrypoint, pieces=len(parts))


async def recover() -> None:
    """Take back what a killed process had begun; only where no other worker can be running."""
    async with queue.connected() as connection:
        await queue.requeue_abandoned(connection)


async def drain(limit: int = 100_000) -> int:
    """Run what is queued, one job after another, until nothing is due; returns how many ran.

    A job that fails is retried at once here, and raises after its last start: a demo or a test
    wants to see the error.
    """
    ran = 0
    async with queue.connected() as connection:
        jobs = queue.queries(connection)
        names = {QueueEntrypoint(name): EntrypointExecutionParameter(0) for name in BY_NAME}
        manager = QueueManagerId(uuid4())
        while ran < limit:
            batch = await jobs.dequeue(20, names, manager, None, HEARTBEAT)
            if not batch:
                return ran
            for job in batch:
                await _finish(connection, job)
                ran += 1
    return ran


async def _finish(connection: queue.Connection, job: Job) -> None:
    jobs = queue.queries(connection)
    while True:
        try:
            await _attempt(connection, job, close=True)
        except RetryRequested:
            continue
        except Exception as wrong:
            record = TracebackRecord.from_exception(wrong, job.id, {"entrypoint": job.entrypoint})
            await jobs.log_jobs([(job, "failed", record)])
            traceback.clear_frames(wrong.__traceback__)
            raise
        return


def warm() -> None:
    """Import every job and what it reaches for late: seconds that nobody's first question waits."""
    for name in (*(f"jobs.{name}" for name in BY_NAME), "chromadb"):
        import_module(name)
    consulting.learn_examples()


async def run(stop: asyncio.Event) -> None:
    """Serve the queue until `stop` is set."""
    Thread(target=warm, daemon=True).start()
    async with (
        queue.connected() as news,
        queue.connected() as asking,
        queue.connected() as counting,
    ):
        engine = PgQueuer(queue.Engine(news, asking))
        holding = asyncio.Semaphore(AT_ONCE)
        for name, work in BY_NAME.items():
            turns = nullcontext() if work.detached else holding
            engine.entrypoint(name, on_failure="hold")(_handler(counting, turns))
        watcher = asyncio.create_task(_stop_with(engine, stop))
        await engine.run(
            dequeue_timeout=timedelta(seconds=1), batch_size=50, heartbeat_timeout=HEARTBEAT
        )
        watcher.cancel()


def _handler(
    counting: queue.Connection, turns: AbstractAsyncContextManager[Any]
) -> Callable[[Job], Awaitable[None]]:
    """How a job is done when its turn has come; waiting for that is no failed start."""

    async def handle(job: Job) -> None:
        async with turns:
            await _attempt(counting, job)

    return handle


async def _stop_with(engine: PgQueuer, stop: asyncio.Event) -> None:
    await stop.wait()
    engine.shutdown.set()
