"""The outbox is shown to who runs the machine, on the embedded default alone."""

import pytest

from core import settings
from domain.access import Actor, ScopeMissing
from memory.ctx import open_ctx
from tests.people import address, registered
from tests.post import mail_server
from tools.mail import Newest, NoOutboxHere, keeps_mail, list_mail

pytestmark = pytest.mark.usefixtures("_pool")


async def test_an_operator_sees_the_links() -> None:
    email = address()
    await registered(email)
    async with open_ctx(Actor("operator"), read_only=True) as ctx:
        box = await list_mail(ctx, Newest(limit=200))
    (line,) = [each for each in box.items if each.to == email]
    assert (line.kind, "/verify/" in line.link, box.sends) == ("verify", True, False)
    assert keeps_mail()


async def test_in_production_and_beside_another_database_nobody_does() -> None:
    settings.use(environment="production", secret_key="s" * 32)
    try:
        async with open_ctx(Actor("operator"), read_only=True) as ctx:
            with pytest.raises(NoOutboxHere):
                await list_mail(ctx, Newest())
        assert not keeps_mail()
    finally:
        settings.use(environment="local", secret_key=settings.DEFAULT_SECRET)


async def test_a_founder_does_not() -> None:
    async with open_ctx(Actor("founder"), read_only=True) as ctx:
        with pytest.raises(ScopeMissing):
            await list_mail(ctx, Newest())


async def test_with_a_server_nothing_stays() -> None:
    async with mail_server():
        assert not keeps_mail()
