"""A notice is one person's own, once per cause; a creator reads theirs in every business."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import time, timedelta
from uuid import UUID

import pytest
from sqlalchemy.exc import ProgrammingError

from core.ids import new_id
from domain.access import Actor, worker_for
from memory import notifications, people
from memory.ctx import Ctx, acting
from memory.notifications import preferences
from tests.memory.rows import as_actor, founder_of


@pytest.fixture
async def me(ctx: Ctx) -> UUID:
    """The founder of the test, with an account."""
    assert ctx.actor.user_id is not None
    await people.make_user(ctx, f"{new_id()}@example.com", "", "hash")
    return ctx.actor.user_id


@pytest.fixture
async def worker(ctx: Ctx, me: UUID) -> AsyncIterator[Ctx]:
    """The worker of the business, once the founder has an account."""
    async with acting(ctx.db, worker_for(ctx.business_id)) as it:
        yield it


def notice(user_id: UUID, cause: str = "offer_accepted:1", **more: object) -> dict[str, object]:
    """A notice as a job writes it."""
    row = {"user_id": user_id, "kind": "offer_accepted", "cause": cause, "subject_id": new_id()}
    return {**row, "details": {}, "channels": ["web"], **more}


async def test_a_cause_is_told_once(worker: Ctx, me: UUID) -> None:
    assert await notifications.tell(worker, notice(me))
    assert not await notifications.tell(worker, notice(me))
    assert await notifications.tell(worker, notice(me, "offer_accepted:2"))


async def test_a_colleague_reads_and_marks_none_of_mine(ctx: Ctx, worker: Ctx, me: UUID) -> None:
    async with as_actor(ctx, replace(worker.actor, user_id=me)) as theirs:
        await notifications.tell(theirs, notice(me))
        for other in (replace(ctx.actor, user_id=new_id()), founder_of(new_id())):
            async with as_actor(theirs, other) as stranger:
                assert await notifications.on_web(stranger, 10) == []
                assert await notifications.mark_read(stranger, None) == 0
        async with as_actor(theirs, ctx.actor) as mine:
            assert await notifications.unread(mine) == 1
            assert await notifications.mark_read(mine, [new_id()]) == 0
            assert await notifications.mark_read(mine, None) == 1
            assert await notifications.unread(mine) == 0


async def test_a_creator_reads_theirs_and_writes_none(ctx: Ctx, worker: Ctx, me: UUID) -> None:
    async with as_actor(ctx, worker.actor) as acting:
        await notifications.tell(acting, notice(me))
        creator = Actor("creator", user_id=me, creator_id=new_id())
        async with as_actor(acting, creator) as theirs:
            assert await notifications.mark_read(theirs, None) == 1
        async with as_actor(acting, creator) as theirs:
            own = notifications.notifications.insert().values(
                id=new_id(), business_id=ctx.business_id, at=ctx.at, **notice(me, "made up")
            )
            with pytest.raises(ProgrammingError, match="row-level security"):
                await theirs.db.execute(own)


async def test_what_is_not_for_the_web_is_not_shown_there(ctx: Ctx, worker: Ctx, me: UUID) -> None:
    async with as_actor(ctx, worker.actor) as acting:
        await notifications.tell(acting, notice(me, channels=["mail"]))
        async with as_actor(acting, ctx.actor) as mine:
            assert await notifications.on_web(mine, 10) == []


async def test_what_is_due_is_taken_once_and_without_what_was_read(worker: Ctx, me: UUID) -> None:
    soon, later = worker.at + timedelta(hours=1), worker.at + timedelta(hours=2)
    await notifications.tell(worker, notice(me, "a", mail_due_at=soon))
    await notifications.tell(worker, notice(me, "b", mail_due_at=soon, read_at=worker.at))
    await notifications.tell(worker, notice(me, "c", mail_due_at=later))
    taken = await notifications.take_due(worker, me, soon)
    assert [row.cause for row in taken] == ["a"]
    assert await notifications.take_due(worker, me, soon) == []
    assert [row.cause for row in await notifications.take_due(worker, me, later)] == ["c"]


async def test_preferences_are_ones_own(ctx: Ctx, me: UUID) -> None:
    await notifications.keep_wishes(ctx, {"language": "de", "quiet_from": time(22)})
    await notifications.keep_wishes(ctx, {"timezone": "Asia/Kathmandu"})
    mine = await notifications.wishes(ctx)
    assert mine is not None
    assert (mine.language, mine.quiet_from, mine.timezone) == ("de", time(22), "Asia/Kathmandu")
    async with as_actor(ctx, replace(ctx.actor, user_id=new_id())) as other:
        assert await other.rows(preferences.select()) == []
        with pytest.raises(ProgrammingError, match="row-level security"):
            await other.db.execute(preferences.insert().values(user_id=me))
