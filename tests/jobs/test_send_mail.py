"""A mail is sent once after commit; a server that is away is asked again, then it waits."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from core import settings
from core.ids import new_id
from domain.access import Actor, worker_for
from domain.work import SendMail
from jobs import send_mail, worker
from memory import mail, queue
from memory.ctx import open_ctx
from memory.mail import Draft
from tests.post import mail_server

pytestmark = pytest.mark.usefixtures("_idle")
DRAFT = Draft("verify", "ada@example.com", "en", {}, "http://here/secret")


@pytest.fixture(autouse=True)
async def _empty(_idle: None) -> AsyncIterator[None]:
    yield
    async with open_ctx(Actor("operator")) as ctx:
        await ctx.db.execute(text("delete from mail"))
        await ctx.db.execute(text("delete from pgqueuer"))


async def written(draft: Draft = DRAFT) -> UUID:
    """A mail of somebody who belongs to no business, committed."""
    async with open_ctx(Actor("stranger")) as ctx:
        return await mail.write(ctx, draft)


async def undone() -> None:
    """A mail of a transaction that comes to nothing."""
    async with open_ctx(Actor("stranger")) as ctx:
        await mail.write(ctx, DRAFT)
        raise ValueError("changed my mind")


async def row_of(mail_id: UUID) -> Any:
    """The mail as it is kept."""
    async with open_ctx(Actor("operator"), read_only=True) as ctx:
        return await mail.one(ctx, mail_id)


async def test_a_mail_arrives_and_its_words_are_forgotten() -> None:
    async with mail_server() as box:
        made = await written()
        await worker.drain()
    row = await row_of(made)
    assert (row.status, row.words, row.attempts) == ("sent", None, 1)
    (arrived,) = box.mails
    assert arrived["To"] == "ada@example.com"
    assert f"{made}" in arrived["Message-ID"]


async def test_nothing_is_sent_for_what_was_rolled_back() -> None:
    async with mail_server() as box:
        with pytest.raises(ValueError, match="changed my mind"):
            await undone()
        await worker.drain()
    assert box.mails == []


async def test_without_a_server_a_mail_stays_in_the_outbox() -> None:
    made = await written()
    await worker.drain()
    row = await row_of(made)
    assert row.status == "kept"
    assert mail.draft_of(row) == DRAFT


async def test_a_server_that_is_busy_is_asked_again() -> None:
    async with mail_server("451 busy", "421 busy") as box:
        made = await written()
        await worker.drain()
    assert (await row_of(made)).attempts == 3
    assert len(box.mails) == 1


async def test_after_four_starts_a_mail_is_put_aside_and_a_replay_sends_it() -> None:
    async with mail_server(*["451 busy"] * 4) as box:
        made = await written()
        with pytest.raises(Exception, match="451"):
            await worker.drain()
        row = await row_of(made)
        assert (row.status, row.error) == ("failed", "MailNotSent")
        async with queue.connected() as connection:
            (letter,) = await queue.dead_letters(connection)
            await queue.replay(connection, [letter.id])
        await worker.drain()
    assert (await row_of(made)).status == "sent"
    assert len(box.mails) == 1


async def test_a_box_that_does_not_exist_is_not_asked_again() -> None:
    async with mail_server("550 no such box"):
        made = await written()
        await worker.drain()
    row = await row_of(made)
    assert (row.status, row.attempts, row.words) == ("refused", 1, None)


async def test_a_job_that_runs_twice_sends_once() -> None:
    async with mail_server() as box:
        made = await written()
        for _ in range(3):
            await send_mail.run(worker_for(queue.NOBODYS), SendMail(mail_id=made))
        await send_mail.run(worker_for(queue.NOBODYS), SendMail(mail_id=new_id()))
    assert len(box.mails) == 1
    assert settings.settings().smtp_url.get_secret_value() == ""
