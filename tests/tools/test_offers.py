"""An offer is answered once, by whom it was made to; work is handed in where it is asked for."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from core.clock import SimulatedClock
from core.errors import Conflict
from core.ids import new_id
from domain.access import Actor, worker_for
from domain.assignments import NothingToDeliver, NotYourOffer, OfferAlreadyAnswered
from domain.work import ExpireOffers
from memory import market, schedule
from memory.ctx import Ctx, open_ctx
from tests.memory.rows import as_actor
from tests.worlds import facts, offered, taken
from tools.base import Nothing
from tools.briefs import BriefId, Listing
from tools.offers import (
    NoSuchOffer,
    OfferAnswer,
    Work,
    answer_offer,
    deliver,
    lapse,
    list_assignments,
    list_offers,
)
from tools.payments import funds, withdraw_brief


async def test_an_offer_says_why_to_both_and_waits_a_day(worker: Ctx) -> None:
    await offered(worker)
    (line,) = (await list_assignments(worker, Listing())).items
    ends = await schedule.waiting(worker, ExpireOffers(assignment_id=line.id))
    assert line.status == "offered"
    assert ends == worker.at + timedelta(hours=24)


async def test_an_answer_is_given_once(worker: Ctx) -> None:
    assignment_id = await taken(worker)
    with pytest.raises(OfferAlreadyAnswered):
        await answer_offer(worker, OfferAnswer(assignment_id=assignment_id, accept=False))
    assert await facts(worker, "OfferAccepted") == 1
    assert await schedule.waiting(worker, ExpireOffers(assignment_id=assignment_id)) is None


async def test_the_creator_answers_and_hands_in_from_where_they_see_it(worker: Ctx) -> None:
    assignment_id = await offered(worker)
    row = await market.assignment(worker, assignment_id)
    creator = Actor(
        "creator", user_id=new_id(), business_id=worker.business_id, creator_id=row.creator_id
    )
    async with as_actor(worker, creator) as other:
        (line,) = (await list_offers(other, Listing())).items
        assert line.id == assignment_id


async def test_another_creator_does_not_see_it(worker: Ctx) -> None:
    assignment_id = await offered(worker)
    stranger = Actor("creator", user_id=new_id(), creator_id=new_id())
    async with as_actor(worker, stranger) as other:
        assert (await list_offers(other, Listing())).items == []
        with pytest.raises((NoSuchOffer, NotYourOffer)):
            await answer_offer(other, OfferAnswer(assignment_id=assignment_id, accept=True))


async def test_nothing_is_handed_in_before_the_offer_is_taken(worker: Ctx) -> None:
    assignment_id = await offered(worker)
    with pytest.raises(NothingToDeliver):
        await deliver(worker, Work(assignment_id=assignment_id, text="Early."))
    assert await facts(worker, "DeliverableSubmitted") == 0


async def test_an_offer_is_taken_once_however_many_click(lasting: Actor) -> None:
    house = worker_for(lasting.business_id or new_id())
    async with open_ctx(house) as ctx:
        assignment_id = await offered(ctx)

    async def take() -> Any:
        async with open_ctx(house) as ctx:
            return await answer_offer(ctx, OfferAnswer(assignment_id=assignment_id, accept=True))

    done = await asyncio.gather(*(take() for _ in range(8)), return_exceptions=True)
    assert sum(not isinstance(one, Exception) for one in done) == 1
    assert sum(isinstance(one, OfferAlreadyAnswered) for one in done) == 7
    async with open_ctx(house) as ctx:
        assert await facts(ctx, "OfferAccepted") == 1


@pytest.mark.parametrize("hours", [23, 24])
async def test_an_answer_and_the_end_of_the_time_race_to_one_winner(
    lasting: Actor, simulated: SimulatedClock, hours: int
) -> None:
    house = worker_for(lasting.business_id or new_id())
    async with open_ctx(house) as ctx:
        assignment_id = await offered(ctx)
    simulated.move_to(simulated.now() + timedelta(hours=hours))

    async def take() -> None:
        async with open_ctx(house) as ctx:
            await answer_offer(ctx, OfferAnswer(assignment_id=assignment_id, accept=True))

    async def end() -> None:
        async with open_ctx(house) as ctx:
            await lapse(ctx, assignment_id)

    done = await asyncio.gather(take(), end(), take(), end(), return_exceptions=True)
    async with open_ctx(house) as ctx:
        row = await market.assignment(ctx, assignment_id)
        taken_, closed = await facts(ctx, "OfferAccepted"), await facts(ctx, "OfferClosed")
    assert (taken_, closed) == ((1, 0) if hours < 24 else (0, 1))
    assert row.status == ("accepted" if hours < 24 else "expired")
    assert all(one is None or isinstance(one, Conflict) for one in done)


async def test_a_brief_taken_back_and_taken_at_once_has_one_outcome(lasting: Actor) -> None:
    house = worker_for(lasting.business_id or new_id())
    async with open_ctx(house) as ctx:
        assignment_id = await offered(ctx)
        brief_id = (await market.assignment(ctx, assignment_id)).brief_id

    async def take() -> None:
        async with open_ctx(house) as ctx:
            await answer_offer(ctx, OfferAnswer(assignment_id=assignment_id, accept=True))

    async def take_back() -> None:
        async with open_ctx(house) as ctx:
            await withdraw_brief(ctx, BriefId(brief_id=brief_id))

    done = await asyncio.gather(take(), take_back(), return_exceptions=True)
    assert [isinstance(one, Conflict) for one in done].count(True) == 1
    async with open_ctx(house) as ctx:
        row = await market.assignment(ctx, assignment_id)
        money = await funds(ctx, Nothing())
    assert (row.status, money.refunded) in (("accepted", 0), ("withdrawn", 48_000))
    assert money.sum == 0
