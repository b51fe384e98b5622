"""The policy takes one bounded step a month, and says why it did not."""

from domain.work import UpdatePolicy
from jobs import update_policy
from memory import outcomes
from memory.ctx import Ctx
from tests.worlds import facts


async def test_a_month_steps_once_and_answers(ctx: Ctx) -> None:
    for _ in range(2):
        await update_policy.run(ctx, UpdatePolicy(month="2026-10"))
    (row,) = await outcomes.policies(ctx)
    assert (row.version, row.month) == (1, "2026-10")
    assert row.answers["step"]
    assert await facts(ctx, "PolicyUpdated") == 1


async def test_without_a_log_the_weights_stay(ctx: Ctx) -> None:
    for month in ("2026-10", "2026-11"):
        await update_policy.run(ctx, UpdatePolicy(month=month))
    first, second = await outcomes.policies(ctx)
    assert first.weights == second.weights
