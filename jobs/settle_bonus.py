"""Thirty days after publication: was the promised result reached? (seed 001 §6.4)."""

from domain.briefs import FIRST_REVIEW
from domain.work import SettleBonus
from memory import calendar, market, performance, plans
from memory.ctx import Ctx
from tools.briefs import brief_of
from tools.payments import Settled, settle_bonus


async def run(ctx: Ctx, work: SettleBonus) -> None:
    """Hold the metric frozen in the brief against what was measured."""
    row = await market.assignment(ctx, work.assignment_id)
    brief = await plans.brief(ctx, row.brief_id)
    aim = brief_of(brief).success
    artifact = await plans.artifact(ctx, brief.artifact_id)
    measured = await measured_of(ctx, artifact.calendar_entry_id)
    if aim.metric == FIRST_REVIEW:
        met, reached = row.revisions == 0, float(row.revisions == 0)
    else:
        value = measured.get(aim.metric, 0.0)
        met, reached = value >= aim.target, min(1.0, value / aim.target) if aim.target else 1.0
    await settle_bonus(ctx, Settled(assignment_id=row.id, met=met))
    await market.keep_result(ctx, row.brief_id, round(reached, 4))


async def measured_of(ctx: Ctx, entry_id: object) -> dict[str, float]:
    """Sums of each metric of one calendar entry."""
    entries = {row.id: row.external_id for row in await calendar.entries(ctx)}
    name = entries.get(entry_id)
    return {
        row.metric: float(row.value)
        for row in await performance.totals(ctx)
        if row.artifact_ref == name
    }
