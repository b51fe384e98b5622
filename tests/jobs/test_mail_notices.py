"""A notice that is to be mailed leaves through the queue and the mail server, once."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text

from core.ids import new_id
from domain.access import Actor
from domain.deals import BriefUnplaced
from jobs import worker
from memory import events, people
from memory.ctx import open_ctx
from tests.people import actor, address, registered
from tests.post import mail_server


@pytest.fixture(autouse=True)
async def _empty(_idle: None) -> AsyncIterator[None]:
    yield
    async with open_ctx(Actor("operator")) as ctx:
        await ctx.db.execute(text("delete from pgqueuer"))


async def test_a_fact_ends_in_one_mail() -> None:
    email = address()
    tokens = await registered(email)
    await worker.drain()
    async with mail_server() as box:
        async with open_ctx(actor(tokens)) as ctx:
            await people.verify(ctx)
            fact = BriefUnplaced(brief_id=new_id())
            await events.record(ctx, fact, fact)
        await worker.drain()
    (mail,) = box.mails
    assert mail["To"] == email
    assert mail["Subject"] == "No creator is left who could take a brief"
