"""Money moves at the provider once, whatever is away or dies; who is not ready is paid later."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import psycopg
import pytest

from core.ids import new_id
from domain.access import Actor, worker_for
from domain.maps import Proposal
from domain.providers import PayeeState, ProviderAway, ProviderRefused
from domain.work import MoveMoney
from jobs import move_money, worker
from memory import db, market, moves, payees, plans, server
from memory.ctx import open_ctx
from memory.standin import StandIn
from tests import worlds
from tests.fakes.stripe import FakeStripe, chosen
from tools import moves as asking
from tools import payouts
from tools.base import Everywhere, Nothing
from tools.payments import Purchase, funds, purchase_map, read_payment
from tools.payouts import PayoutSetup, StandInAnswer
from tools.plans import MapId, Publication, publish_maps
from tools.refusals import Retry, retry_refusal


@pytest.fixture(autouse=True)
async def _accounts(_idle: None) -> AsyncIterator[None]:
    yield
    with psycopg.connect(db.dsn(server.OWNER), autocommit=True) as owner:
        owner.execute("truncate stand_in_calls, payout_accounts")


@pytest.fixture
def house(lasting: Actor) -> Actor:
    """The worker of a committed business."""
    return worker_for(lasting.business_id or new_id())


async def moved(house: Actor) -> dict[str, list[Any]]:
    """Every movement, by kind."""
    async with open_ctx(house, read_only=True) as ctx:
        found: dict[str, list[Any]] = {}
        for row in await moves.every(ctx):
            found.setdefault(row.kind, []).append(row)
        return found


async def run_all(house: Actor, kind: str = "") -> None:
    """Ask for everything that is wanted, in the order of wanting."""
    for name in ("take", "transfer", "refund"):
        for row in (await moved(house)).get(name, []):
            if kind in ("", name):
                await move_money.run(house, MoveMoney(move_id=row.id))


async def passed(house: Actor) -> Actor:
    """Work that has passed, committed; returns its creator."""
    async with open_ctx(house) as ctx:
        await worlds.passed(ctx)
        (row,) = await market.all_creators(ctx)
    return Actor("creator", new_id(), None, row.id)


async def proposed(house: Actor) -> UUID:
    """A map that may be bought, committed."""
    async with open_ctx(house) as ctx:
        proposal = Proposal(maps=(worlds.plan(ctx.at.date(), new_id()),))
        kept = await publish_maps(ctx, Publication(week="2026-W44", proposal=proposal))
        return kept.map_ids[0]


async def test_who_is_not_ready_is_paid_as_soon_as_they_are(house: Actor) -> None:
    creator = await passed(house)
    await run_all(house)
    (owed,) = (await moved(house))["transfer"]
    assert owed.status == "waiting"
    async with open_ctx(creator) as ctx:
        await payouts.set_up_payouts(ctx, PayoutSetup(country="de"))
        read = await payouts.answer_stand_in(ctx, StandInAnswer(state="ready"))
        assert (read.state, read.lines[0].status) == ("ready", "waiting")
    await worker.drain()
    async with open_ctx(creator) as ctx:
        (line,) = (await payouts.read_payouts(ctx, Everywhere())).lines
    async with open_ctx(house) as ctx:
        account = await funds(ctx, Nothing())
    assert (line.status, line.amount_cents) == ("done", account.released - account.fees)


async def test_what_went_out_is_what_the_books_say(house: Actor) -> None:
    await passed(house)
    async with open_ctx(house) as ctx:
        account = await funds(ctx, Nothing())
    found = await moved(house)
    assert sum(row.amount_cents for row in found["take"]) == account.held
    sent = sum(row.amount_cents for row in found["transfer"])
    assert sent == account.released - account.fees + account.bonus
    assert sum(row.amount_cents for row in found.get("refund", [])) == account.refunded


async def bought_at(fake: FakeStripe, house: Actor) -> UUID:
    """A map whose payment came in at Stripe; returns its id."""
    map_id = await proposed(house)
    async with open_ctx(house) as ctx:
        assert (await purchase_map(ctx, Purchase(map_id=map_id))).held_cents == 0
        assert (await purchase_map(ctx, Purchase(map_id=map_id))).held_cents == 0
    await run_all(house, "take")
    async with open_ctx(house) as ctx:
        read = await read_payment(ctx, MapId(map_id=map_id))
        assert (read.status, bool(read.url)) == ("open", True)
        assert (await funds(ctx, Nothing())).held == 0
    (session,) = fake.of("checkout.session")
    fake.pay(session["id"])
    await payouts.hear(*fake.notice("checkout.session.completed", session["id"]))
    await run_all(house, "take")
    return map_id


async def test_a_payment_on_the_providers_page_is_held_when_it_came_in(house: Actor) -> None:
    with chosen() as fake:
        map_id = await bought_at(fake, house)
        await run_all(house, "take")
    async with open_ctx(house) as ctx:
        account = await funds(ctx, Nothing())
        row = await plans.one_map(ctx, map_id)
        assert await worlds.facts(ctx, "MapPurchased") == 1
    (taken,) = (await moved(house))["take"]
    assert (row.status, taken.status, taken.amount_cents) == ("purchased", "done", account.held)


async def test_a_payment_that_nobody_made_holds_nothing_and_another_may_begin(
    house: Actor,
) -> None:
    map_id = await proposed(house)
    with chosen() as fake:
        for _ in range(2):
            async with open_ctx(house) as ctx:
                await purchase_map(ctx, Purchase(map_id=map_id))
            await run_all(house, "take")
            fake.expire(fake.of("checkout.session")[0]["id"])
            await run_all(house, "take")
    assert [row.status for row in (await moved(house))["take"]] == ["over", "over"]
    async with open_ctx(house) as ctx:
        assert (await funds(ctx, Nothing())).held == 0


async def test_a_payment_for_what_was_declined_meanwhile_goes_back(house: Actor) -> None:
    map_id = await proposed(house)
    with chosen() as fake:
        async with open_ctx(house) as ctx:
            await purchase_map(ctx, Purchase(map_id=map_id))
        await run_all(house, "take")
        async with open_ctx(house) as ctx:
            await plans.decide_map(ctx, map_id, "declined")
        fake.pay(fake.of("checkout.session")[0]["id"])
        await run_all(house)
        await run_all(house)
        (back,) = fake.of("refund")
    found = await moved(house)
    assert back["amount"] == found["take"][0].amount_cents
    assert found["refund"][0].status == "done"


@pytest.mark.parametrize("trouble", ["away", "died before it wrote", "answer lost"])
async def test_trouble_at_the_provider_neither_loses_nor_doubles(
    house: Actor, trouble: str
) -> None:
    with chosen() as fake:
        map_id = await bought_at(fake, house)
        async with open_ctx(house) as ctx:
            row = await plans.one_map(ctx, map_id)
            back = (str(row.id), "refund:part", 1_000, "USD")
            await asking.want_out(ctx, *back)
            await asking.want_out(ctx, *back)
        (owed,) = (await moved(house))["refund"]
        work = MoveMoney(move_id=owed.id)
        if trouble == "away":
            fake.away = True
        elif trouble == "answer lost":
            fake.drops = 1
        if trouble == "died before it wrote":
            async with open_ctx(house) as ctx:
                found = await asking.begin(ctx, owed.id)
            await asking.call(found)
        else:
            with pytest.raises(ProviderAway):
                await move_money.run(house, work)
        assert (await moved(house))["refund"][0].status == "asked"
        fake.away = False
        for _ in range(3):
            await move_money.run(house, work)
        assert [one["amount"] for one in fake.of("refund")] == [1_000]
    assert (await moved(house))["refund"][0].status == "done"


async def test_a_job_that_is_put_aside_leaves_what_is_owed(house: Actor) -> None:
    await passed(house)
    (owed,) = (await moved(house))["transfer"]
    work = MoveMoney(move_id=owed.id)
    await move_money.given_up(house, work, "ProviderAway")
    assert (await moved(house))["transfer"][0].status == "failed"
    await run_all(house)
    assert (await moved(house))["transfer"][0].status == "waiting"


async def ready(house: Actor, fake: FakeStripe | None = None) -> tuple[Actor, str]:
    """A creator whose account may be paid to, and the provider's name of it."""
    creator = Actor("creator", new_id(), None, new_id()) if fake else await passed(house)
    async with open_ctx(creator) as ctx:
        await payouts.set_up_payouts(ctx, PayoutSetup(country="de"))
        assert creator.creator_id
        ref = (await payees.account(ctx, creator.creator_id, asking.provider().name)).ref
        await look(ref, "ready", fake)
        await payouts.refresh_payouts(ctx, Everywhere())
    return creator, ref


