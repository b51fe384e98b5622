"""A piece of work is disputed once, and the decision is written once."""

from memory import disputes, market
from memory.ctx import Ctx
from tests.worlds import offered


async def test_a_dispute_is_kept_and_decided_once(worker: Ctx) -> None:
    row = await market.assignment(worker, await offered(worker))
    kept = {
        "assignment_id": row.id, "creator_id": row.creator_id, "claim": "brief",
        "reason": "It asks for two things.", "opened_at": worker.at,
    }  # fmt: skip
    assert [await disputes.keep(worker, kept) for _ in range(2)] == [True, False]
    await disputes.decide(worker, row.id, "upheld", "You are right.")
    await disputes.decide(worker, row.id, "rejected", "Or not.")
    found = await disputes.of_work(worker, row.id)
    assert (found.status, found.decision, found.decided_at) == (
        "upheld", "You are right.", worker.at,
    )  # fmt: skip
