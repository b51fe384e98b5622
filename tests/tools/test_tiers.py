"""A creator reads the numbers that the daily look goes by."""

from core.ids import new_id
from domain.access import Actor
from domain.tiers import standing
from memory import market
from memory.ctx import Ctx
from tests.tools.market_people import turn
from tests.worlds import passed
from tools.base import Everywhere
from tools.earnings import read_record
from tools.tiers import score_of, update_tiers


async def test_what_is_read_is_what_is_applied(worker: Ctx) -> None:
    row = await market.assignment(worker, await passed(worker))
    async with turn(worker, Actor("creator", new_id(), None, row.creator_id)) as own:
        before = await read_record(own, Everywhere())
    creator = await market.creator(worker, row.creator_id)
    score = score_of(creator, await market.records(worker), worker)
    assert before.standing == standing(creator.tier, score)
    assert before.record.performance_score == score.mean
    for moved in await update_tiers(worker):
        assert moved == row.creator_id
    after = await market.creator(worker, row.creator_id)
    async with turn(worker, Actor("creator", new_id(), None, row.creator_id)) as own:
        assert (await read_record(own, Everywhere())).standing.tier == after.tier
