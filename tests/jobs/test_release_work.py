"""Work that nobody decides on passes by itself after seven days, and not before."""

from datetime import timedelta

import pytest

from core.clock import SimulatedClock
from domain.assignments import StillToDecide
from domain.work import ReleaseWork
from jobs import release_work
from memory import market, schedule
from memory.ctx import Ctx
from tests.tools.test_reviews import escalated
from tests.worlds import facts
from tools.reviews import Decision, decide_escalated


async def test_silence_pays_the_creator_once(worker: Ctx, simulated: SimulatedClock) -> None:
    assignment_id = await escalated(worker)
    due = await schedule.waiting(worker, ReleaseWork(assignment_id=assignment_id))
    assert due == worker.at + timedelta(days=7)
    with pytest.raises(StillToDecide):
        await release_work.run(worker, ReleaseWork(assignment_id=assignment_id))
    simulated.move_to(due)
    for _ in range(2):
        await release_work.run(worker, ReleaseWork(assignment_id=assignment_id))
    assert (await market.assignment(worker, assignment_id)).status == "passed"
    assert await facts(worker, "CreatorPaid") == 1


async def test_an_answer_in_time_stands(worker: Ctx, simulated: SimulatedClock) -> None:
    assignment_id = await escalated(worker)
    no = Decision(assignment_id=assignment_id, passed=False, notes="Not what was asked for.")
    await decide_escalated(worker, no)
    simulated.move_to(worker.at + timedelta(days=8))
    await release_work.run(worker, ReleaseWork(assignment_id=assignment_id))
    assert (await market.assignment(worker, assignment_id)).status == "closed"
    assert await facts(worker, "CreatorPaid") == 0
