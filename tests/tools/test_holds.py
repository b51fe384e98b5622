"""A hold ends once; what becomes of each piece is in tests/jobs/test_end_hold.py."""

from core.ids import new_id
from memory.ctx import Ctx
from tests.worlds import facts
from tools.holds import end_hold


async def test_a_map_that_was_not_bought_has_no_hold_to_end(worker: Ctx) -> None:
    await end_hold(worker, new_id())
    assert await facts(worker, "HoldEnded") == 0
