"""What is foreseen rests on the first thirty days of the narrowest kind with enough measured."""

from datetime import UTC, datetime

from cdt.beliefs import measured
from cdt.predictions import of_kind, similar, whether_taken
from core.clock import SimulatedClock
from core.ids import new_id
from memory import outcomes
from memory.ctx import Ctx
from tests.worlds import quarter


async def test_the_narrowest_kind_with_eight_measured_is_taken(ctx: Ctx) -> None:
    await quarter(ctx)
    known = await similar(ctx, await measured(ctx))
    own = of_kind(known, "quality_manager", "webinars")
    assert own is not None
    assert (own.low, own.high, own.basis) == (90, 93, 8)
    every = of_kind(known, "bakers", "fairs")
    assert every is not None
    assert (every.basis, every.probability) == (24, 0.84)
    assert of_kind({("", ""): [1.0] * 7}, "bakers", "fairs") is None


async def test_what_is_younger_than_thirty_days_is_not_counted(
    ctx: Ctx, simulated: SimulatedClock
) -> None:
    await quarter(ctx, months=("2026-09", "2026-10"))
    simulated.move_to(datetime(2026, 11, 5, tzinfo=UTC))
    known = await similar(ctx, await measured(ctx))
    assert len(known["quality_manager", "email"]) == 6


async def test_whether_something_is_taken_follows_from_the_earlier_answers(ctx: Ctx) -> None:
    for position, action in enumerate(("accepted", "modified", "rejected", None), start=1):
        shown = {"id": new_id(), "content": {}, "version": None, "position": position}
        await outcomes.recommend(ctx, "calendar_suggestion", shown)
        if action:
            await outcomes.answer(ctx, "calendar_suggestion", shown["id"], action)
    said = await whether_taken(ctx, "calendar_suggestion")
    assert (said.chance, said.basis) == (0.6, 3)
    assert (await whether_taken(ctx, "execution_map")).chance == 0.5
