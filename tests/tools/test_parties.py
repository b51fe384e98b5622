"""Only an open dispute asks who decides; its rules stand in `tests/tools/test_disputes.py`."""

from memory import disputes, market
from memory.ctx import Ctx
from tests.worlds import offered
from tools.parties import course, must_decide


async def test_work_without_a_dispute_may_be_decided_by_anybody_who_may(worker: Ctx) -> None:
    row = await market.assignment(worker, await offered(worker))
    await must_decide(worker, row, gives_in=False)
    kept = {"assignment_id": row.id, "creator_id": row.creator_id, "claim": "brief",
            "reason": "It asks for two things.", "opened_at": worker.at}  # fmt: skip
    await disputes.keep(worker, kept)
    await disputes.decide(worker, row.id, "upheld", "Yes.")
    await must_decide(worker, row, gives_in=False)
    assert course(await disputes.of_work(worker, row.id)).decided_at == worker.at
