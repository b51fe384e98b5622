"""Somebody with an account runs the installation or vets for its market, and no longer."""

from uuid import UUID

import pytest

from memory import people
from memory.ctx import Ctx, acting
from tools import accounts
from tools.operators import NoSuchAccount, set_operator, set_reviewer
from tools.seats import all_of


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


async def test_an_account_vets_for_the_market_and_no_longer(ctx: Ctx) -> None:
    await people.make_user(ctx, "ada@example.org", "Ada", "hash")
    async with acting(ctx.db, accounts.stranger()) as nobody:
        for vets in (True, False):
            told = await set_reviewer(nobody, " Ada@Example.org ", vets=vets)
            async with acting(ctx.db, ctx.actor) as ada:
                assert (told.vets, await people.vets(ada)) == (vets, vets)
            seats = [seat.role for seat in await all_of(ctx, told_id(ctx))]
            assert ("reviewer" in seats) == vets
        with pytest.raises(NoSuchAccount, match=r"bo@example\.org"):
            await set_reviewer(nobody, "bo@example.org", vets=True)


def told_id(ctx: Ctx) -> UUID:
    """The person of `ctx`."""
    assert ctx.actor.user_id
    return ctx.actor.user_id
