"""An offer ends after 24 hours; one that was answered stays as it is."""

from datetime import timedelta
from uuid import UUID

import pytest

from core.clock import SimulatedClock
from domain.assignments import OfferExpired
from domain.work import ExpireOffers
from jobs import expire_offers
from memory import market
from memory.ctx import Ctx
from tests.worlds import facts, offered
from tools.offers import OfferAnswer, answer_offer


@pytest.fixture
async def offer_id(worker: Ctx) -> UUID:
    """An offer that was just made."""
    return await offered(worker)


async def test_an_offer_that_nobody_answered_is_closed_once(
    worker: Ctx, offer_id: UUID, simulated: SimulatedClock
) -> None:
    simulated.move_to(worker.at + timedelta(hours=24))
    for _ in range(2):
        await expire_offers.run(worker, ExpireOffers(assignment_id=offer_id))
    assert (await market.assignment(worker, offer_id)).status == "expired"
    assert await facts(worker, "OfferClosed") == 1


async def test_an_answered_offer_does_not_expire(
    worker: Ctx, offer_id: UUID, simulated: SimulatedClock
) -> None:
    await answer_offer(worker, OfferAnswer(assignment_id=offer_id, accept=True))
    simulated.move_to(worker.at + timedelta(hours=30))
    await expire_offers.run(worker, ExpireOffers(assignment_id=offer_id))
    assert (await market.assignment(worker, offer_id)).status == "accepted"


async def test_an_answer_that_comes_too_late_is_refused(
    worker: Ctx, offer_id: UUID, simulated: SimulatedClock
) -> None:
    simulated.move_to(worker.at + timedelta(hours=24))
    with pytest.raises(OfferExpired):
        await answer_offer(worker, OfferAnswer(assignment_id=offer_id, accept=True))
