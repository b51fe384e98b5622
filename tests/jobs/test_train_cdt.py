"""A month is trained once, with its data set, its verdict and its version."""

from domain.work import ReinforceBeliefs, TrainCdt
from jobs import reinforce_beliefs, train_cdt
from memory import releases
from memory.ctx import Ctx
from tests.worlds import facts, quarter


async def test_a_month_is_trained_once(ctx: Ctx) -> None:
    await quarter(ctx)
    await reinforce_beliefs.run(ctx, ReinforceBeliefs(cause="performance", subject_ids=("p",)))
    for _ in range(2):
        await train_cdt.run(ctx, TrainCdt(month="2026-10"))
    (version,) = await releases.versions(ctx)
    (run,) = await releases.runs(ctx)
    assert (version.version, version.run_id, run.month) == (1, run.id, "2026-10")
    assert version.manifest["adapter"].startswith("none")
    assert version.manifest["beliefs"]
    assert await facts(ctx, "CdtTrained") == 1


async def test_what_is_held_out_was_not_trained_on(ctx: Ctx) -> None:
    count = await quarter(ctx, per_cell=6)
    await train_cdt.run(ctx, TrainCdt(month="2026-10"))
    manifest = (await releases.version(ctx, 1)).manifest
    assert not set(manifest["trained_on"]) & set(manifest["holdout"])
    assert len(manifest["trained_on"]) + len(manifest["holdout"]) == count
    assert manifest["holdout"]


async def test_too_little_is_not_enough_evidence(ctx: Ctx) -> None:
    await quarter(ctx, per_cell=1)
    await train_cdt.run(ctx, TrainCdt(month="2026-10"))
    assert (await releases.version(ctx, 1)).verdict == "not_enough_evidence"
    assert await releases.live(ctx) is None
