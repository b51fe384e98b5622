"""What a creator earns, and the record that is theirs to take along."""

from typing import Any
from uuid import UUID

from core.errors import NotFound
from domain.bonuses import Settlement
from domain.earnings import BonusStanding, Earning, Standing, shares, standing_of
from domain.escrow import portion
from domain.records import BriefRecord, Record, accepted_share, mean
from domain.tiers import TierStanding, standing
from domain.work import SettleBonus
from memory import ledger, market, plans, schedule
from memory.ctx import Ctx, as_worker
from tools.base import Answer, Everywhere, Nothing, tool
from tools.briefs import brief_of
from tools.tiers import score_of


class NoCreator(NotFound):
    """This seat has no creator."""


def creator_of(ctx: Ctx) -> UUID:
    """The creator who acts. Raises `NoCreator`."""
    if ctx.actor.creator_id is None:
        raise NoCreator(remedy="Apply as a creator first.")
    return ctx.actor.creator_id


class EarningList(Answer):
    """Every piece of work with its money, first offered first."""

    items: list[Earning]


class RecordRead(Answer):
    """A creator's own record, each finished brief behind it, and what would move them up."""

    record: Record
    briefs: list[BriefRecord]
    standing: TierStanding


@tool("earnings:read")
async def list_earnings(ctx: Ctx, ask: Nothing) -> EarningList:
    """What you earn with each piece: held, paid, and the bonus with its metric and its day."""
    rows = [row for row in await market.all_assignments(ctx) if row.answered_at is not None]
    paid = {(row.assignment_id, row.kind): row for row in await ledger.payments(ctx)}
    taken = [row for row in rows if row.status != "declined"]
    records = {one.brief_id: one for one in await market.records(ctx)}
    lines = [await _earning(ctx, row, paid, records.get(row.brief_id)) for row in taken]
    return EarningList(items=lines)


@tool("earnings:read")
async def read_record(ctx: Ctx, ask: Everywhere) -> RecordRead:
    """Your record over all your work, whoever it was for: ten fields, and seven of each brief."""
    creator_id = ctx.actor.creator_id
    row = await market.creator(ctx, creator_id) if creator_id else None
    if row is None:
        raise NoCreator(remedy="Apply as a creator first.")
    offers = {one.brief_id: one for one in await market.everywhere(ctx)}
    found = await market.records(ctx)
    blameless = {one.brief_id for one in offers.values() if one.fault == "brief"}
    briefs = [_brief(one) for one in found]
    score = score_of(row, found, ctx)
    counted = [one for one in briefs if one.brief_id not in blameless]
    return RecordRead(
        record=Record(
            creator_id=row.id, specializations=row.specializations,
            artifact_types=row.artifact_types, tier=row.tier,
            performance_score=score.mean, capacity=row.capacity,
            total_briefs_completed=row.total_briefs_completed + len(found),
            acceptance_rate=accepted_share([one.status for one in offers.values()]),
            avg_delivery_time=mean([one.delivery_time for one in briefs]),
            revision_rate=mean([float(one.revision_count) for one in counted]),
        ),
        briefs=briefs, standing=standing(row.tier, score),
    )  # fmt: skip


async def _earning(ctx: Ctx, row: Any, paid: dict[tuple[UUID, str], Any], record: Any) -> Earning:
    kept = await plans.brief(ctx, row.brief_id)
    brief = brief_of(kept)
    fee = portion(row.fee_cents, row.paid_percent)
    platform, net = shares(fee)
    base, extra = paid.get((row.id, "base")), paid.get((row.id, "bonus"))
    async with as_worker(ctx) as house:  # what a bonus waits for is the business's to know
        artifact = await plans.artifact(house, kept.artifact_id)
        currency = (await plans.one_map(house, artifact.map_id)).currency
        settles = await schedule.waiting(house, SettleBonus(assignment_id=row.id))
    came_to = settlement_of(record)
    standing: Standing = "released" if base else standing_of(row.status)
    bonus: BonusStanding = "none"
    if row.bonus_cents and standing == "held":
        bonus = "open"
    elif row.bonus_cents and standing == "released":
        bonus = "paid" if extra else bonus_standing(came_to, waits=settles is not None)
    return Earning(
        id=row.id, title=brief.title, artifact_type=kept.artifact_type, status=row.status,
        standing=standing, currency=currency, fee_cents=fee, platform_cents=platform,
        net_cents=net, paid_at=base.paid_at if base else None, bonus_cents=row.bonus_cents,
        bonus=bonus, bonus_metric=brief.success.metric,
        bonus_on=settles.date() if settles else brief.success.measured_on,
        bonus_paid_at=extra.paid_at if extra else None, settlement=came_to,
    )  # fmt: skip


def bonus_standing(came_to: Settlement | None, *, waits: bool) -> BonusStanding:
    """Where the bonus of passed work stands as long as it is not paid."""
    if came_to is None:
        return "pending" if waits else "not_reached"
    if came_to.known == "given_up":
        return "given_up"
    return "not_reached" if came_to.known == "measured" else "not_known"


def settlement_of(record: Any) -> Settlement | None:
    kept = (record.artifact_performance or {}).get("bonus") if record else None
    return Settlement.model_validate(kept) if kept else None


def _brief(row: Any) -> BriefRecord:
    made = row.artifact_performance or {}
    fields = ("brief_id", "creator_id", "quality_score", "delivery_time", "revision_count",
              "customer_satisfaction")  # fmt: skip
    return BriefRecord(
        **{name: getattr(row, name) for name in fields}, artifact_performance=made.get("outcome")
    )
