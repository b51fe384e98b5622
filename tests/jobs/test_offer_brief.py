"""A brief goes to one creator at a time, in rank, until nobody is left."""

from uuid import UUID

import pytest

from domain.work import OfferBrief
from jobs import offer_brief
from memory import market
from memory.ctx import Ctx
from tests.worlds import briefed, creators, facts
from tools.offers import OfferAnswer, answer_offer


@pytest.fixture
async def brief_id(worker: Ctx) -> UUID:
    """A brief that waits for a creator; there are two."""
    await creators(worker, "Ada", "Bo")
    return await briefed(worker)


async def test_the_best_is_asked_first_and_alone(worker: Ctx, brief_id: UUID) -> None:
    for _ in range(2):
        await offer_brief.run(worker, OfferBrief(brief_id=brief_id))
    (row,) = await market.assignments_of(worker, brief_id)
    assert (row.status, row.rank) == ("offered", 1)
    assert row.reason


async def test_after_a_no_the_next_is_asked_and_then_nobody_is_left(
    worker: Ctx, brief_id: UUID
) -> None:
    for _ in range(2):
        await offer_brief.run(worker, OfferBrief(brief_id=brief_id))
        row = (await market.assignments_of(worker, brief_id))[-1]
        await answer_offer(worker, OfferAnswer(assignment_id=row.id, accept=False, reason="busy"))
    await offer_brief.run(worker, OfferBrief(brief_id=brief_id))
    rows = await market.assignments_of(worker, brief_id)
    assert [(row.rank, row.status) for row in rows] == [(1, "declined"), (2, "declined")]
    assert len({row.creator_id for row in rows}) == 2
    assert await facts(worker, "BriefUnplaced") == 1
