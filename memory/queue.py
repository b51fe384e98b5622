"""The queue engine (pgqueuer) behind one face: enqueue in the caller's transaction, bury, replay.

Attempts are counted when a job *starts*, since a crash leaves no other trace; after the fourth
start a job is held in the list of dead letters until somebody replays it.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

import psycopg
from pgqueuer.adapters.drivers.psycopg import PsycopgDriver
from pgqueuer.domain.models import Job
from pgqueuer.queries import Queries
from sqlalchemy import text

from domain.work import BY_NAME, Work
from memory import db
from memory.ctx import Ctx

Connection = psycopg.AsyncConnection[Any]
NOBODYS = UUID(int=0)
"""Stands for the business of work that belongs to a person alone, such as a mail to a creator."""
_STEPS = {1: 30, 2: 20, 3: 10}  # pgqueuer runs the larger number first


class _InTransaction(PsycopgDriver):
    """pgqueuer's driver over a connection whose transaction belongs to somebody else."""

    def __init__(self, connection: Connection) -> None:
        # Deliberately not calling the parent: it insists on autocommit and starts a watcher.
        self._connection = connection


class Engine(PsycopgDriver):
    """The engine's driver with a connection for news alone.

    Waiting for news holds a connection for up to a second, and on one connection the question
    that the news calls for would wait as long.
    """

    def __init__(self, news: Connection, asking: Connection) -> None:
        super().__init__(news)
        self._asking = PsycopgDriver(asking)

    async def fetch(self, query: str, *args: object) -> list[dict[str, object]]:
        """The rows of a query."""
        return await self._asking.fetch(query, *args)

    async def execute(self, query: str, *args: object) -> str:
        """What Postgres says of a statement."""
        return await self._asking.execute(query, *args)


@dataclass(frozen=True)
class DeadLetter:
    """A job that failed for good: what it was, when it was first enqueued, and the name of the
    last error (never its message, which may hold somebody's words)."""

    id: int
    work: str
    business_id: UUID
    payload: str
    created_at: datetime
    reason: str = ""


@asynccontextmanager
async def connected() -> AsyncIterator[Connection]:
    """A connection of the engine's own, beside all transactions: it commits statement by statement.

    Attempts are counted there, so that the count stays when the job's transaction is rolled back.
    These statements do not wait for the disk: what a crash of Postgres could lose of them is that a
    job was begun or is done, and a job that is done twice changes nothing.
    """
    connecting = psycopg.AsyncConnection.connect(
        db.dsn(), autocommit=True, options="-c synchronous_commit=off"
    )
    async with await connecting as connection:
        yield connection


def queries(connection: Connection) -> Queries:
    """pgqueuer's queries over an open connection, inside its transaction."""
    return Queries(_InTransaction(connection))


async def enqueue(ctx: Ctx, works: Sequence[Work]) -> int:
    """Put work in the queue as part of the caller's transaction; waiting twins are skipped.

    Returns how many were new.
    """
    return await enqueue_for(ctx, ctx.business_id, *works) if works else 0


async def enqueue_for(ctx: Ctx, owner: UUID, *works: Work) -> int:
    """As `enqueue`, under another id than the business's: an erasure outlives its business."""
    made = await queries(await inside(ctx)).enqueue(
        [work.name() for work in works],
        [pack(owner, work) for work in works],
        [_STEPS[work.priority] for work in works],
        dedupe_key=[f"{owner}:{work.key()}" for work in works],
        on_conflict="skip",
    )
    return sum(1 for job in made if job is not None)


async def inside(ctx: Ctx) -> psycopg.AsyncConnection[Any]:
    """The connection below a Ctx, with its open transaction."""
    return cast(Any, (await ctx.db.get_raw_connection()).driver_connection)


async def close(ctx: Ctx, job: Job) -> None:
    """Take a finished job out of the queue as part of the caller's transaction."""
    raw = (await ctx.db.get_raw_connection()).driver_connection
    if raw is not None:
        await queries(raw).log_jobs([(job, "successful", None)])


def pack(business_id: UUID, work: Work) -> bytes:
    """A job's payload: the business, then the work as JSON. Ids only, never anybody's words."""
    return f"{business_id} {work.model_dump_json()}".encode()


