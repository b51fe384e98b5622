"""A team activity is kept once and read later."""

from memory import queue
from memory.ctx import Ctx
from tools.activities import Activity, Participant, submit_activity

ROAST = Activity(
    kind="competitor_roast",
    notes="Mara: They sell fear.\nJon: They sell dashboards.",
    participants=[Participant(name="Mara", role="founder")],
)


async def test_notes_are_kept_and_queued_for_reading(ctx: Ctx) -> None:
    assert (await submit_activity(ctx, ROAST)).new
    assert await queue.waiting(ctx) == 1


async def test_the_same_notes_again_are_the_same_activity(ctx: Ctx) -> None:
    first = await submit_activity(ctx, ROAST)
    again = await submit_activity(ctx, ROAST)
    assert (again.id, again.new) == (first.id, False)
