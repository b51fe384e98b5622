"""Operations: how much work waits, what failed for good, and giving it another chance.

Whoever runs the installation sees counts and ids here, never anybody's words.
"""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from core.errors import NotFound
from memory import queue
from memory.ctx import Ctx
from tools.base import Answer, Ask, Nothing, tool


class NoSuchDeadLetter(NotFound):
    """No failed job has this id."""


class Which(Ask):
    """At most how many."""

    limit: int = Field(100, ge=1, le=1000)


class JobCount(Answer):
    """How many jobs of one name are in one state: queued, picked (running) or failed (held)."""

    job: str
    status: str
    count: int


class JobCounts(Answer):
    """What the queue holds."""

    items: list[JobCount]


class DeadLetterLine(Answer):
    """A job that failed for good; `payload` holds ids only, `reason` is the name of its error."""

    id: int
    job: str
    business_id: UUID
    payload: str
    created_at: datetime
    reason: str = ""


class DeadLetters(Answer):
    """Failed jobs, newest first."""

    items: list[DeadLetterLine]


class QueueLine(Answer):
    """The jobs of one priority (1 somebody waits, 2 background, 3 scheduled) in one state."""

    priority: int
    status: str
    count: int
    since: datetime


class Queues(Answer):
    """What the queue holds by priority, the most urgent first."""

    items: list[QueueLine]


class Replay(Ask):
    """Which failed jobs to give another chance."""

    ids: list[int] = Field(min_length=1, max_length=1000)


class Replayed(Answer):
    """How many jobs wait again."""

    replayed: int


@tool("operations:read")
async def list_jobs(ctx: Ctx, ask: Which) -> JobCounts:
    """How many jobs wait, run or failed, by name."""
    counts = await queue.counts(ctx)
    items = [JobCount(job=job, status=status, count=count) for job, status, count in counts]
    return JobCounts(items=items[: ask.limit])


@tool("operations:read")
async def list_queues(ctx: Ctx, ask: Nothing) -> Queues:
    """How much waits in each priority, and since when the oldest does."""
    rows = await queue.ages(ctx)
    return Queues(
        items=[
            QueueLine(priority=priority, status=status, count=count, since=since)
            for priority, status, count, since in rows
        ]
    )


@tool("operations:read")
async def list_dead_letters(ctx: Ctx, ask: Which) -> DeadLetters:
    """Jobs that failed for good, newest first."""
    letters = await queue.dead_letters(await queue.inside(ctx))
    items = [
        DeadLetterLine(
            id=letter.id,
            job=letter.work,
            business_id=letter.business_id,
            payload=letter.payload,
            created_at=letter.created_at,
            reason=letter.reason,
        )
        for letter in letters[: ask.limit]
    ]
    return DeadLetters(items=items)


@tool("operations:write")
async def replay_jobs(ctx: Ctx, ask: Replay) -> Replayed:
    """Give failed jobs another chance, all or none."""
    connection = await queue.inside(ctx)
    held = {letter.id for letter in await queue.dead_letters(connection)}
    wanted = list(dict.fromkeys(ask.ids))
    for job_id in wanted:
        if job_id not in held:
            raise NoSuchDeadLetter(remedy="List the dead letters.", field="ids", value=job_id)
    await queue.replay(connection, wanted)
    return Replayed(replayed=len(wanted))
