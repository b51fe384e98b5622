"""The estimate comes before the training, and the bill stays with the run."""

from cdt import dataset, training_cost
from core import settings
from memory import releases
from memory.ctx import Ctx
from tests.cdt.test_release import trained
from tools.base import Nothing
from tools.releases import Number
from tools.training import estimate_training, read_version


async def test_a_first_estimate_is_by_the_settings_and_the_next_by_what_the_first_took(
    ctx: Ctx,
) -> None:
    before = await training_cost.expected(ctx, await dataset.gather(ctx))
    assert (before.measured, before.steps) == (0, 0)
    await trained(ctx, "2026-09")
    bill = training_cost.bill_of(await releases.run_of(ctx, "2026-09"))
    assert bill is not None
    assert bill.seconds > 0
    after = (await estimate_training(ctx, Nothing())).cost
    assert (after.rows, after.measured) == (bill.expected.rows, 1)
    assert abs(after.seconds - bill.seconds) < 0.01 + bill.seconds / 100
    kept = (await read_version(ctx, Number(version=1))).run
    assert kept is not None
    assert kept.cost == bill


async def test_a_machine_with_a_price_is_charged(ctx: Ctx) -> None:
    settings.use(train_usd_per_hour="2.5")
    try:
        await trained(ctx, "2026-09")
    finally:
        settings.use(train_usd_per_hour="0")
    bill = training_cost.bill_of(await releases.run_of(ctx, "2026-09"))
    assert bill is not None
    assert bill.usd_micros == round(bill.seconds / 3600 * 2.5e6)


def test_a_run_without_a_bill_has_none() -> None:
    assert training_cost.bill_of(object()) is None
