"""An operator counts past row-level security and reads no word of anybody."""

from datetime import timedelta

from domain.access import Actor
from memory import oversight
from memory.ctx import Ctx
from tests.memory.rows import as_actor
from tools.vents import Vent, submit_vent


async def test_counts_of_all_businesses_hold_ids_and_numbers(ctx: Ctx) -> None:
    await submit_vent(ctx, Vent(text="A secret."))
    async with as_actor(ctx, Actor("operator")) as operator:
        mine = [r for r in await oversight.tenants(operator) if r.business_id == ctx.business_id]
        facts = await oversight.facts(operator, operator.at - timedelta(days=1))
        assert await oversight.costs(operator, operator.at.date()) is not None
        assert await oversight.releases(operator) is not None
        assert await oversight.refused(operator) is not None
    assert mine[0].rows >= 1
    assert not mine[0].paused
    assert any(row.name == "InputKept" for row in facts)
    assert "secret" not in str(mine) + str(facts)
