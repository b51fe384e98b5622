"""The window of a bonus is over: what do its frozen terms give? (seed 001 §6.4)."""

from datetime import date, timedelta
from typing import Any

from domain import bonuses, escrow
from domain.bonuses import BonusTerms, Known
from domain.deals import BonusWaits
from domain.work import SettleBonus
from memory import calendar, departures, events, market, performance, plans, schedule
from memory.ctx import Ctx
from tools.briefs import brief_of, terms_of
from tools.payments import WHOLE, Settled, settle_bonus


async def run(ctx: Ctx, work: SettleBonus) -> None:
    """Hold the frozen terms against what was measured in their window, and keep the figures.

    Where no figures of the piece came in, the bonus waits; in the end it is closed as not known.
    """
    row = await market.assignment(ctx, work.assignment_id)
    brief = await plans.brief(ctx, row.brief_id)
    artifact = await plans.artifact(ctx, brief.artifact_id)
    plan = await plans.one_map(ctx, artifact.map_id)
    terms = terms_of(brief) or bonuses.frozen(
        brief_of(brief).success, row.bonus_cents, plan.currency, brief_of(brief).due
    )
    days, measured, known = await measured_for(ctx, terms, row, artifact)
    if known != "measured" and await _waits(ctx, work, row, plan, days):
        await events.record(ctx, BonusWaits(assignment_id=row.id, known=known))
        return
    came_to = (
        bonuses.settled(terms, measured, days, row.bonus_cents)
        if known == "measured"
        else bonuses.closed(terms, known, days)
    )
    if not await departures.stays(ctx, row.creator_id):
        came_to = bonuses.given_up(came_to)
    await settle_bonus(ctx, Settled(assignment_id=row.id, met=came_to.met))
    await market.keep_result(ctx, row.brief_id, came_to.reached, came_to.model_dump(mode="json"))


async def measured_for(
    ctx: Ctx, terms: BonusTerms, row: Any, artifact: Any
) -> tuple[tuple[date, date], float, Known]:
    """The days that count, what was measured of the frozen metric in them, and whether any."""
    found = await calendar.entries(ctx, trashed=True)
    entry = next((one for one in found if one.id == artifact.calendar_entry_id), None)
    days = bonuses.window(terms, _out_on(entry) or artifact.due_on or row.passed_at.date())
    if terms.formula == "all_at_first_review":
        return days, float(row.revisions == 0), "measured"
    measured = await performance.of_entry(ctx, entry.id, terms.metric, days) if entry else None
    if measured is not None:
        return days, measured, "measured"
    out = entry is not None and entry.published_at is not None
    return days, 0.0, "not_measured" if out else "not_deployed"


async def _waits(ctx: Ctx, work: SettleBonus, row: Any, plan: Any, days: tuple[date, date]) -> bool:
    """Look again later, if there is a bonus to be had and its funds may still be held."""
    if not row.bonus_cents or row.paid_percent < WHOLE or plan.purchased_at is None:
        return False
    held_until = escrow.hold_ends_at(plan.purchased_at).date()
    again = bonuses.next_look(days, ctx.at.date(), held_until)
    if again is None:
        return False
    wait: timedelta = again - ctx.at.date()
    await schedule.put_back(ctx, work, ctx.at + wait)
    return True


def _out_on(entry: Any) -> date | None:
    """The day on which a piece went out, or is to."""
    if entry is None:
        return None
    return entry.published_at.date() if entry.published_at else entry.publish_on
