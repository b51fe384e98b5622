"""Ripe results and what was said move beliefs, each piece of evidence once."""

from core.ids import new_id
from domain.work import ReinforceBeliefs
from jobs import reinforce_beliefs
from memory import beliefs
from memory.ctx import Ctx
from tests.worlds import facts, quarter

RESULTS = ReinforceBeliefs(cause="performance", subject_ids=("performance:1",))


async def held(ctx: Ctx) -> dict[tuple[str, str], tuple[int, float]]:
    """(category, subject) → direction and confidence."""
    return {
        (one.scope.category, one.scope.subject): (one.direction, one.confidence)
        for one in await beliefs.load(ctx)
    }


async def test_results_teach_which_channel_works(ctx: Ctx) -> None:
    await quarter(ctx)
    await reinforce_beliefs.run(ctx, RESULTS)
    found = await held(ctx)
    assert found["channel", "webinars"][0] == 1
    assert found["channel", "google_ads"][0] == -1
    assert min(found["channel", name][1] for name in ("webinars", "google_ads")) > 0.6


async def test_the_same_results_move_nothing_again(ctx: Ctx) -> None:
    await quarter(ctx)
    await reinforce_beliefs.run(ctx, RESULTS)
    before, moved = await held(ctx), await facts(ctx, "BeliefMoved")
    await reinforce_beliefs.run(ctx, RESULTS)
    assert (await held(ctx), await facts(ctx, "BeliefMoved")) == (before, moved)


async def test_a_month_that_is_not_ripe_says_nothing_yet(ctx: Ctx) -> None:
    await quarter(ctx, months=("2026-10",))
    await reinforce_beliefs.run(ctx, RESULTS)
    assert await held(ctx) == {}


async def test_an_unknown_extraction_moves_nothing(ctx: Ctx) -> None:
    work = ReinforceBeliefs(cause="vent", subject_ids=(str(new_id()),))
    await reinforce_beliefs.run(ctx, work)
    assert await held(ctx) == {}
