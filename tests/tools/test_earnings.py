"""A creator sees every cent and why, and takes the record along."""

from datetime import timedelta

import pytest

from core.clock import SimulatedClock
from core.ids import new_id
from domain.access import Actor
from domain.earnings import movements, totals
from domain.work import SettleBonus
from jobs import settle_bonus
from memory import market
from memory.ctx import Ctx
from tests.tools.market_people import creator_of, turn
from tests.worlds import offered, passed, taken
from tools.base import Everywhere
from tools.desks import places
from tools.earnings import NoCreator, Nothing, list_earnings, read_record
from tools.reviews import Rating, rate_work


async def test_money_is_held_then_paid_and_the_bonus_says_when(
    worker: Ctx, simulated: SimulatedClock
) -> None:
    assignment_id = await passed(worker)
    async with creator_of(worker, assignment_id) as creator:
        (line,) = (await list_earnings(creator, Nothing())).items
    assert (line.standing, line.bonus, line.fee_cents) == ("released", "pending", 35_000)
    assert line.platform_cents + line.net_cents == line.fee_cents
    assert line.bonus_on
    assert line.bonus_on > (worker.at + timedelta(days=30)).date()
    assert movements([line])[-1].balance_cents == line.net_cents
    simulated.move_to(worker.at + timedelta(days=60))
    await settle_bonus.run(worker, SettleBonus(assignment_id=assignment_id))
    async with creator_of(worker, assignment_id) as creator:
        (line,) = (await list_earnings(creator, Nothing())).items
    assert line.bonus in ("paid", "not_reached", "pending")


async def test_work_in_progress_is_held_and_an_open_offer_is_nothing_yet(worker: Ctx) -> None:
    assignment_id = await taken(worker)
    async with creator_of(worker, assignment_id) as creator:
        (line,) = (await list_earnings(creator, Nothing())).items
    assert (line.standing, line.bonus) == ("held", "open")
    (total,) = totals([line])
    assert (total.held, total.earned) == (line.net_cents, 0)


async def test_an_offer_that_nobody_answered_earns_nothing(worker: Ctx) -> None:
    assignment_id = await offered(worker)
    async with creator_of(worker, assignment_id) as creator:
        assert (await list_earnings(creator, Nothing())).items == []


async def test_a_record_is_read_over_all_desks_at_once(worker: Ctx) -> None:
    assignment_id = await passed(worker)
    await rate_work(worker, Rating(assignment_id=assignment_id, stars=5))
    row = await market.assignment(worker, assignment_id)
    own = Actor("creator", new_id(), None, row.creator_id)
    assert await places(own, Everywhere()) == [own]
    async with turn(worker, own) as creator:
        read = await read_record(creator, Everywhere())
    assert (read.record.total_briefs_completed, read.record.acceptance_rate) == (1, 1.0)
    (brief,) = read.briefs
    assert (brief.brief_id, brief.customer_satisfaction) == (row.brief_id, 1.0)


async def test_nobody_else_has_a_record(worker: Ctx) -> None:
    async with turn(worker, Actor("creator", new_id(), None, new_id())) as nobody:
        with pytest.raises(NoCreator):
            await read_record(nobody, Everywhere())
