"""The frame says who one is and where one sits."""

import pytest

from core.ids import new_id
from domain.access import Actor
from memory.ctx import open_ctx
from tools import accounts, visitors


@pytest.mark.usefixtures("_idle")
async def test_a_founder_sees_their_business() -> None:
    asked = accounts.Registration.model_validate(
        {
            "email": f"{new_id()}@example.com",
            "password": "a long pass phrase",
            "business_name": "Mill and Mortar",
        }
    )
    async with open_ctx(accounts.newcomer()) as ctx:
        tokens = await accounts.register(ctx, asked)
    seen = await visitors.see(Actor("founder", tokens.user_id, tokens.business_id))
    assert (seen.email, seen.business, seen.verified) == (asked.email, "Mill and Mortar", False)


@pytest.mark.usefixtures("_idle")
async def test_an_account_that_is_gone_is_nobody() -> None:
    seen = await visitors.see(Actor("creator", new_id()))
    assert (seen.name, seen.business, seen.newest) == ("", "", 0)
