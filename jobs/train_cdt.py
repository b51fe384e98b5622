"""The monthly cycle's fourth week: data set, training, gate, release or not (seed 001 §4.3)."""

from typing import Any

from cdt import beliefs, dataset, preference, release
from core.ids import content_hash
from core.settings import settings
from domain.events import AdapterWanted
from domain.training import refuse_leaks
from domain.work import TrainCdt
from evals import gate, regressions, scorecard
from memory import adapters, evaluations, events, outcomes, releases
from memory.ctx import Ctx


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
    started = ctx.at
    await beliefs.turn_month(ctx)
    month = await dataset.gather(ctx)
    refuse_leaks({row.id: [row.id] for row in month.rows}, month.dataset.holdout)
    candidate = preference.fit(month.rows, ctx.at)
    number = len(await releases.versions(ctx)) + 1
    incumbent, saw, live = await release.live_preference(ctx)
    trial = gate.Trial(
        version=number, candidate=candidate, incumbent=incumbent, incumbent_saw=saw,
        holdout=month.holdout, leaked=(), look=int(work.month[5:7]), titles=month.titles,
        golden=await regressions.predictions(ctx), asked=await regressions.questions(ctx),
    )  # fmt: skip
    seed = int(content_hash(work.month)[:8], 16)
    seen = gate.judge(trial, seed)
    run_id = await releases.keep_run(
        ctx,
        {
            "month": work.month,
            "status": "done",
            "data_hash": month.dataset.manifest,
            "code_hash": candidate.hash,
            "parameters": {"half_life_days": candidate.half_life_days},
            "metrics": dict(seen.arms),
            "dataset": _summary(month),
            "started_at": started,
            "finished_at": ctx.at,
        },
    )
    manifest = {
        "month": work.month,
        "data_hash": month.dataset.manifest,
        "preference": candidate.model_dump(mode="json"),
        "trained_on": [row.id for row in month.rows],
        "holdout": list(month.dataset.holdout),
        "without_consent": dict(month.refused),
        "adapter": release.adapter_told(adapter),
    }
    judged = {
        "verdict": seen.verdict, "arms": seen.arms, "run_id": run_id,
        "adapter": release.adapter_of(adapter),
    }  # fmt: skip
    await release.file_version(ctx, number, manifest, judged)
    await _keep_evaluation(ctx, number, seen, {"incumbent": live, "look": trial.look})
    await _account(ctx)


async def _keep_evaluation(
    ctx: Ctx, number: int, seen: gate.Examination, about: dict[str, Any]
) -> None:
    """Keep what the gate saw, for whoever asks why; with what models took since the last one."""
    known = await evaluations.all_of_them(ctx)
    asked = await scorecard.asked_of_models(ctx, known[-1].at if known else None)
    row = {
        **about, "version": number, "decision": seen.verdict.decision,
        "sentence": seen.verdict.sentence, "reasons": [*seen.verdict.reasons],
        "alpha": seen.verdict.alpha, "arms": seen.arms,
        "facts": {"held_out": sum(one.kind == "holdout" for one in seen.cases)},
    }  # fmt: skip
    await evaluations.keep(ctx, row, (*seen.metrics, *asked), seen.cases)


def _summary(month: dataset.Month) -> dict[str, Any]:
    data = month.dataset
    return {
        "pairs": len(data.pairs),
        "shares": {name: round(share, 4) for name, share in data.shares.items()},
        "left_out": dict(data.left_out),
        "trained_on": len(month.rows),
        "held_out": len(month.holdout),
    }


async def _account(ctx: Ctx) -> None:
    """Readings that entered a month's data set are used."""
    await outcomes.settle(ctx, "reading", "in the month's training data")
