"""A month's data: what may be trained on, where it came from, and what was held back."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from cdt import beliefs, dataset
from core import clock
from domain.training import RECIPE
from domain.work import ExtractContext
from jobs import extract_context
from memory import consents, holdout
from memory.ctx import Ctx
from tests.worlds import quarter
from tools.performance import MetricRows, import_metrics
from tools.search import Question, search_context
from tools.vents import Vent, VentId, submit_vent, withdraw_vent

WORDS = "Our pricing page confuses people. Nobody finds the annual plan, and churn goes up."


async def said(worker: Ctx, text: str, visibility: Any = "team") -> UUID:
    """A vent that was read; returns its id."""
    vent = await submit_vent(worker, Vent(text=text, visibility=visibility))
    await extract_context.run(worker, ExtractContext(source_kind="vent", source_ids=(vent.id,)))
    return vent.id


async def test_every_pair_says_where_it_came_from(worker: Ctx) -> None:
    await quarter(worker)
    await beliefs.weigh_results(worker)
    month = await dataset.gather(worker)
    assert {pair.source for pair in month.dataset.pairs} == {"performance", "belief", "calendar"}
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
    spoken, _ = [
        await said(worker, f"{WORDS} This is {visibility}.", visibility)
        for visibility in ("team", "off_record")
    ]
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


async def test_a_secret_that_somebody_vented_reaches_no_pair(worker: Ctx) -> None:
    canaries = ("sk-CANARY0123456789abcdef", "ana.canary@example.com", "hunter2canary")
    for canary in (canaries[0], canaries[1], f"password: {canaries[2]}"):
        await said(worker, f"On our pricing page at Test House {canary} confuses people.")
    await consents.keep(worker, "vent", None, True)
    month = await dataset.gather(worker)
    told = "".join(one.model_dump_json() for one in month.dataset.pairs)
    assert "{{SECRET}}" in told
    assert not [one for one in canaries if one in told]
    assert month.hidden == 2
    assert "Test House" not in told


async def test_what_was_taken_back_is_in_no_pair(worker: Ctx) -> None:
    gone = await said(worker, WORDS)
    await consents.keep(worker, "vent", None, True)
    assert [one for one in (await dataset.gather(worker)).dataset.pairs if one.source == "vent"]
    await withdraw_vent(worker, VentId(id=gone))
    pairs = (await dataset.gather(worker)).dataset.pairs
    assert not [one for one in pairs if str(gone) in one.source_ids]


async def test_a_belief_is_as_sure_as_what_is_not_held_out_makes_it(worker: Ctx) -> None:
    await quarter(worker, per_cell=6)
    await beliefs.weigh_results(worker)
    month = await dataset.gather(worker)
    held = {UUID(one) for one in month.dataset.holdout}
    known = [one for one in await beliefs.measured(worker) if one.entry_id not in held]
    pieces = beliefs.ripe_evidence(worker, known)
    assert pieces
    assert not held & {each for one in pieces for each in one.entries}
    weights = {one.id: one.weight for one in month.dataset.pairs if one.source == "belief"}
    assert weights


async def test_what_is_held_out_is_neither_learnt_nor_looked_up(worker: Ctx) -> None:
    """On the real stores: rows in Postgres, vectors in Chroma, the words that are searched."""
    await quarter(worker, per_cell=6)
    await beliefs.weigh_results(worker)
    month = await dataset.gather(worker)
    held = {UUID(one) for one in month.dataset.holdout}
    assert not {str(one) for one in held} & {row.id for row in month.rows}
    assert not {f"{one}" for one in held} & {
        each for pair in month.dataset.pairs for each in pair.source_ids
    }
    hidden = await dataset.telling(worker, month.dataset.holdout)
    asked = Question(query="webinars", limit=50)
    before = {one.source_id for one in (await search_context(worker, asked)).items}
    assert before & hidden
    with holdout.without(hidden):
        during = {one.source_id for one in (await search_context(worker, asked)).items}
    assert not during & hidden
    assert {one.source_id for one in (await search_context(worker, asked)).items} == before


async def test_a_summary_says_where_everything_went(worker: Ctx) -> None:
    await quarter(worker, per_cell=6)
    told = dataset.summary(await dataset.gather(worker))
    lines = {one["source"]: one for one in told["sources"]}
    assert set(lines) == set(RECIPE)
    assert lines["performance"]["pairs"] == told["trained_on"]
    assert lines["performance"]["left_out"] == {"held_out": told["held_out"]}
    assert sum(one["pairs"] for one in lines.values()) == told["pairs"]
    assert round(sum(one["share"] for one in lines.values()), 2) == 1
