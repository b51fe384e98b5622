"""Moves are found by belief, by day and by what was unlearned."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from core.clock import SimulatedClock
from core.ids import new_id
from memory import history
from memory.ctx import Ctx


def move(belief_id: UUID, after: float | None, cause: str = "evidence", **over: Any) -> Any:
    """A row for a move."""
    return {"belief_id": belief_id, "cause": cause, "direction": 1, "confidence_after": after,
            "status_after": "active", **over}  # fmt: skip


async def test_the_last_move_by_a_moment_is_what_stood_then(
    ctx: Ctx, simulated: SimulatedClock
) -> None:
    one, day = new_id(), ctx.at
    await history.write_down(ctx, [move(one, 0.6), move(one, 0.7), move(one, 0.7, "left")])
    simulated.move_to(day + timedelta(days=9))
    await history.write_down(ctx, [move(one, None, "unlearned")])
    assert (await history.standing(ctx, day))[one].confidence_after == 0.7
    assert await history.standing(ctx, ctx.at) == {}
    assert [row.cause for row in await history.of_belief(ctx, one)] == [
        "evidence", "evidence", "left", "unlearned",
    ]  # fmt: skip
    assert (await history.last(ctx, [one], "left", "verdict"))[one].at == day
    assert await history.unlearned_since(ctx, day) == {one}
    assert await history.first_day(ctx) == day


async def test_a_report_names_its_moves_and_its_input(ctx: Ctx) -> None:
    report, source, one = new_id(), new_id(), new_id()
    row = {"id": report, "source_kind": "vent", "source_id": source, "pieces": 1, "rests": {}}
    await history.keep_unlearning(ctx, row)
    await history.write_down(ctx, [move(one, 0.5, "unlearned", unlearning_id=report)])
    assert [each.belief_id for each in await history.moves_of(ctx, report)] == [one]
    assert [each.beliefs for each in await history.all_unlearnings(ctx, 5)] == [1]
    found = await history.last_unlearning_of(ctx, source)
    assert found == await history.unlearning(ctx, report)
    assert await history.unlearning(ctx, new_id()) is None
