"""A business sees of a bonus what its creator sees, in every state."""

from datetime import timedelta

import pytest

from core.clock import SimulatedClock
from core.ids import new_id
from domain.access import Actor
from domain.work import SettleBonus
from jobs import settle_bonus
from memory.ctx import Ctx
from tests.jobs.test_settle_bonus import measure
from tests.tools.market_people import creator_of, turn
from tests.worlds import offered, passed, taken
from tools.base import Nothing
from tools.bonuses import BonusRead, read_bonus
from tools.earnings import list_earnings
from tools.offers import NoSuchOffer
from tools.payments import AssignmentId


async def both(worker: Ctx, assignment_id: object) -> BonusRead:
    """What the business reads; it is what the creator reads."""
    ask = AssignmentId.model_validate({"assignment_id": assignment_id})
    async with turn(worker, Actor("founder", new_id(), worker.business_id)) as founder:
        ours = await read_bonus(founder, ask)
    async with creator_of(worker, ask.assignment_id) as creator:
        (theirs,) = (await list_earnings(creator, Nothing())).items
    assert (ours.state, ours.settlement) == (theirs.bonus, theirs.settlement)
    assert ours.bonus_cents == theirs.bonus_cents
    return ours


async def test_an_offer_that_nobody_took_promises_nothing_yet(worker: Ctx) -> None:
    read = await read_bonus(worker, AssignmentId(assignment_id=await offered(worker)))
    assert (read.state, read.settlement) == ("none", None)


async def test_work_in_hand_has_its_bonus_open(worker: Ctx) -> None:
    assert (await both(worker, await taken(worker))).state == "open"


@pytest.mark.parametrize(
    ("conversions", "days", "state"),
    [(None, 0, "pending"), (500, 60, "paid"), (0, 60, "not_reached"), (None, 90, "not_known")],
)
async def test_a_bonus_says_where_it_stands_and_by_which_figures(
    worker: Ctx, simulated: SimulatedClock, conversions: float | None, days: int, state: str
) -> None:
    assignment = await passed(worker)
    simulated.move_to(worker.at + timedelta(days=days))
    if conversions is not None:
        await measure(worker, conversions)
    if days:
        await settle_bonus.run(worker, SettleBonus(assignment_id=assignment))
    read = await both(worker, assignment)
    assert read.state == state
    assert read.terms
    assert (read.settlement is None) == (state == "pending")
    if read.settlement:
        assert read.settlement.measured == conversions


async def test_work_that_is_not_there_has_no_bonus(worker: Ctx) -> None:
    with pytest.raises(NoSuchOffer):
        await read_bonus(worker, AssignmentId(assignment_id=new_id()))
