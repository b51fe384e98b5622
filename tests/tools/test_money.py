"""Money is told as the ledger has it; five models stand side by side."""

import pytest

from memory import ledger, performance
from memory.ctx import Ctx, as_worker
from tests import worlds
from tools.base import Nothing
from tools.money import CreditAsk, attributed_revenue, money_summary


async def test_what_was_put_aside_is_paid_or_back_or_held(ctx: Ctx) -> None:
    async with as_worker(ctx) as worker:
        await worlds.passed(worker)
    found = await money_summary(ctx, Nothing())
    told = found.figures
    parts = told["released"] + told["bonus"] + told["refunded"] + told["still_held"]
    assert told["held"] == pytest.approx(parts)
    assert len(found.evidence) == len(await ledger.payments(ctx)) == 1


async def test_held_money_rests_on_the_map_it_was_held_for(ctx: Ctx) -> None:
    map_id = await worlds.bought(ctx)
    assert [ref.id for ref in (await money_summary(ctx, Nothing())).evidence] == [map_id]


async def test_models_stand_side_by_side_and_add_up(ctx: Ctx) -> None:
    await worlds.buyers(ctx)
    found = await attributed_revenue(ctx, CreditAsk(of="email"))
    rows = await performance.credit_by_channel(ctx, "position")
    cents = {row.channel: int(row.cents) for row in rows}
    assert found.value == pytest.approx(cents["email"] / 100, abs=1)
    assert found.figures["all revenue"] == pytest.approx(sum(cents.values()) / 100, abs=1)
    assert {part.name for part in found.parts} >= {"first touch", "last touch", "linear"}
    nobody = await attributed_revenue(ctx, CreditAsk(of="carrier pigeons"))
    assert not nobody.enough
