"""A month is trained once, with its data set, its verdict and its version."""

from datetime import date

from domain.imports import CalendarRow, PerformanceRow
from domain.work import ReinforceBeliefs, TrainCdt
from jobs import reinforce_beliefs, train_cdt
from memory import releases
from memory.ctx import Ctx
from tests.worlds import facts, quarter
from tools.calendar import Entries, save_entries
from tools.performance import Figures, import_performance


async def published(ctx: Ctx, months: dict[str, list[int]]) -> None:
    """Four artifacts a month of as many kinds as there are figures, with about those figures."""
    rows, figures = [], []
    for month, reached in months.items():
        for cell, conversions in enumerate(reached):
            for number in range(4):
                name, day = f"{month}-{cell}-{number}", date.fromisoformat(f"{month}-0{5 + number}")
                rows.append(
                    CalendarRow(id=name, title=f"Piece {cell}", artifact_type="email",
                                status="published", publish_on=day, channel=f"c{cell}",
                                angle=f"a{cell}", segment="x")
                )  # fmt: skip
                for metric, value in (("impressions", 5000), ("conversions", conversions + number)):
                    figures.append(
                        PerformanceRow(date=day, artifact_id=name, metric=metric, value=value)
                    )
    await save_entries(ctx, Entries(entries=rows))
    await import_performance(ctx, Figures(rows=figures))


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


async def test_three_rows_prove_nothing(ctx: Ctx) -> None:
    assert await quarter(ctx, per_cell=1, months=("2026-09",)) == 3
    await train_cdt.run(ctx, TrainCdt(month="2026-10"))
    assert (await releases.version(ctx, 1)).verdict == "not_enough_evidence"
    assert await releases.live(ctx) is None


async def test_one_kind_of_artifact_is_blocked(ctx: Ctx) -> None:
    await published(ctx, {month: [10] for month in ("2026-07", "2026-08", "2026-09")})
    await train_cdt.run(ctx, TrainCdt(month="2026-10"))
    row = await releases.version(ctx, 1)
    assert (row.verdict, row.reason.count("one kind")) == ("block", 1)


async def test_a_month_that_contradicts_all_others_is_kept_back_and_the_live_one_stays(
    ctx: Ctx,
) -> None:
    good = [20 * cell for cell in range(8)]
    before = dict.fromkeys(("2026-06", "2026-07", "2026-08"), good)
    await published(ctx, before | {"2026-09": good[::-1]})
    live = await releases.live(ctx)
    await train_cdt.run(ctx, TrainCdt(month="2026-10"))
    row = await releases.version(ctx, 1)
    assert row.verdict == "block"
    assert "2026-09 contradict those of all months before" in row.reason
    assert await releases.live(ctx) == live
    assert await releases.counted(ctx, "gate", 0) == []
