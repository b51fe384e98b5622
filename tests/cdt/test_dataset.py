"""A month's data: what may be trained on, where it came from, and what was held back."""

from datetime import UTC, datetime

from cdt import beliefs, dataset
from core import clock
from domain.training import RECIPE
from domain.work import ExtractContext
from jobs import extract_context
from memory import consents
from memory.ctx import Ctx
from tests.worlds import quarter
from tools.performance import MetricRows, import_metrics
from tools.vents import Vent, submit_vent

WORDS = "Our pricing page confuses people. Nobody finds the annual plan, and churn goes up."


async def test_every_pair_says_where_it_came_from(worker: Ctx) -> None:
    await quarter(worker)
    await beliefs.weigh_results(worker)
    month = await dataset.gather(worker)
    assert {pair.source for pair in month.dataset.pairs} == {"performance", "belief"}
    assert all(pair.source_ids for pair in month.dataset.pairs)
    assert round(sum(pair.weight for pair in month.dataset.pairs), 6) == 1


async def test_a_held_out_artifact_is_in_no_pair_and_no_row(worker: Ctx) -> None:
    count = await quarter(worker, per_cell=6)
    month = await dataset.gather(worker)
    held = set(month.dataset.holdout)
    assert held == {row.id for row in month.holdout}
    assert held.isdisjoint(row.id for row in month.rows)
    assert len(month.rows) + len(month.holdout) == count
    assert not held & {each for pair in month.dataset.pairs for each in pair.source_ids}


async def test_the_same_month_gives_the_same_manifest(worker: Ctx) -> None:
    await quarter(worker)
    first, again = [(await dataset.gather(worker)).dataset.manifest for _ in range(2)]
    assert first == again


async def test_what_was_said_is_material_and_what_is_off_the_record_is_not(worker: Ctx) -> None:
    for visibility in ("team", "off_record"):
        text = f"{WORDS} This is {visibility}."
        vent = await submit_vent(worker, Vent(text=text, visibility=visibility))
        await extract_context.run(worker, ExtractContext(source_kind="vent", source_ids=(vent.id,)))
        if visibility == "team":
            spoken = vent.id
    await consents.keep(worker, "vent", None, True)
    pairs = (await dataset.gather(worker)).dataset.pairs
    told = [pair for pair in pairs if pair.source == "vent"]
    assert [str(spoken) in pair.source_ids for pair in told] == [True]
    assert told[0].response in WORDS


async def test_an_artifact_of_this_week_is_not_measured_yet(
    worker: Ctx, simulated: clock.SimulatedClock
) -> None:
    count = await quarter(worker, months=("2026-11",))
    simulated.move_to(datetime(2026, 11, 13, tzinfo=UTC))
    early = await dataset.gather(worker)
    assert 0 < len(early.rows) + len(early.holdout) < count


async def test_figures_of_tools_enter_with_the_last_two_pulls_alone(worker: Ctx) -> None:
    rows = [
        {"month": month, "project": "Site", "metric": "visits", "unit": "count", "value": 10}
        for month in ("2026-07", "2026-08", "2026-09")
    ]
    await import_metrics(worker, MetricRows.model_validate({"rows": rows}))
    month = (await dataset.gather(worker)).dataset
    tooling = [pair for pair in month.pairs if pair.source == "tooling"]
    assert len(tooling) == RECIPE["tooling"].cycles
    assert month.left_out["too_old"] == 1
