"""What is learned names nobody, and what is held out asks for what did well."""

from cdt import dataset, examples
from domain.placeholders import BUSINESS
from memory.ctx import Ctx
from tests.worlds import quarter


async def test_a_business_is_called_by_its_name_and_address(ctx: Ctx) -> None:
    assert await examples.names(ctx) == ["Test House", "TestHouse", "test-house"]


async def test_pairs_keep_their_weight_and_lose_their_names(ctx: Ctx) -> None:
    await quarter(ctx, per_cell=6)
    month = await dataset.gather(ctx)
    plain = examples.learned(month, [])
    word = plain[0].response.split()[-1].strip(".")
    hidden = examples.learned(month, [word])
    assert {one.id: one.weight for one in hidden} == {p.id: p.weight for p in month.dataset.pairs}
    assert BUSINESS in hidden[0].response
    assert all(word not in one.response.split() for one in hidden)


async def test_a_held_out_success_asks_for_its_angle(ctx: Ctx) -> None:
    await quarter(ctx, per_cell=6)
    month = await dataset.gather(ctx)
    asked = examples.held_out(month, [])
    well = [row for row in month.holdout if (row.outcome or 0) >= examples.DID_WELL]
    assert [one.id for one in asked] == [row.id for row in well]
    assert all(one.wanted in one.response and one.wanted for one in asked)
    assert not {one.id for one in asked} & {one.id for one in examples.learned(month, [])}
