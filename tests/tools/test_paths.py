"""Ways to a purchase are counted, and their length has an interval."""

from memory.ctx import Ctx
from tests import worlds
from tools.base import Nothing
from tools.paths import time_to_convert, typical_paths


async def test_paths_are_counted_by_their_steps(ctx: Ctx) -> None:
    await worlds.buyers(ctx)
    found = await typical_paths(ctx, Nothing())
    assert found.n == 20
    assert {part.name for part in found.parts} == {
        "email", "webinars → email", "Google Ads → webinars → email", "direct",
    }  # fmt: skip
    assert found.figures["without purchase"] == 4


async def test_the_time_to_a_purchase_has_its_interval(ctx: Ctx) -> None:
    await worlds.buyers(ctx)
    found = await time_to_convert(ctx, Nothing())
    assert found.low is not None
    assert found.high is not None
    assert found.low <= (found.value or 0) <= found.high <= 6.1
