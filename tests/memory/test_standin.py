"""The stand-in keeps what it was asked; only the worker's side of the database sees it."""

import pytest
from sqlalchemy import select

from core.ids import new_id
from domain.access import Actor
from domain.providers import Charge, Opening, ProviderRefused, WebhookForged
from memory.ctx import open_ctx
from memory.standin import StandIn, stand_in_calls

pytestmark = pytest.mark.usefixtures("_idle")


async def test_what_it_did_outlives_it_and_nobody_else_reads_it() -> None:
    charge = Charge(str(new_id()), 500, "EUR", "A map", "http://here", "b:m")
    ref = (await StandIn().take(charge)).ref
    assert (await StandIn().payment(ref)).state == "paid"
    for actor in (Actor("founder", new_id(), new_id()), Actor("creator", new_id())):
        async with open_ctx(actor, read_only=True) as ctx:
            assert await ctx.rows(select(stand_in_calls)) == []


async def test_what_it_does_not_know_it_refuses() -> None:
    way = StandIn()
    with pytest.raises(ProviderRefused):
        await way.payment("payment_of_nobody")
    with pytest.raises(ProviderRefused):
        await way.put(await way.onboarding("account_of_nobody", "http://here"), "ready")
    assert (await way.account(await way.open_account(Opening("a", "DE")))).state == "started"
    with pytest.raises(WebhookForged):
        way.notice(b"{}", "t=1")
