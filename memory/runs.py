"""Runs: one question being answered, its durable log of events, and what waits for approval.

A run is taken up by one process at a time. Each take-up counts in `starts`; whoever writes with an
older count has been overtaken and is refused, so that two processes never tell one answer.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, Integer, Text, Uuid, case, func, insert, select, update

from core.errors import Conflict
from core.ids import derived_id, new_id
from domain.run_events import Told
from memory import notices, threads
from memory.ctx import Ctx
from memory.tables import moment, sealed, tenant_table, unique

UNDERWAY = ("queued", "running")
ENDED = ("done", "stopped", "failed")

runs = tenant_table(
    "runs",
    Column("status", Text, nullable=False, server_default="queued"),
    Column("mode", Text, nullable=False),
    Column("user_id", Uuid),
    Column("role", Text, nullable=False),
    Column("starts", Integer, nullable=False, server_default="0"),
    Column("error", Text),
    sealed("reply"),
    Column("answer_id", Uuid),
    moment("started_at"),
    moment("stop_asked_at"),
    moment("ended_at"),
    refers={"thread_id": "threads", "question_id": "messages"},
)
"""`status` is queued, running, waiting (for approvals), done, stopped or failed."""

run_events = tenant_table(
    "run_events",
    Column("seq", BigInteger, nullable=False),
    Column("type", Text, nullable=False),
    sealed("payload", nullable=False),
    moment("at", nullable=False),
    unique("thread_id", "seq"),
    refers={"thread_id": "threads", "run_id": "runs"},
)

approvals = tenant_table(
    "approvals",
    Column("tool", Text, nullable=False),
    sealed("arguments", nullable=False),
    sealed("summary", nullable=False),
    Column("status", Text, nullable=False, server_default="pending"),
    Column("answered_by", Uuid),
    moment("answered_at"),
    sealed("answer"),
    sealed("result"),
    refers={"thread_id": "threads", "run_id": "runs"},
)


class Overtaken(Conflict):
    """Another process has taken this run up since."""


class StopAsked(Conflict):
    """Somebody asked this run to stop."""


async def begin(ctx: Ctx, thread_id: UUID, question_id: UUID, mode: str) -> UUID:
    """A queued run that answers a question as the person of `ctx`; returns its id."""
    row = {
        "id": new_id(),
        "business_id": ctx.business_id,
        "thread_id": thread_id,
        "question_id": question_id,
        "mode": mode,
        "user_id": ctx.actor.user_id,
        "role": ctx.actor.role,
    }
    await ctx.db.execute(insert(runs).values(row))
    return row["id"]


async def run(ctx: Ctx, run_id: UUID) -> Any:
    """A run of this business, or None."""
    return await ctx.row(select(runs).where(runs.c.id == run_id))


async def of_thread(ctx: Ctx, thread_id: UUID, *statuses: str) -> list[Any]:
    """The runs of a thread that stand in one of `statuses` (none given: all), oldest first."""
    query = select(runs).where(runs.c.thread_id == thread_id)
    if statuses:
        query = query.where(runs.c.status.in_(statuses))
    return await ctx.rows(query.order_by(runs.c.created_at, runs.c.id))


async def take_up(ctx: Ctx, run_id: UUID) -> Any:
    """Begin or go on with a run that has not ended: its row, with `starts` counted; else None.

    The thread is held meanwhile, so that an older take-up's event comes before, or is refused.
    """
    known = await run(ctx, run_id)
    if known is None:
        return None
    await threads.lock(ctx, known.thread_id)
    began = func.coalesce(runs.c.started_at, ctx.at)
    query = (
        update(runs)
        .where(runs.c.id == run_id, runs.c.status.in_((*UNDERWAY, "waiting")))
        .values(starts=runs.c.starts + 1, started_at=began, status=_going_on())
        .returning(*runs.c)
    )
    return await ctx.row(query)


def _going_on() -> Any:
    """A run that waits for a person goes on waiting until it says otherwise."""
    return case((runs.c.status == "queued", "running"), else_=runs.c.status)


async def change(ctx: Ctx, run_id: UUID, **values: Any) -> None:
    """Write fields of a run."""
    await ctx.db.execute(update(runs).where(runs.c.id == run_id).values(**values))


async def tell(
    ctx: Ctx, thread_id: UUID, run_id: UUID, events: Sequence[Told], starts: int | None = None
) -> int:
    """Append events to the thread's log; readers hear of them when the transaction commits.

    Returns the last number. With `starts`, raises `Overtaken` where the run was taken up anew, and
    `StopAsked` where it shall stop.
    """
    await threads.lock(ctx, thread_id)
    if starts is not None:
        await _must_go_on(ctx, run_id, starts)
    ids = [derived_id(run_id, key) if key else new_id() for key, _ in events]
    keyed = [each for each, (key, _) in zip(ids, events, strict=True) if key]
    known = await _known(ctx, keyed) if keyed else set()
    fresh = [(i, event) for i, (_, event) in zip(ids, events, strict=True) if i not in known]
    last = await threads.numbers(ctx, thread_id, len(fresh))
    rows = [
        {
            "id": event_id,
            "business_id": ctx.business_id,
            "thread_id": thread_id,
            "run_id": run_id,
            "seq": last - len(fresh) + place,
            "type": str(event["type"]),
            "payload": dict(event),
            "at": ctx.at,
        }
        for place, (event_id, event) in enumerate(fresh, 1)
    ]
    if rows:
        await ctx.db.execute(insert(run_events), rows)
        await notices.give(ctx, f"{thread_id}")
    return last


async def _must_go_on(ctx: Ctx, run_id: UUID, starts: int) -> None:
    query = select(runs.c.starts, runs.c.stop_asked_at, runs.c.reply.is_(None).label("open"))
    row = await ctx.row(query.where(runs.c.id == run_id))
    if row is None or row.starts != starts:
        raise Overtaken(f"{run_id}.", remedy="Leave it to the other one.")
    if row.stop_asked_at is not None and row.open:
        raise StopAsked(f"{run_id}.")


async def _known(ctx: Ctx, ids: Sequence[UUID]) -> set[UUID]:
    query = select(run_events.c.id).where(run_events.c.id.in_(ids))
    return {row.id for row in await ctx.rows(query)}


async def events_after(ctx: Ctx, thread_id: UUID, seq: int, limit: int) -> list[Any]:
    """Events of a thread with a number above `seq`, oldest first."""
    table = run_events
    query = select(table).where(table.c.thread_id == thread_id, table.c.seq > seq)
    return await ctx.rows(query.order_by(table.c.seq).limit(limit))


async def events_of(ctx: Ctx, run_id: UUID) -> list[dict[str, Any]]:
    """All events of a run as JSON, oldest first."""
    table = run_events
    query = select(table.c.payload).where(table.c.run_id == run_id).order_by(table.c.seq)
    return [row.payload for row in await ctx.rows(query)]


async def began_after(ctx: Ctx, run_id: UUID) -> int | None:
    """The number of the thread's log after which a run's events begin; None while it has none."""
    table = run_events
    first = await ctx.value(select(func.min(table.c.seq)).where(table.c.run_id == run_id))
    return None if first is None else int(first) - 1


async def ask_to_stop(ctx: Ctx, run_id: UUID) -> bool:
    """Say that a run shall stop; False when it has ended or was asked before."""
    query = (
        update(runs)
        .where(
            runs.c.id == run_id,
            runs.c.stop_asked_at.is_(None),
            runs.c.status.in_((*UNDERWAY, "waiting")),
        )
        .values(stop_asked_at=ctx.at)
        .returning(runs.c.id)
    )
    asked = await ctx.value(query) is not None
    if asked:
        await notices.give(ctx, f"stop:{run_id}")
    return asked


async def propose(ctx: Ctx, run_id: UUID, thread_id: UUID, acts: Sequence[Any]) -> list[UUID]:
    """Keep acts (tool, arguments, summary) that wait for a person; their ids. Twice is once."""
    rows = [
        {
            "id": derived_id(run_id, "approval", place),
            "business_id": ctx.business_id,
            "thread_id": thread_id,
            "run_id": run_id,
            "tool": act.tool,
            "arguments": act.arguments,
            "summary": act.summary,
        }
        for place, act in enumerate(acts)
    ]
    there = {row.id for row in await approvals_of(ctx, run_id)}
    if fresh := [row for row in rows if row["id"] not in there]:
        await ctx.db.execute(insert(approvals), fresh)
    return [row["id"] for row in rows]


async def approval(ctx: Ctx, approval_id: UUID) -> Any:
    """An approval of this business, or None."""
    return await ctx.row(select(approvals).where(approvals.c.id == approval_id))


async def approvals_of(ctx: Ctx, run_id: UUID) -> list[Any]:
    """What a run proposed, in the order of its proposing."""
    query = select(approvals).where(approvals.c.run_id == run_id)
    return await ctx.rows(query.order_by(approvals.c.created_at, approvals.c.id))


async def approvals_of_person(ctx: Ctx, thread_id: UUID | None) -> list[Any]:
    """What was proposed to the person of `ctx`, in one thread or in all, oldest first."""
    query = select(approvals).join(runs, runs.c.id == approvals.c.run_id)
    query = query.where(runs.c.user_id.is_not_distinct_from(ctx.actor.user_id))
    if thread_id is not None:
        query = query.where(approvals.c.thread_id == thread_id)
    return await ctx.rows(query.order_by(approvals.c.created_at, approvals.c.id))


async def answer_approval(ctx: Ctx, approval_id: UUID, status: str, answer: Any) -> bool:
    """Answer an approval; False when it was answered before. The first answer stands."""
    query = (
        update(approvals)
        .where(approvals.c.id == approval_id, approvals.c.status == "pending")
        .values(status=status, answered_by=ctx.actor.user_id, answered_at=ctx.at, answer=answer)
        .returning(approvals.c.id)
    )
    return await ctx.value(query) is not None


async def keep_result(ctx: Ctx, approval_id: UUID, result: Any) -> None:
    """Keep what came of an act that was accepted."""
    query = update(approvals).where(approvals.c.id == approval_id).values(result=result)
    await ctx.db.execute(query)
