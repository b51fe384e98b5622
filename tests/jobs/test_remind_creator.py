"""Eighteen hours after an offer whoever has not answered is reminded, whatever clocks do."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.clock import SimulatedClock
from domain.work import ExpireOffers, OfferBrief, RemindCreator
from jobs import expire_offers, offer_brief, remind_creator
from memory import market, schedule
from memory.ctx import Ctx
from tests.worlds import briefed, creators, facts, offered
from tools.offers import OfferAnswer, answer_offer


async def test_who_has_not_answered_is_reminded_once_before_the_end(
    worker: Ctx, simulated: SimulatedClock
) -> None:
    work = RemindCreator(assignment_id=await offered(worker))
    assert await schedule.waiting(worker, work) == worker.at + timedelta(hours=18)
    simulated.move_to(worker.at + timedelta(hours=18))
    await remind_creator.run(worker, work)
    assert await facts(worker, "OfferRunsOut") == 1
    simulated.move_to(worker.at + timedelta(hours=6))
    await remind_creator.run(worker, work)
    assert await facts(worker, "OfferRunsOut") == 1


async def test_who_answered_hears_no_more(worker: Ctx) -> None:
    assignment_id = await offered(worker)
    await answer_offer(worker, OfferAnswer(assignment_id=assignment_id, accept=True))
    assert await schedule.waiting(worker, RemindCreator(assignment_id=assignment_id)) is None
    await remind_creator.run(worker, RemindCreator(assignment_id=assignment_id))
    assert await facts(worker, "OfferRunsOut") == 0


@pytest.mark.parametrize(
    ("zone", "evening"),
    [
        ("America/New_York", date(2027, 3, 13)),  # the night of 23 hours
        ("America/New_York", date(2027, 11, 6)),  # and that of 25
        ("Australia/Lord_Howe", date(2027, 4, 3)),  # half an hour more
        ("Australia/Lord_Howe", date(2027, 10, 2)),
        ("Asia/Kathmandu", date(2027, 3, 13)),  # clocks that never change
        ("Pacific/Apia", date(2027, 9, 25)),
    ],
)
async def test_over_a_change_of_clocks_a_day_has_24_hours_and_then_the_next_is_asked(
    worker: Ctx, simulated: SimulatedClock, zone: str, evening: date
) -> None:
    begins = datetime.combine(evening, time(20), ZoneInfo(zone)).astimezone(UTC)
    await creators(worker, "Ada", "Bo")
    brief_id = await briefed(worker)
    simulated.move_to(begins)
    await offer_brief.run(worker, OfferBrief(brief_id=brief_id))
    (row,) = await market.assignments_of(worker, brief_id)
    reminded = await schedule.waiting(worker, RemindCreator(assignment_id=row.id))
    ends = await schedule.waiting(worker, ExpireOffers(assignment_id=row.id))
    assert reminded is not None
    assert ends is not None
    assert (reminded - begins, ends - begins) == (timedelta(hours=18), timedelta(hours=24))
    simulated.move_to(begins + timedelta(hours=24) - timedelta(seconds=1))
    await offer_brief.run(worker, OfferBrief(brief_id=brief_id))
    assert len(await market.assignments_of(worker, brief_id)) == 1
    simulated.move_to(ends)
    await expire_offers.run(worker, ExpireOffers(assignment_id=row.id))
    await offer_brief.run(worker, OfferBrief(brief_id=brief_id))
    states = [(one.status, one.rank) for one in await market.assignments_of(worker, brief_id)]
    assert states == [("expired", 1), ("offered", 2)]
