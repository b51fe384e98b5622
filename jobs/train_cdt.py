"""The monthly cycle's fourth week: data set, training, gate, release or not (seed 001 §4.3)."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from cdt import beliefs, dataset, preference, release, training_cost
from cdt.embed import embed
from cdt.lookup import Lookup, looked_up
from core import clock
from core.ids import content_hash
from core.settings import settings
from domain.events import AdapterWanted
from domain.evidence import Item
from domain.training import refuse_leaks
from domain.training_cost import Bill
from domain.work import TrainCdt
from evals import exams, gate, regressions, scorecard
from evals.backtest import backtest
from memory import adapters, evaluations, events, holdout, outcomes, releases
from memory.ctx import Ctx

YEAR = timedelta(days=365)


async def run(ctx: Ctx, work: TrainCdt) -> None:
    """Train and judge the month's candidate; a month that was trained before is left alone.

    Where adapters are trained the month's comes first: it is asked for here, and this job again
    once it was filed.
    """
    if await releases.run_of(ctx, work.month) is not None:
        return
    adapter = await adapters.of_month(ctx, work.month)
    if adapter is None and settings().trains_adapters:
        await events.record(ctx, AdapterWanted(month=work.month))
        return
    started, began = ctx.at, clock.elapsed()
    await beliefs.turn_month(ctx)
    month = await dataset.gather(ctx)
    expected = await training_cost.expected(ctx, month)
    refuse_leaks({row.id: [row.id] for row in month.rows}, month.dataset.holdout)
    candidate = preference.fit(month.rows, ctx.at)
    number = len(await releases.versions(ctx)) + 1
    incumbent, saw, live = await release.live_preference(ctx)
    before = await releases.counted(ctx, "gate", live or 0)
    lookup = _lookup(month)
    past = _past(month, lookup, ctx.at) if live is None and not before else {}
    looks = [*past.values()] or release.by_look(await _since_release(ctx, before))
    with holdout.without(await dataset.telling(ctx, month.dataset.holdout)):
        asked = await regressions.questions(ctx)
    trial = gate.Trial(
        version=number, candidate=candidate, incumbent=incumbent, incumbent_saw=saw,
        holdout=month.holdout, leaked=(), unsound=month.unsound, lookup=lookup, looks=looks,
        counted=_ids(before, past),
        spent=await releases.releases_since(ctx, ctx.at - YEAR), titles=month.titles,
        golden=await regressions.predictions(ctx), asked=asked,
        adapter=await exams.of_row(adapter),
    )  # fmt: skip
    seed = int(content_hash(work.month)[:8], 16)
    seen = gate.judge(trial, seed)
    times = started, ctx.at
    bill = training_cost.took(expected, clock.elapsed() - began, _seconds(adapter))
    run_id = await releases.keep_run(ctx, _run(work.month, times, (month, candidate, seen), bill))
    manifest = {
        "month": work.month,
        "data_hash": month.dataset.manifest,
        "preference": candidate.model_dump(mode="json"),
        "trained_on": [row.id for row in month.rows],
        "holdout": list(month.dataset.holdout),
        "without_consent": dict(month.refused),
        "adapter": release.adapter_told(adapter),
        "answers_with": await release.adapter_of(ctx, adapter),
    }
    judged = {
        "verdict": seen.verdict, "arms": seen.arms, "run_id": run_id,
        "adapter": manifest["answers_with"],
    }  # fmt: skip
    await release.file_version(ctx, number, manifest, judged)
    about = {"incumbent": live, "look": len(looks) + 1}
    await _keep_evaluation(ctx, number, seen, about, {"months_gone_through": len(past)})
    if not month.unsound:
        await _count(ctx, (number, live or 0), {**past, work.month: seen.fresh})
    await _account(ctx)


def _run(
    month: str, times: tuple[datetime, datetime],
    of: tuple[dataset.Month, preference.Preference, gate.Examination], bill: Bill,
) -> dict[str, Any]:  # fmt: skip
    """The record of a training: when, on what, under which hashes, its scores and its bill."""
    (started, finished), (gathered, candidate, seen) = times, of
    return {
        "month": month, "status": "done", "data_hash": gathered.dataset.manifest,
        "code_hash": candidate.hash, "parameters": {
            "half_life_days": candidate.half_life_days, "cost": bill.model_dump(),
        },
        "metrics": dict(seen.arms), "dataset": dataset.summary(gathered), "started_at": started,
        "finished_at": finished,
    }  # fmt: skip


def _seconds(adapter: Any) -> float:
    """What the training of the month's adapter took, if there was one."""
    return adapter.exam.get("seconds", 0.0) if adapter is not None else 0.0


async def _since_release(ctx: Ctx, rows: list[Any]) -> list[Any]:
    """Evidence that a release has not spent: what was counted since the live version answers."""
    live = await releases.live(ctx)
    return [row for row in rows if live is None or row.at > live.released_at]


def _lookup(month: dataset.Month) -> Lookup:
    """What the month's training artifacts reached, to be looked up by meaning and features."""
    names = {row.id: month.titles[row.id] for row in (*month.rows, *month.holdout)}
    vectors = embed([*names.values()]) if names else []
    return looked_up(month.rows, dict(zip(names, vectors, strict=True)))


def _past(month: dataset.Month, lookup: Lookup, now: datetime) -> dict[str, tuple[Item, ...]]:
    """Evidence from the months before the first training, by month."""
    return backtest((*month.rows, *month.holdout), lookup.vectors, now)


def _ids(counted: list[Any], past: Mapping[str, Sequence[Item]]) -> frozenset[str]:
    gone_through = {item.id for items in past.values() for item in items}
    return frozenset(gone_through | {row.artifact_id for row in counted})


async def _count(ctx: Ctx, of: tuple[int, int], looks: Mapping[str, Sequence[Item]]) -> None:
    """Keep the artifacts that were counted, so that no other month counts them again."""
    number, against = of
    await releases.count(ctx, [
        {
            "kind": "gate", "version": number, "against": against, "look": month,
            "artifact_id": item.id, "outcome": item.outcome, "expected": dict(item.expected),
        }
        for month, items in looks.items() for item in items
    ])  # fmt: skip


async def _keep_evaluation(
    ctx: Ctx, number: int, seen: gate.Examination, about: dict[str, Any], facts: dict[str, Any]
) -> None:
    """Keep what the gate saw, for whoever asks why; with what models took since the last one."""
    known = await evaluations.all_of_them(ctx)
    asked = await scorecard.asked_of_models(ctx, known[-1].at if known else None)
    row = {
        **about, "version": number, "decision": seen.verdict.decision,
        "sentence": seen.verdict.sentence, "reasons": [*seen.verdict.reasons],
        "alpha": seen.verdict.alpha, "arms": seen.arms,
        "facts": {
            "held_out": sum(one.kind == "holdout" for one in seen.cases),
            "comparisons": [one.model_dump() for one in seen.verdict.comparisons],
            **facts,
        },
    }  # fmt: skip
    await evaluations.keep(ctx, row, (*seen.metrics, *asked), seen.cases)


async def _account(ctx: Ctx) -> None:
    """Readings that entered a month's data set are used."""
    await outcomes.settle(ctx, "reading", "in the month's training data")