def unpack(name: str, payload: bytes | None) -> tuple[UUID, Work]:
    """The business and the typed work of a payload. Raises `KeyError` for an unknown name."""
    business, _, body = (payload or b"").decode().partition(" ")
    return UUID(business), BY_NAME[name].model_validate_json(body)


async def count_start(connection: Connection, job_id: int) -> int:
    """How often the job was started, this time included."""
    cursor = await connection.execute(
        "insert into job_starts (job_id, starts) values (%s, 1)"
        " on conflict (job_id) do update set starts = job_starts.starts + 1 returning starts",
        (job_id,),
    )
    row = await cursor.fetchone()
    return int(row[0]) if row else 1


async def forget_start(connection: Connection, job_id: int) -> None:
    """The last start was none: somebody else was at it."""
    await connection.execute(
        "update job_starts set starts = starts - 1 where job_id = %s", (job_id,)
    )


async def withdraw(ctx: Ctx, works: Sequence[Work]) -> None:
    """Take work back that still waits, as part of the caller's transaction: it was done here."""
    keys = [f"{ctx.business_id}:{work.key()}" for work in works]
    await (await inside(ctx)).execute(
        "delete from pgqueuer where status = 'queued' and dedupe_key = any(%s)", (keys,)
    )


async def forget_starts(connection: Connection, job_id: int) -> None:
    """The job is over, or is given a new life."""
    await connection.execute("delete from job_starts where job_id = %s", (job_id,))


async def requeue_abandoned(connection: Connection) -> None:
    """Give back what a killed process had picked; only where no other worker can be running."""
    await connection.execute(
        "update pgqueuer set status = 'queued', queue_manager_id = null where status = 'picked'"
    )


async def waiting(ctx: Ctx) -> int:
    """Jobs of all businesses that wait or run just now."""
    query = text("select count(*) from pgqueuer where status in ('queued', 'picked')")
    return int(await ctx.value(query) or 0)


async def counts(ctx: Ctx) -> list[tuple[str, str, int]]:
    """Jobs of all businesses by name and state: queued, picked, failed."""
    query = text(
        "select entrypoint, status::text, count(*) from pgqueuer group by 1, 2 order by 1, 2"
    )
    return [(row[0], row[1], int(row[2])) for row in await ctx.rows(query)]


async def ages(ctx: Ctx) -> list[tuple[int, str, int, datetime]]:
    """Of each priority and state: how many jobs of all businesses, and since when the oldest is
    there."""
    query = text(
        "select priority, status::text, count(*), min(created) from pgqueuer"
        " group by 1, 2 order by 1 desc, 2"
    )
    urgency = {step: priority for priority, step in _STEPS.items()}
    rows = await ctx.rows(query)
    return [(urgency.get(row[0], 3), row[1], int(row[2]), row[3]) for row in rows]


async def dead_letters(connection: Connection) -> list[DeadLetter]:
    """Jobs held after their last failure, newest first."""
    found = await queries(connection).list_failed_jobs()
    reasons = await _reasons(connection)
    letters = []
    for job in found:
        business, _, body = (job.payload or b"").decode().partition(" ")
        why = reasons.get(job.id, "")
        letters.append(DeadLetter(job.id, job.entrypoint, UUID(business), body, job.created, why))
    return letters


async def _reasons(connection: Connection) -> dict[int, str]:
    """Job → the name of the error that it ended with."""
    cursor = await connection.execute(
        "select distinct on (l.job_id) l.job_id, l.traceback ->> 'exception_type'"
        " from pgqueuer_log l join pgqueuer q on q.id = l.job_id"
        " where q.status = 'failed' and l.traceback is not null order by l.job_id, l.id desc"
    )
    return {row[0]: row[1] or "" for row in await cursor.fetchall()}


async def replay(connection: Connection, ids: Sequence[int]) -> None:
    """Give dead letters another four starts."""
    for job_id in ids:
        await forget_starts(connection, job_id)
    await queries(connection).requeue_jobs([*ids])  # pyright: ignore[reportArgumentType] (NewType)
