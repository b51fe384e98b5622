"""Once a month: answer the five questions and take one bounded step (seed 001 §7.2)."""

from typing import Any, cast

import numpy as np

from core.ids import content_hash
from domain.events import PolicyUpdated
from domain.policy import (
    Observation,
    Policy,
    Recommendation,
    RecommendationKind,
    answered,
    monthly_step,
    observed,
)
from domain.work import UpdatePolicy
from memory import events, market, outcomes, predictions
from memory.ctx import Ctx


async def run(ctx: Ctx, work: UpdatePolicy) -> None:
    """Judge the month's log; the old policy stays unless the log speaks for another."""
    known = await outcomes.policies(ctx)
    if any(row.month == work.month for row in known):
        return
    policy = Policy.model_validate(known[-1].weights) if known else Policy()
    log = [_logged(row) for row in await outcomes.recommendations(ctx)]
    seen = [*observed(log), *await _made(ctx)]
    rng = np.random.default_rng(int(content_hash("policy", work.month)[:8], 16))
    step = monthly_step(policy, seen, log, lambda _, row: row.propensity, rng)
    answers = {one.question: one.sentence for one in answered(seen)}
    row = {
        "version": len(known) + 1,
        "month": work.month,
        "weights": step.policy.model_dump(mode="json"),
        "answers": {**answers, "step": " ".join(step.reasons)},
    }
    if await outcomes.keep_policy(ctx, row):
        await events.record(ctx, PolicyUpdated(version=row["version"]))


def _logged(row: Any) -> Recommendation:
    return Recommendation(
        recommendation_id=str(row.recommendation_id), business_id=str(row.business_id),
        recommendation_type=cast(RecommendationKind, row.recommendation_type),
        recommendation_content=str(row.recommendation_content["title"]),
        recommended_at=row.recommended_at, user_action=row.user_action,
        action_timestamp=row.action_timestamp,
        context_quality_score=row.context_quality_score,
        downstream_impact=_share(row.downstream_impact),
        recommendation_model_version=row.recommendation_model_version or 0,
        propensity=row.propensity, shown_position=row.shown_position,
        policy_id=str(row.policy_version),
    )  # fmt: skip


def _share(impact: dict[str, Any]) -> float | None:
    """How much of what was predicted came true, at most all of it."""
    if not impact:
        return None
    return min(1.0, impact["measured"] / impact["predicted"]) if impact["predicted"] else 1.0


async def _made(ctx: Ctx) -> list[Observation]:
    """What finished work says of maps, briefs and creators."""
    found = [
        Observation(
            question="map_performance",
            option=row.artifact_type,
            value=float(row.verdict == "worked"),
        )
        for row in await predictions.of_artifacts(ctx)
    ]
    tiers = {row.id: row.tier for row in await market.ever(ctx)}
    for row in await market.records(ctx):
        kind = row.artifact_performance.get("artifact_type", "other")
        found.append(Observation(question="brief_revisions", option=kind, value=row.revision_count))
        found.append(
            Observation(
                question="match_performance", option=tiers.get(row.creator_id, "rising"),
                value=row.quality_score,
            )
        )  # fmt: skip
    return found
