"""Whose turn it is in a dispute is told a day before, and when a time is over; once each."""

from datetime import timedelta

from core.clock import SimulatedClock
from core.ids import new_id
from domain.access import Actor
from domain.disputes import Dispute
from domain.work import TendDispute
from jobs import tend_dispute
from memory import schedule
from memory.ctx import Ctx
from tests.tools.market_people import turn
from tests.tools.test_disputes import disputed
from tests.worlds import facts
from tools.disputes import Reply, reply_to_dispute
from tools.reviews import Decision, decide_escalated


async def test_every_deadline_has_its_moment(worker: Ctx) -> None:
    assignment_id = await disputed(worker)
    for name, due_at in Dispute(worker.at).turns().items():
        work = TendDispute(assignment_id=assignment_id, turn=name)
        assert await schedule.waiting(worker, work) == due_at


async def test_a_reply_ends_the_waiting_for_it_and_a_decision_ends_all(
    worker: Ctx, simulated: SimulatedClock
) -> None:
    assignment_id = await disputed(worker)
    soon, over, due = (TendDispute(assignment_id=assignment_id, turn=name)
                       for name in Dispute(worker.at).turns())  # fmt: skip
    await tend_dispute.run(worker, soon)
    assert await facts(worker, "DisputeTurned") == 1
    await reply_to_dispute(worker, Reply(assignment_id=assignment_id, reply="We say no."))
    await tend_dispute.run(worker, over)
    assert await facts(worker, "DisputeTurned") == 1
    simulated.move_to(worker.at + timedelta(days=6))
    await tend_dispute.run(worker, due)
    assert await facts(worker, "DisputeTurned") == 2
    async with turn(worker, Actor("reviewer", new_id(), worker.business_id)) as person:
        await decide_escalated(person, Decision(assignment_id=assignment_id, passed=True))
    await tend_dispute.run(worker, due)
    assert await facts(worker, "DisputeTurned") == 2
