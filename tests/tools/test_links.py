"""A link is opened by whoever has it, as its person, while it is good."""

import pytest

from core.ids import new_id
from domain.access import STRANGER
from memory.ctx import open_ctx
from tests.people import actor, address, registered
from tools import accounts, links
from tools.links import LinkOver, NoSuchLink

pytestmark = pytest.mark.usefixtures("_pool")


async def test_a_link_opens_as_its_person_and_the_caller_goes_on_as_before() -> None:
    tokens = await registered(address())
    async with open_ctx(actor(tokens)) as ctx:
        token = await links.make(ctx, "address", "new@example.com")
        assert await links.make(ctx, "address", "again@example.com") is None
    assert token is not None
    async with open_ctx(accounts.stranger()) as ctx:
        async with links.opened(ctx, token, "verify", "address") as (mine, kind, email):
            assert (mine.actor.role, mine.actor.user_id) == (STRANGER, tokens.user_id)
            assert (kind, email) == ("address", "new@example.com")
        with pytest.raises(NoSuchLink):
            async with links.opened(ctx, token, "reset"):
                pass


async def test_a_later_link_ends_the_earlier(simulated: object) -> None:
    assert simulated
    tokens = await registered(address())
    async with open_ctx(actor(tokens)) as ctx:
        await links.links.use_up(ctx, "verify")
        first = await links.make(ctx, "verify")
        await links.links.use_up(ctx, "verify")
    assert first is not None
    async with open_ctx(accounts.stranger()) as ctx:
        with pytest.raises(LinkOver):
            async with links.opened(ctx, first, "verify"):
                pass
        with pytest.raises(NoSuchLink):
            async with links.opened(ctx, new_id().hex, "verify"):
                pass
