"""The port: one contract for Stripe (its library against a fake) and the stand-in; the states."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, get_args

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.stripe_provider import Stripe
from core import clock
from core.clock import SimulatedClock
from domain.providers import (
    THEIRS,
    Charge,
    KeyUsedOtherwise,
    Opening,
    PayeeState,
    Payout,
    Provider,
    ProviderAway,
    ProviderRefused,
    Refund,
    after,
    known,
    why,
)
from memory import db, server
from memory.standin import StandIn
from tests.fakes.stripe import FakeStripe, chosen

CHARGE = Charge("take-1", 10_000, "EUR", "A map", "http://here/maps/1", "b:m")


@dataclass
class Side:
    """A provider, and how the world makes it say more."""

    way: Provider
    fake: FakeStripe | None

    async def paid(self, charge: Charge = CHARGE) -> str:
        """The name of money that somebody paid."""
        taken = await self.way.take(charge)
        if self.fake:
            assert taken.state == "open"
            self.fake.pay(taken.ref)
        return (await self.way.payment(taken.ref)).payment

    async def look(self, account: str, state: PayeeState) -> None:
        """The provider looked at somebody."""
        if self.fake:
            self.fake.put(account, state)
        else:
            assert isinstance(self.way, StandIn)
            await self.way.put(account, state)

    async def ready(self) -> str:
        """An account that may be paid to."""
        ref = await self.way.open_account(Opening("open-1", "DE"))
        await self.look(ref, "ready")
        return ref

    def moved(self, kind: str) -> int:
        """What went out in all, in minor units."""
        if self.fake:
            return sum(one["amount"] for one in self.fake.of(kind))
        query = "select coalesce(sum(amount_cents), 0) from stand_in_calls where kind = %s"
        with psycopg.connect(db.dsn(server.OWNER)) as owner:
            found: Any = owner.execute(query, (kind,)).fetchone()
        return int(found[0])


@pytest.fixture(params=["stand-in", "stripe"])
async def side(request: pytest.FixtureRequest, _idle: None) -> AsyncIterator[Side]:
    with psycopg.connect(db.dsn(server.OWNER), autocommit=True) as owner:
        owner.execute("truncate stand_in_calls")
    if request.param == "stand-in":
        yield Side(StandIn(), None)
        return
    with chosen() as fake:
        yield Side(Stripe(), fake)


async def test_a_payment_is_taken_once_for_its_key(side: Side) -> None:
    first, again = await side.way.take(CHARGE), await side.way.take(CHARGE)
    assert first.ref == again.ref
    with pytest.raises(KeyUsedOtherwise):
        await side.way.take(replace(CHARGE, amount_cents=9_999))


async def test_a_transfer_asked_for_again_is_the_same_transfer(side: Side) -> None:
    ask = Payout("out-1", 6_000, "EUR", await side.ready(), await side.paid())
    assert await side.way.transfer(ask) == await side.way.transfer(ask)
    assert side.moved("transfer") == 6_000
    with pytest.raises(KeyUsedOtherwise):
        await side.way.transfer(replace(ask, amount_cents=6_001))


async def test_no_more_leaves_than_came_in(side: Side) -> None:
    account, paid = await side.ready(), await side.paid()
    await side.way.transfer(Payout("out-1", 6_000, "EUR", account, paid))
    await side.way.refund(Refund("back-1", 4_000, "EUR", paid))
    assert await side.way.refund(Refund("back-1", 4_000, "EUR", paid))
    with pytest.raises(ProviderRefused):
        await side.way.refund(Refund("back-2", 1, "EUR", paid))
    with pytest.raises(ProviderRefused):
        await side.way.transfer(Payout("out-2", 1, "EUR", account, paid))
    assert (side.moved("transfer"), side.moved("refund")) == (6_000, 4_000)


async def test_an_account_is_opened_once_and_stands_as_it_was_looked_at(side: Side) -> None:
    opening = Opening("open-1", "DE")
    ref = await side.way.open_account(opening)
    assert await side.way.open_account(opening) == ref
    assert (await side.way.onboarding(ref, "http://here/back")).startswith("http")
    states = [(await side.way.account(ref)).state]
    for state in ("needs_more", "ready", "suspended"):
        await side.look(ref, state)
        told = await side.way.account(ref)
        states.append(told.state)
        assert bool(told.wanted) == (state == "needs_more")
    assert states == ["started", "needs_more", "ready", "suspended"]


async def test_an_account_that_is_not_ready_is_not_paid_to(side: Side) -> None:
    ref = await side.way.open_account(Opening("open-1", "DE"))
    with pytest.raises(ProviderRefused) as no:
        await side.way.transfer(Payout("out-1", 1, "EUR", ref, await side.paid()))
    assert why(no.value.reason) in THEIRS
    assert side.moved("transfer") == 0


async def test_what_was_done_under_a_refused_key_after_all_is_not_done_again(side: Side) -> None:
    paid, first = await side.paid(), clock.now()
    out = Payout("out-1", 500, "EUR", await side.ready(), paid, first)
    back = Refund("back-1", 300, "EUR", paid, first)
    sent = await side.way.transfer(out), await side.way.refund(back)
    out = replace(out, key="out-2", refused=("out-0", "out-1"))
    back = replace(back, key="back-2", refused=("back-1",))
    assert (await side.way.transfer(out), await side.way.refund(back)) == sent
    assert (side.moved("transfer"), side.moved("refund")) == (500, 300)


def test_only_a_providers_own_word_is_told_and_what_is_not_known_is_ours_to_look_into() -> None:
    assert known("account_closed") == "account_closed"
    assert [known(other) for other in ("Ada's account", "", None)] == ["", "", ""]
    assert [why(word) for word in ("account_closed", "tax_id_invalid", "Ada's account", None)] == [
        "account", "details", "other", "other",
    ]  # fmt: skip


async def test_a_lost_answer_costs_nothing() -> None:
    with chosen() as fake:
        side = Side(Stripe(), fake)
        ask = Payout("out-1", 500, "EUR", await side.ready(), await side.paid())
        fake.drops = 1
        with pytest.raises(ProviderAway):
            await side.way.transfer(ask)
        await side.way.transfer(ask)
        assert side.moved("transfer") == 500
        fake.away = True
        with pytest.raises(ProviderAway):
            await side.way.transfer(replace(ask, key="out-2"))
        assert side.moved("transfer") == 500


async def test_what_was_tried_before_the_keys_were_forgotten_is_found(
    simulated: SimulatedClock,
) -> None:
    with chosen() as fake:
        side, first = Side(Stripe(), fake), simulated.now()
        paid = await side.paid()
        out = Payout("out-1", 500, "EUR", await side.ready(), paid, first)
        back = Refund("back-1", 300, "EUR", paid, first)
        sent = await side.way.transfer(out), await side.way.refund(back)
        fake.keys.clear()
        simulated.move_to(first + timedelta(days=3))
        assert (await side.way.transfer(out), await side.way.refund(back)) == sent
        assert (side.moved("transfer"), side.moved("refund")) == (500, 300)


@given(st.lists(st.sampled_from(get_args(PayeeState)[1:])))
def test_an_account_never_goes_back_to_its_beginning(told: list[PayeeState]) -> None:
    state: PayeeState = "none"
    for each in told:
        before, state = state, after(state, each)
        assert state != "none"
        assert before == "none" or before == "started" or state != "started"
        assert before != "none" or state == "started"
        assert state in (each, "started", "needs_more")
