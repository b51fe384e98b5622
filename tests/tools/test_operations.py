"""The queue as whoever runs the installation sees it: counts and ids, never words."""

import pytest
from sqlalchemy import text

from domain.access import Actor, ScopeMissing
from domain.work import ComputeDelta
from memory import queue
from memory.ctx import Ctx
from tools.operations import (
    NoSuchDeadLetter,
    Replay,
    Which,
    list_dead_letters,
    list_jobs,
    replay_jobs,
)


def operator(ctx: Ctx) -> Ctx:
    """The same transaction, for whoever runs the installation."""
    return Ctx(Actor("operator"), ctx.db)


async def bury(ctx: Ctx) -> int:
    """A job that failed for good; its number."""
    await queue.enqueue(ctx, [ComputeDelta(month="2026-10")])
    return await ctx.value(text("update pgqueuer set status = 'failed' returning id"))


async def test_waiting_jobs_are_counted_by_name(ctx: Ctx) -> None:
    await queue.enqueue(ctx, [ComputeDelta(month=f"2026-{n:02}") for n in range(1, 4)])
    items = (await list_jobs(operator(ctx), Which(limit=10))).items
    assert [(one.job, one.status, one.count) for one in items] == [("compute_delta", "queued", 3)]


async def test_a_dead_letter_is_listed_and_given_another_chance(ctx: Ctx) -> None:
    number = await bury(ctx)
    (letter,) = (await list_dead_letters(operator(ctx), Which(limit=10))).items
    assert (letter.id, letter.job, letter.business_id) == (
        number, "compute_delta", ctx.business_id,
    )  # fmt: skip
    assert (await replay_jobs(operator(ctx), Replay(ids=[number, number]))).replayed == 1
    assert not (await list_dead_letters(operator(ctx), Which(limit=10))).items
    assert await queue.waiting(ctx) == 1


async def test_one_unknown_number_keeps_all_of_them_where_they_are(ctx: Ctx) -> None:
    number = await bury(ctx)
    with pytest.raises(NoSuchDeadLetter):
        await replay_jobs(operator(ctx), Replay(ids=[number, 10**12]))
    assert len((await list_dead_letters(operator(ctx), Which(limit=10))).items) == 1


async def test_a_founder_sees_no_queue(ctx: Ctx) -> None:
    with pytest.raises(ScopeMissing):
        await list_jobs(ctx, Which(limit=10))
