"""Bidding closes when its time is over; the cases are in tests/tools/test_bids.py."""

from core.ids import new_id
from domain.work import CloseBids
from jobs import close_bids
from memory.ctx import Ctx
from tests.worlds import facts


async def test_a_brief_without_bids_is_left_alone(worker: Ctx) -> None:
    await close_bids.run(worker, CloseBids(brief_id=new_id(), asked=1))
    assert await facts(worker, "OfferAccepted") == 0
