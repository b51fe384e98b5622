"""One person may have several seats, and changes among them without signing in again."""

import pytest

from core.ids import new_id
from domain.access import STRANGER, Actor, worker_for
from memory import market
from memory.ctx import open_ctx
from memory.invitations import Invited
from tests.people import PASSWORD, actor, address, joined, registered
from tools import accounts
from tools.accounts import Acceptance, Renewal
from tools.invitations import prepare
from tools.seats import NoSuchSeat, all_of, list_seats

pytestmark = pytest.mark.usefixtures("_pool")


async def test_a_founder_who_evaluates_elsewhere_and_creates_has_three_seats() -> None:
    email = address()
    own, other = await registered(email), await registered(address())
    assert other.business_id is not None
    await joined(other.business_id, "evaluator", email)
    async with open_ctx(worker_for(other.business_id)) as ctx:
        row = {"external_id": f"{new_id()}", "name": "Cy"}
        (creator,) = await market.keep_creators(ctx, [row])
        made = await prepare(ctx, Invited(email, "creator", creator))
    async with open_ctx(accounts.stranger()) as ctx:
        ask = Acceptance(token=made.token, password=PASSWORD)
        await accounts.accept_invitation(ctx, ask)
    async with open_ctx(actor(own), read_only=True) as ctx:
        seats = (await list_seats(ctx)).items
    assert [(each.role, each.current) for each in seats] == [
        ("founder", True), ("evaluator", False), ("creator", False),
    ]  # fmt: skip
    assert [each.name for each in seats] == ["Own House", "Own House", ""]
    async with open_ctx(accounts.stranger()) as ctx:
        renewal = Renewal(refresh_token=own.refresh_token, seat="creator")
        turned = await accounts.refresh(ctx, renewal)
    assert turned is not None
    assert (turned.role, turned.business_id) == ("creator", None)


async def test_nobody_sits_where_they_do_not_belong() -> None:
    own, other = await registered(address()), await registered(address())
    async with open_ctx(accounts.stranger()) as ctx:
        renewal = Renewal(refresh_token=own.refresh_token, business_id=other.business_id)
        with pytest.raises(NoSuchSeat):
            await accounts.refresh(ctx, renewal)


async def test_a_stranger_has_no_seat() -> None:
    async with open_ctx(Actor(STRANGER), read_only=True) as ctx:
        assert (await list_seats(ctx)).items == []
        assert await all_of(ctx, new_id()) == []