async def look(ref: str, state: PayeeState, fake: FakeStripe | None) -> None:
    """The provider looked at an account, and told nobody."""
    if fake:
        fake.put(ref, state)
    else:
        await StandIn().put(ref, state)


async def again(house: Actor, move_id: UUID) -> str:
    """An operator asks for it once more; returns what kept them from it."""
    assert house.business_id
    try:
        async with open_ctx(Actor("operator", new_id())) as ctx:
            ask = Retry(business_id=house.business_id, move_id=move_id)
            await retry_refusal(ctx, ask)
    except asking.NotRefused as wrong:
        return wrong.name
    return ""


async def test_what_was_refused_is_asked_for_once_more_and_paid_once(house: Actor) -> None:
    creator, ref = await ready(house)
    await look(ref, "suspended", None)
    await run_all(house)
    (owed,) = (await moved(house))["transfer"]
    assert (owed.status, owed.reason, owed.attempt) == ("refused", "account_not_ready", 0)
    async with open_ctx(creator) as ctx:
        (line,) = (await payouts.read_payouts(ctx, Everywhere())).lines
        assert (line.status, line.theirs) == ("refused", True)
    async with open_ctx(house) as ctx:
        assert await worlds.facts(ctx, "MoneyRefused") == 1
    await look(ref, "ready", None)
    await run_all(house)
    assert (await moved(house))["transfer"][0].status == "refused"
    told = await asyncio.gather(*(again(house, owed.id) for _ in range(3)))
    assert sorted(told) == ["", "NotRefused", "NotRefused"]
    await run_all(house)
    (sent,) = (await moved(house))["transfer"]
    assert (sent.status, sent.attempt) == ("done", 1)
    assert await again(house, owed.id) == "NotRefused"
    with psycopg.connect(db.dsn(server.OWNER)) as owner:
        query = "select key, amount_cents from stand_in_calls where kind = 'transfer'"
        ((key, cents),) = owner.execute(query).fetchall()
    assert (cents, key == str(owed.id)) == (owed.amount_cents, False)


