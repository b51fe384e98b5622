"""Three are asked under seal, nobody sees another's bid, and the most worth for its price wins."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import update

from core.clock import SimulatedClock
from core.errors import BadInput
from domain.assignments import BidAsked, NoRoomLeft, OfferAlreadyAnswered, OfferExpired
from domain.work import CloseBids, OfferBrief
from jobs import close_bids, offer_brief
from memory import market, plans
from memory.ctx import Ctx
from tests.tools.market_people import creator_of
from tests.worlds import briefed, creators, facts
from tools.base import Nothing
from tools.bids import SealedBid, place_bid
from tools.briefs import Listing
from tools.offers import OfferAnswer, answer_offer, list_assignments, list_offers
from tools.payments import funds

NAMES = ("Ada", "Bo", "Cy", "Di")


@pytest.fixture
async def brief_id(worker: Ctx) -> UUID:
    """A premium brief for which three of four creators were asked to bid."""
    await creators(worker, *NAMES)
    brief_id = await briefed(worker)
    artifact = await plans.artifact(worker, (await plans.brief(worker, brief_id)).artifact_id)
    await plans.change_map(worker, artifact.map_id, premium=True)
    await offer_brief.run(worker, OfferBrief(brief_id=brief_id))
    return brief_id


async def asked(worker: Ctx, brief_id: UUID) -> list:
    """Every assignment of the brief, first in rank first."""
    return await market.assignments_of(worker, brief_id)


async def bid(worker: Ctx, row, cents: int):
    """The creator of an assignment sends a bid."""
    async with creator_of(worker, row.id) as creator:
        return await place_bid(creator, SealedBid(assignment_id=row.id, amount_cents=cents))


async def test_three_are_asked_and_the_cheapest_of_equals_has_the_work(
    worker: Ctx, brief_id: UUID
) -> None:
    first, second, third = await asked(worker, brief_id)
    assert {row.status for row in (first, second, third)} == {"invited"}
    await bid(worker, first, 39_000)
    await bid(worker, second, 20_000)
    assert [row.status for row in await asked(worker, brief_id)] == ["bid", "bid", "invited"]
    await bid(worker, third, 38_000)
    done = await asked(worker, brief_id)
    assert [row.status for row in done] == ["outbid", "accepted", "outbid"]
    assert done[1].fee_cents == 20_000
    assert "Chosen of 3 sealed bids: 200.00 USD of 400.00 USD" in done[1].reason
    assert "200" not in done[0].because["for_creator"]
    winner = await market.creator(worker, second.creator_id)
    assert (winner.active_briefs, await facts(worker, "OfferAccepted")) == (1, 1)
    assert await facts(worker, "BidLost") == 2


async def test_while_it_lasts_nobody_sees_anybodys_bid(worker: Ctx, brief_id: UUID) -> None:
    first, second, _ = await asked(worker, brief_id)
    own = await bid(worker, first, 31_000)
    assert own.bid_cents == 31_000
    async with creator_of(worker, second.id) as other:
        lines = (await list_offers(other, Listing())).items
    assert [line.bid_cents for line in lines] == [None]
    founders = (await list_assignments(worker, Listing())).items
    assert "31000" not in "".join(line.model_dump_json() for line in founders)
    assert "310.00" not in "".join(line.model_dump_json() for line in founders)


async def test_what_the_time_ends_is_decided_by_those_who_bid(
    worker: Ctx, brief_id: UUID, simulated: SimulatedClock
) -> None:
    first, second, _ = await asked(worker, brief_id)
    await bid(worker, second, 40_000)
    work = CloseBids(brief_id=brief_id, asked=3)
    await close_bids.run(worker, work)
    assert (await asked(worker, brief_id))[1].status == "bid"
    simulated.move_to(worker.at + timedelta(hours=24))
    with pytest.raises(OfferExpired):
        await bid(worker, first, 10_000)
    for _ in range(2):
        await close_bids.run(worker, work)
    states = [row.status for row in await asked(worker, brief_id)]
    assert states == ["expired", "accepted", "expired"]


async def test_without_a_bid_the_next_are_asked_and_at_last_the_money_is_back(
    worker: Ctx, brief_id: UUID, simulated: SimulatedClock
) -> None:
    for row in await asked(worker, brief_id):
        async with creator_of(worker, row.id) as creator:
            await answer_offer(creator, OfferAnswer(assignment_id=row.id, accept=False))
    await offer_brief.run(worker, OfferBrief(brief_id=brief_id))
    fourth = (await asked(worker, brief_id))[3]
    assert (fourth.status, fourth.rank) == ("invited", 4)
    simulated.move_to(worker.at + timedelta(hours=24))
    await close_bids.run(worker, CloseBids(brief_id=brief_id, asked=4))
    await offer_brief.run(worker, OfferBrief(brief_id=brief_id))
    account = await funds(worker, Nothing())
    assert (account.still_held, account.refunded) == (0, account.held)


async def test_a_bid_is_given_once_within_the_budget_and_where_there_is_room(
    worker: Ctx, brief_id: UUID
) -> None:
    first, second, _ = await asked(worker, brief_id)
    with pytest.raises(BadInput, match="at most"):
        await bid(worker, first, 40_001)
    with pytest.raises(BidAsked):
        await answer_offer(worker, OfferAnswer(assignment_id=first.id, accept=True))
    await bid(worker, first, 40_000)
    with pytest.raises(OfferAlreadyAnswered):
        await bid(worker, first, 30_000)
    full = update(market.creators).where(market.creators.c.id == second.creator_id)
    await worker.db.execute(full.values(active_briefs=3))
    with pytest.raises(NoRoomLeft):
        await bid(worker, second, 30_000)


async def test_who_has_no_room_any_more_is_passed_over(worker: Ctx, brief_id: UUID) -> None:
    first, second, third = await asked(worker, brief_id)
    await bid(worker, first, 10_000)
    full = update(market.creators).where(market.creators.c.id == first.creator_id)
    await worker.db.execute(full.values(active_briefs=3))
    await bid(worker, second, 30_000)
    await bid(worker, third, 40_000)
    states = [row.status for row in await asked(worker, brief_id)]
    assert states == ["outbid", "accepted", "outbid"]
