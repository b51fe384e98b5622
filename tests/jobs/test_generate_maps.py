"""A week proposes what its evidence bears, or says why it proposes nothing."""

from domain.work import GenerateMaps, ReinforceBeliefs
from jobs import generate_maps, reinforce_beliefs
from memory import outcomes, plans
from memory.ctx import Ctx
from tests.worlds import facts, quarter


async def test_nothing_known_proposes_nothing_and_says_why(ctx: Ctx) -> None:
    await generate_maps.run(ctx, GenerateMaps(week="2026-W44"))
    assert await plans.all_maps(ctx) == []
    assert await facts(ctx, "NothingProposed") == 1


async def test_what_works_becomes_a_map_with_frozen_predictions(ctx: Ctx) -> None:
    await quarter(ctx, per_cell=8)
    await reinforce_beliefs.run(ctx, ReinforceBeliefs(cause="performance", subject_ids=("p",)))
    for week in ("2026-W44", "2026-W45"):
        await generate_maps.run(ctx, GenerateMaps(week=week))
    maps = await plans.all_maps(ctx)
    assert 1 <= len(maps) <= 3
    assert len({row.guard for row in maps}) == len(maps)
    shown = [row.recommendation_id for row in await outcomes.recommendations(ctx)]
    assert {row.id for row in maps} <= set(shown)
