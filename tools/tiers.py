"""Tiers of creators: applied every day from the same numbers that a creator reads."""

from typing import Any
from uuid import UUID

from domain.access import Actor
from domain.deals import TierChanged
from domain.matching import Result, Score, performance_score
from domain.records import brought
from domain.tiers import moved
from memory import events, market
from memory.ctx import Ctx, on_behalf


def score_of(row: Any, found: list[Any], ctx: Ctx) -> Score:
    """The rolling 90-day score of a creator: finished here, and what they came with."""
    results = [*brought(row.id, row.history), *(result_of(one) for one in found)]
    return performance_score(str(row.id), results, ctx.at)


def result_of(row: Any) -> Result:
    """A finished brief of a creator's record as the rules see it."""
    made = row.artifact_performance or {}
    return Result(
        brief=str(row.brief_id), creator=str(row.creator_id), at=row.created_at,
        specialization=made.get("specialization", ""), artifact_type=made.get("artifact_type", ""),
        quality_score=row.quality_score, revision_count=row.revision_count,
        customer_satisfaction=row.customer_satisfaction,
        artifact_performance=made.get("outcome"),
    )  # fmt: skip


async def update_tiers(ctx: Ctx) -> list[UUID]:
    """Move everybody whom this business ever asked to the tier that their score makes.

    A creator's work counts wherever it was done, so it is read with their own eyes.
    """
    asked = {row.creator_id for row in await market.stands(ctx)}
    changed = []
    for row in await market.all_creators(ctx):
        if row.id not in asked:
            continue
        async with on_behalf(ctx, Actor("creator", creator_id=row.id)) as own:
            found = await market.records(own)
        tier = moved(row.tier, score_of(row, found, ctx))
        if tier != row.tier:
            await market.change_tier(ctx, row.id, tier)
            fact = TierChanged(creator_id=row.id, before=row.tier, after=tier, day=f"{ctx.at:%F}")
            await events.record(ctx, fact)
            changed.append(row.id)
    return changed
