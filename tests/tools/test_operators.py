"""Somebody with an account runs the installation, and no longer."""

import pytest

from memory import people
from memory.ctx import Ctx, acting
from tools import accounts
from tools.operators import NoSuchAccount, set_operator


async def test_an_account_is_made_an_operator_and_back(ctx: Ctx) -> None:
    await people.make_user(ctx, "ada@example.org", "Ada", "hash")
    async with acting(ctx.db, accounts.stranger()) as nobody:
        for runs in (True, False):
            told = await set_operator(nobody, " Ada@Example.org ", runs=runs)
            known = await people.login_of(nobody, "ada@example.org")
            assert known is not None
            assert (told.operator, known.operator) == (runs, runs)
        with pytest.raises(NoSuchAccount, match=r"bo@example\.org"):
            await set_operator(nobody, "bo@example.org", runs=True)
