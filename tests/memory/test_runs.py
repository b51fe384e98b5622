"""The log of a chat has no gaps and tells each thing once; an approval is answered once."""

import asyncio
from uuid import UUID

import pytest

from core.ids import new_id
from domain import run_events
from domain.access import Actor
from domain.asking import Proposal
from memory import runs, threads
from memory.ctx import Ctx, open_ctx
from memory.threads import Saying
from tests.memory.rows import as_actor, founder_of

ACT = Proposal(tool="submit_vent", arguments={"text": "x"}, summary="Note x.")


async def begun(ctx: Ctx) -> tuple[UUID, UUID]:
    """A chat with a question and its run: their ids."""
    thread_id = await threads.start(ctx, threads.CHAT)
    question = await threads.say(ctx, thread_id, Saying("user", {"text": "Why?"}, None))
    return thread_id, await runs.begin(ctx, thread_id, question, "adaptive")


async def log(ctx: Ctx, thread_id: UUID) -> list[tuple[int, str]]:
    """Numbers and types of a chat's events."""
    return [(row.seq, row.type) for row in await runs.events_after(ctx, thread_id, 0, 1000)]


async def test_events_are_numbered_from_one_without_gaps(ctx: Ctx) -> None:
    thread_id, run_id = await begun(ctx)
    for name in ("gather", "refine"):
        told = [run_events.step_started(name), run_events.step_finished(name)]
        await runs.tell(ctx, thread_id, run_id, told)
    assert [seq for seq, _ in await log(ctx, thread_id)] == [1, 2, 3, 4]
    rows = await runs.events_after(ctx, thread_id, 2, 1)
    assert [row.payload["stepName"] for row in rows] == ["refine"]


async def test_what_is_told_once_takes_no_second_number(ctx: Ctx) -> None:
    thread_id, run_id = await begun(ctx)
    once = run_events.step_started("gather")
    piece = run_events.words(new_id(), "Hello.")
    for _ in range(2):
        await runs.tell(ctx, thread_id, run_id, [once, piece])
    types = ["STEP_STARTED", "TEXT_MESSAGE_CONTENT", "TEXT_MESSAGE_CONTENT"]
    assert await log(ctx, thread_id) == [*zip((1, 2, 3), types, strict=True)]


async def test_numbers_have_no_gap_when_many_write_and_some_fail(lasting: Actor) -> None:
    async with open_ctx(lasting) as ctx:
        thread_id, run_id = await begun(ctx)

    async def write(number: int) -> None:
        try:
            async with open_ctx(lasting) as ctx:
                piece = run_events.words(run_id, f"{number}")
                await runs.tell(ctx, thread_id, run_id, [piece])
                if number % 3 == 0:
                    raise ValueError
        except ValueError:
            return

    await asyncio.gather(*(write(number) for number in range(30)))
    async with open_ctx(lasting, read_only=True) as ctx:
        assert [seq for seq, _ in await log(ctx, thread_id)] == [*range(1, 21)]


async def test_an_older_take_up_is_refused(ctx: Ctx) -> None:
    thread_id, run_id = await begun(ctx)
    first = await runs.take_up(ctx, run_id)
    second = await runs.take_up(ctx, run_id)
    assert (first.starts, second.starts, second.status) == (1, 2, "running")
    told = [run_events.step_started("gather")]
    with pytest.raises(runs.Overtaken):
        await runs.tell(ctx, thread_id, run_id, told, first.starts)
    assert await runs.tell(ctx, thread_id, run_id, told, second.starts) == 1


async def test_a_run_that_shall_stop_says_no_more_until_its_answer_is_kept(ctx: Ctx) -> None:
    thread_id, run_id = await begun(ctx)
    row = await runs.take_up(ctx, run_id)
    assert await runs.ask_to_stop(ctx, run_id)
    assert not await runs.ask_to_stop(ctx, run_id)
    told = [run_events.step_started("gather")]
    with pytest.raises(runs.StopAsked):
        await runs.tell(ctx, thread_id, run_id, told, row.starts)
    await runs.change(ctx, run_id, reply={"reply": {}})
    assert await runs.tell(ctx, thread_id, run_id, told, row.starts) == 1


async def test_runs_are_found_by_where_they_stand(ctx: Ctx) -> None:
    thread_id, run_id = await begun(ctx)
    assert [row.id for row in await runs.of_thread(ctx, thread_id, "queued")] == [run_id]
    await runs.change(ctx, run_id, status="done")
    assert await runs.of_thread(ctx, thread_id, *runs.UNDERWAY) == []
    assert await runs.take_up(ctx, run_id) is None


async def test_an_approval_is_answered_once(ctx: Ctx) -> None:
    thread_id, run_id = await begun(ctx)
    (approval_id,) = await runs.propose(ctx, run_id, thread_id, [ACT])
    assert await runs.propose(ctx, run_id, thread_id, [ACT]) == [approval_id]
    assert await runs.answer_approval(ctx, approval_id, "accepted", None)
    assert not await runs.answer_approval(ctx, approval_id, "ignored", None)
    (row,) = await runs.approvals_of_person(ctx, thread_id)
    assert (row.status, row.answered_by) == ("accepted", ctx.actor.user_id)


async def test_nobody_finds_the_runs_of_another_business(ctx: Ctx) -> None:
    thread_id, run_id = await begun(ctx)
    await runs.tell(ctx, thread_id, run_id, [run_events.step_started("gather")])
    async with as_actor(ctx, founder_of(new_id())) as other:
        assert await runs.run(other, run_id) is None
        assert await runs.events_after(other, thread_id, 0, 10) == []
