"""A bonus as the business sees it: where it stands, and the figures that its sum rests on."""

from datetime import date

from domain.bonuses import BonusTerms, Settlement
from domain.earnings import BonusStanding, standing_of
from domain.work import SettleBonus
from memory import ledger, market, plans, schedule
from memory.ctx import Ctx
from tools.base import Answer, tool
from tools.briefs import terms_of
from tools.earnings import bonus_standing, settlement_of
from tools.offers import open_offer
from tools.payments import AssignmentId


class BonusRead(Answer):
    """Where a bonus stands, by which frozen terms, and what it came to; the same figures that its
    creator sees. `settles_on` is the day on which it is looked at next."""

    state: BonusStanding
    bonus_cents: int
    terms: BonusTerms | None
    settles_on: date | None
    settlement: Settlement | None


@tool("money:read")
async def read_bonus(ctx: Ctx, ask: AssignmentId) -> BonusRead:
    """The bonus of a piece of work: not due, not measured yet, not known, paid or not reached."""
    row = await open_offer(ctx, ask.assignment_id)
    brief = await plans.brief(ctx, row.brief_id)
    paid = [one for one in await ledger.payments(ctx) if one.assignment_id == row.id]
    settles = await schedule.waiting(ctx, SettleBonus(assignment_id=row.id))
    records = await market.records(ctx)
    came_to = settlement_of(next((one for one in records if one.brief_id == row.brief_id), None))
    state: BonusStanding = "none"
    if any(one.kind == "bonus" for one in paid):
        state = "paid"
    elif row.bonus_cents and row.status == "passed":
        state = bonus_standing(came_to, waits=settles is not None)
    elif row.bonus_cents and standing_of(row.status) == "held":
        state = "open"
    return BonusRead(
        state=state, bonus_cents=row.bonus_cents, terms=terms_of(brief),
        settles_on=settles.date() if settles else None, settlement=came_to,
    )  # fmt: skip
