"""The window of a bonus is over: what do its frozen terms give? (seed 001 §6.4)."""

from datetime import date
from typing import Any

from domain import bonuses
from domain.bonuses import BonusTerms
from domain.work import SettleBonus
from memory import calendar, market, performance, plans
from memory.ctx import Ctx
from tools.briefs import brief_of, terms_of
from tools.payments import Settled, settle_bonus


async def run(ctx: Ctx, work: SettleBonus) -> None:
    """Hold the frozen terms against what was measured in their window, and keep the figures."""
    row = await market.assignment(ctx, work.assignment_id)
    brief = await plans.brief(ctx, row.brief_id)
    artifact = await plans.artifact(ctx, brief.artifact_id)
    plan = await plans.one_map(ctx, artifact.map_id)
    terms = terms_of(brief) or bonuses.frozen(
        brief_of(brief).success, row.bonus_cents, plan.currency, brief_of(brief).due
    )
    days, measured = await measured_for(ctx, terms, row, artifact)
    came_to = bonuses.settled(terms, measured, days, row.bonus_cents)
    await settle_bonus(ctx, Settled(assignment_id=row.id, met=came_to.met))
    await market.keep_result(ctx, row.brief_id, came_to.reached, came_to.model_dump(mode="json"))


async def measured_for(
    ctx: Ctx, terms: BonusTerms, row: Any, artifact: Any
) -> tuple[tuple[date, date], float]:
    """The days that count, and what was measured of the frozen metric in them."""
    found = await calendar.entries(ctx, trashed=True)
    entry = next((one for one in found if one.id == artifact.calendar_entry_id), None)
    days = bonuses.window(terms, _out_on(entry) or artifact.due_on or row.passed_at.date())
    if terms.formula == "all_at_first_review":
        return days, float(row.revisions == 0)
    if entry is None:
        return days, 0.0
    return days, await performance.of_entry(ctx, entry.id, terms.metric, days)


def _out_on(entry: Any) -> date | None:
    """The day on which a piece went out, or is to."""
    if entry is None:
        return None
    return entry.published_at.date() if entry.published_at else entry.publish_on
