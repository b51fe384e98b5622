"""Pairs become examples, and what is held out asks for what did well."""

from cdt import dataset, examples
from memory.ctx import Ctx
from tests.worlds import quarter


async def test_pairs_keep_their_weight(ctx: Ctx) -> None:
    await quarter(ctx, per_cell=6)
    month = await dataset.gather(ctx)
    made = examples.learned(month)
    assert {one.id: one.weight for one in made} == {p.id: p.weight for p in month.dataset.pairs}


async def test_a_held_out_success_asks_for_its_angle(ctx: Ctx) -> None:
    await quarter(ctx, per_cell=6)
    month = await dataset.gather(ctx)
    asked = examples.held_out(month, [])
    well = [row for row in month.holdout if (row.outcome or 0) >= examples.DID_WELL]
    assert [one.id for one in asked] == [row.id for row in well]
    assert all(one.wanted in one.response and one.wanted for one in asked)
    assert not {one.id for one in asked} & {one.id for one in examples.learned(month)}
