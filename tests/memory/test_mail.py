"""A mail is sealed, belongs to who handles it, and forgets its words when its link has ended."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from core.clock import SimulatedClock
from core.ids import new_id
from core.security import SealBroken
from domain.access import Actor, worker_for
from memory import mail, queue
from memory.ctx import Ctx
from memory.mail import Draft
from tests.memory.rows import as_actor, founder_of, in_role

DRAFT = Draft("verify", "ada@example.com", "de", {"business": "Gaugewren"}, "http://here/secret")


async def test_a_mail_is_sealed_and_opens_for_who_sends_it(worker: Ctx) -> None:
    made = await mail.write(worker, DRAFT)
    row = await mail.one(worker, made)
    assert row is not None
    assert mail.draft_of(row) == DRAFT
    assert b"secret" not in row.words
    assert b"ada" not in row.words
    assert await queue.waiting(worker) == 1


async def test_words_of_one_mail_do_not_open_in_another(worker: Ctx) -> None:
    first, second = await mail.write(worker, DRAFT), await mail.write(worker, DRAFT)
    other = await mail.one(worker, first)
    assert other is not None
    await mail.mark(worker, second, words=other.words)
    with pytest.raises(SealBroken):
        mail.draft_of(await mail.one(worker, second))


@pytest.mark.parametrize("role", ["founder", "team", "creator", "evaluator", "stranger"])
async def test_whoever_writes_a_mail_cannot_read_one(ctx: Ctx, role: str) -> None:
    async with as_actor(ctx, in_role(ctx.actor, role)) as other:
        made = await mail.write(other, DRAFT)
        assert await mail.one(other, made) is None
        assert await mail.newest(other, 10) == []


async def test_the_worker_of_another_business_reads_no_mail(ctx: Ctx) -> None:
    made = await mail.write(ctx, DRAFT)
    async with as_actor(ctx, worker_for(new_id())) as other:
        assert await mail.one(other, made) is None
        await mail.mark(other, made, status="sent")
    async with as_actor(ctx, Actor("operator")) as operator:
        row = await mail.one(operator, made)
        assert row is not None
        assert row.status == "waiting"


async def test_a_mail_to_somebody_without_a_business_is_nobodys(ctx: Ctx) -> None:
    async with as_actor(ctx, Actor("stranger")) as stranger:
        made = await mail.write(stranger, DRAFT)
        payload = await stranger.value(text("select payload from pgqueuer order by id desc"))
        assert queue.unpack("send_mail", payload)[0] == queue.NOBODYS
        async with as_actor(stranger, worker_for(queue.NOBODYS)) as worker:
            assert await mail.one(worker, made) is not None


async def test_the_words_go_when_the_link_has_ended(worker: Ctx, simulated: SimulatedClock) -> None:
    until = worker.at + timedelta(hours=1)
    made = await mail.write(worker, Draft("reset", "a@b.net", expires_at=until))
    stays = await mail.write(worker, DRAFT)
    simulated.move_to(until)
    await mail.forget_expired(worker)
    over, still = await mail.one(worker, made), await mail.one(worker, stays)
    assert over is not None
    assert still is not None
    assert (over.words, over.status) == (None, "expired")
    assert mail.draft_of(over) is None
    assert still.words is not None


async def test_nobody_writes_in_the_name_of_another_business(ctx: Ctx) -> None:
    async with as_actor(ctx, founder_of(new_id())) as other:
        stolen = mail.mail.insert().values(id=new_id(), business_id=ctx.business_id, kind="verify")
        with pytest.raises(ProgrammingError, match="row-level security"):
            await other.db.execute(stolen)