async def test_a_refusal_that_stripe_remembers_is_not_replayed(house: Actor) -> None:
    with chosen() as fake:
        map_id = await bought_at(fake, house)
        creator, ref = await ready(house, fake)
        fake.put(ref, "suspended")
        async with open_ctx(house) as ctx:
            owed = (str(map_id), "release:part", 1_000, "USD", creator.creator_id)
            await asking.want_out(ctx, *owed)
        await run_all(house)
        (row,) = (await moved(house))["transfer"]
        assert (row.status, row.reason) == ("refused", "insufficient_capabilities_for_transfer")
        fake.put(ref, "ready")
        async with open_ctx(house) as ctx:
            (taken,) = await moves.of_hold(ctx, str(map_id), "take")
        found = {"row": row, "account": ref, "payment": taken.payment}
        with pytest.raises(ProviderRefused) as remembered:
            await asking.call(found)
        assert await again(house, row.id) == ""
        async with open_ctx(house) as ctx:
            await asking.refuse(ctx, row, remembered.value)
        assert (await moved(house))["transfer"][0].status == "wanted"
        for _ in range(2):
            await run_all(house)
        assert [one["amount"] for one in fake.of("transfer")] == [1_000]
    (row,) = (await moved(house))["transfer"]
    assert (row.status, row.attempt) == ("done", 1)


async def test_another_business_moves_nothing_of_it(house: Actor) -> None:
    await passed(house)
    (owed,) = (await moved(house))["transfer"]
    await move_money.run(replace(house, business_id=new_id()), MoveMoney(move_id=owed.id))
    assert (await moved(house))["transfer"][0].status == "wanted"
