"""An offer is answered once, by whom it was made to; work is handed in where it is asked for."""

import pytest

from core.ids import new_id
from domain.access import Actor
from domain.assignments import NothingToDeliver, NotYourOffer, OfferAlreadyAnswered
from memory import market, schedule
from memory.ctx import Ctx
from tests.memory.rows import as_actor
from tests.worlds import facts, offered, taken
from tools.offers import (
    NoSuchOffer,
    Nothing,
    OfferAnswer,
    Work,
    answer_offer,
    deliver,
    list_assignments,
    list_offers,
)


async def test_an_offer_says_why_to_both_and_waits_a_day(worker: Ctx) -> None:
    await offered(worker)
    (line,) = (await list_assignments(worker, Nothing())).items
    row = await worker.row(schedule.scheduled_work.select())
    assert line.status == "offered"
    assert (row.work, (row.due_at - worker.at).total_seconds()) == ("expire_offers", 24 * 3600)


async def test_an_answer_is_given_once(worker: Ctx) -> None:
    assignment_id = await taken(worker)
    with pytest.raises(OfferAlreadyAnswered):
        await answer_offer(worker, OfferAnswer(assignment_id=assignment_id, accept=False))
    assert await facts(worker, "OfferAccepted") == 1
    row = await worker.row(schedule.scheduled_work.select())
    assert row.cancelled_at == worker.at


async def test_the_creator_answers_and_hands_in_from_where_they_see_it(worker: Ctx) -> None:
    assignment_id = await offered(worker)
    row = await market.assignment(worker, assignment_id)
    creator = Actor(
        "creator", user_id=new_id(), business_id=worker.business_id, creator_id=row.creator_id
    )
    async with as_actor(worker, creator) as other:
        (line,) = (await list_offers(other, Nothing())).items
        assert line.id == assignment_id


async def test_another_creator_does_not_see_it(worker: Ctx) -> None:
    assignment_id = await offered(worker)
    stranger = Actor("creator", user_id=new_id(), creator_id=new_id())
    async with as_actor(worker, stranger) as other:
        assert (await list_offers(other, Nothing())).items == []
        with pytest.raises((NoSuchOffer, NotYourOffer)):
            await answer_offer(other, OfferAnswer(assignment_id=assignment_id, accept=True))


async def test_nothing_is_handed_in_before_the_offer_is_taken(worker: Ctx) -> None:
    assignment_id = await offered(worker)
    with pytest.raises(NothingToDeliver):
        await deliver(worker, Work(assignment_id=assignment_id, text="Early."))
    assert await facts(worker, "DeliverableSubmitted") == 0
