"""However many act at once: one winner an offer, no creator above capacity, every cent once.

The numbers of the promise (1,000 races of 8; 100 rounds of 200 calls on 50 holds) run with
`--torture`; the quick suite runs the same with smaller ones.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from sqlalchemy import func, select, update

from core.errors import Conflict
from domain import escrow
from domain.access import Actor
from domain.assignments import NoRoomLeft, OfferAlreadyAnswered
from domain.work import OfferBrief
from jobs import offer_brief
from memory import ledger, market, plans
from memory.ctx import Ctx, open_ctx
from tests.tools.deals import PRICE, begun, held, house_of, with_a_creator
from tests.worlds import facts
from tools.base import Nothing
from tools.briefs import BriefId
from tools.offers import OfferAnswer, answer_offer
from tools.payments import (
    AssignmentId,
    Settled,
    full_price,
    funds,
    pay_creator,
    return_funds,
    settle_bonus,
)

CROWD = 8


async def at_once(house: Actor, acts: Sequence[Callable[[Ctx], Awaitable[Any]]]) -> list[Any]:
    """Each act in a transaction of its own, all begun together; answers and refusals in order."""

    async def one(act: Callable[[Ctx], Awaitable[Any]]) -> Any:
        async with open_ctx(house) as ctx:
            return await act(ctx)

    done = await asyncio.gather(*(one(act) for act in acts), return_exceptions=True)
    wrong = [one for one in done if isinstance(one, Exception) and not isinstance(one, Conflict)]
    assert not wrong, wrong[0]
    return done


def taking(assignment_id: UUID) -> Callable[[Ctx], Awaitable[Any]]:
    """The act of taking an offer."""
    return lambda ctx: answer_offer(ctx, OfferAnswer(assignment_id=assignment_id, accept=True))


@pytest.mark.parametrize("races", [pytest.param(1_000, marks=pytest.mark.torture), 8])
async def test_of_eight_who_take_an_offer_one_has_it(lasting: Actor, races: int) -> None:
    house = house_of(lasting)
    pattern = await begun(house, "Ada")
    async with open_ctx(house) as ctx:
        (creator,) = await market.all_creators(ctx)
        await ctx.db.execute(update(market.creators).values(capacity=races))
        offers = [await with_a_creator(ctx, await held(ctx, pattern), creator.id)
                  for _ in range(races)]  # fmt: skip
    for offer in offers:
        done = await at_once(house, [taking(offer)] * CROWD)
        lost = [one for one in done if isinstance(one, Exception)]
        assert [type(one) for one in lost] == [OfferAlreadyAnswered] * (CROWD - 1)
        assert {one.status for one in lost} == {409}
    async with open_ctx(house) as ctx:
        (creator,) = await market.all_creators(ctx)
        assert (creator.active_briefs, await facts(ctx, "OfferAccepted")) == (races, races)


@pytest.mark.parametrize("races", [pytest.param(1_000, marks=pytest.mark.torture), 8])
async def test_a_creator_who_takes_eight_at_once_has_as_many_as_there_is_room_for(
    lasting: Actor, races: int
) -> None:
    house = house_of(lasting)
    pattern = await begun(house, "Ada")
    rooms = np.random.default_rng(11).integers(1, CROWD + 1, races)
    for room in map(int, rooms):
        async with open_ctx(house) as ctx:
            (creator,) = await market.all_creators(ctx)
            empty = update(market.creators).values(capacity=room, active_briefs=0)
            await ctx.db.execute(empty)
            offers = [await with_a_creator(ctx, await held(ctx, pattern), creator.id)
                      for _ in range(CROWD)]  # fmt: skip
        done = await at_once(house, [taking(offer) for offer in offers])
        refused = [one for one in done if isinstance(one, Exception)]
        assert [type(one) for one in refused] == [NoRoomLeft] * (CROWD - room)
        async with open_ctx(house) as ctx:
            (creator,) = await market.all_creators(ctx)
            taken = [(await market.assignment(ctx, offer)).status for offer in offers]
        assert (creator.active_briefs, taken.count("accepted")) == (room, room)


@pytest.mark.parametrize("races", [pytest.param(1_000, marks=pytest.mark.torture), 6])
async def test_eight_who_offer_a_brief_at_once_offer_it_to_one_creator(
    lasting: Actor, races: int
) -> None:
    house = house_of(lasting)
    pattern = await begun(house, *(f"Creator {n}" for n in range(CROWD)))
    for _ in range(races):
        async with open_ctx(house) as ctx:
            brief_id = await held(ctx, pattern)
        work = OfferBrief(brief_id=brief_id)
        await at_once(house, [lambda ctx, it=work: offer_brief.run(ctx, it)] * CROWD)
        async with open_ctx(house) as ctx:
            states = [row.status for row in await market.assignments_of(ctx, brief_id)]
            assert states == ["offered"]


@pytest.mark.parametrize(
    ("rounds", "holds", "calls"),
    [pytest.param(100, 50, 200, marks=pytest.mark.torture), (2, 8, 32)],
)
async def test_money_is_kept_to_the_cent_whoever_calls_at_once(
    lasting: Actor, rounds: int, holds: int, calls: int
) -> None:
    """Pay, settle and give back, drawn at random, several at once for each hold."""
    house = house_of(lasting)
    pattern = await begun(house, "Ada")
    draw = np.random.default_rng(7)
    first = (await account(house))["held"]
    for round_ in range(1, rounds + 1):
        async with open_ctx(house) as ctx:
            (creator,) = await market.all_creators(ctx)
            briefs = [await held(ctx, pattern) for _ in range(holds)]
            works = [await with_a_creator(ctx, one, creator.id, "passed") for one in briefs]
        done = await at_once(
            house, [_moving(works[at], briefs[at], kind) for at, kind in zip(
                draw.integers(0, holds, calls), draw.choice(4, calls, p=[0.5, 0.2, 0.2, 0.1]),
                strict=True)],
        )  # fmt: skip
        assert any(not isinstance(one, Exception) for one in done)
        money = await account(house)
        assert money["sum"] == 0
        assert money["held"] - first == round_ * holds * full_price(PRICE)
        parts = ("released", "refunded", "bonus", "still_held")
        assert money["held"] == sum(money[part] for part in parts)
    await _each_movement_once(house)


def _moving(work: UUID, brief: UUID, kind: int) -> Callable[[Ctx], Awaitable[Any]]:
    acts: list[Callable[[Ctx], Awaitable[Any]]] = [
        lambda ctx: pay_creator(ctx, AssignmentId(assignment_id=work)),
        lambda ctx: settle_bonus(ctx, Settled(assignment_id=work, met=True)),
        lambda ctx: return_funds(ctx, BriefId(brief_id=brief)),
        lambda ctx: settle_bonus(ctx, Settled(assignment_id=work, met=False)),
    ]
    return acts[int(kind)]


async def account(house: Actor) -> dict[str, int]:
    """The totals of the business's held funds."""
    async with open_ctx(house, read_only=True) as ctx:
        return (await funds(ctx, Nothing())).model_dump(exclude={"currency"})


async def _each_movement_once(house: Actor) -> None:
    """No hold pays or returns twice, balances are sums, and what creators read is what moved."""
    async with open_ctx(house, read_only=True) as ctx:
        book = await ledger.postings(ctx)
        kinds = Counter((one.kind, one.hold, one.part) for one in book)
        table = ledger.account_balances
        kept = {row.account: row.balance_cents for row in await ctx.rows(select(table))}
        shown = await ctx.value(select(func.sum(ledger.creator_payments.c.amount_cents)))
        assert await plans.all_briefs(ctx)
    assert set(kinds.values()) == {1}
    assert min(cents for name, cents in kept.items() if name.startswith("held:")) >= 0
    assert {name: escrow.balance(book, name, "USD") for name in kept} == kept
    assert shown == sum(cents for name, cents in kept.items() if name.startswith("creator:"))
