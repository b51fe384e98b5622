"""Reviews: judge what was handed in, and what follows from it."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from pydantic import Field

from core.errors import Conflict, NotFound
from core.ids import derived_id
from domain import assignments
from domain.assignments import Review
from domain.briefs import merge_brand
from domain.calendar import REVIEW_AFTER
from domain.events import DeliverablePassed, OfferClosed, RevisionAsked
from domain.imports import CalendarRow
from domain.maps import Artifact
from domain.reviews import Judgement
from domain.work import SettleBonus
from memory import calendar, events, market, outcomes, people, plans, schedule
from memory.ctx import Ctx, as_worker
from tools.base import Answer, Ask, tool
from tools.briefs import brief_of
from tools.calendar import Entries, save_entries
from tools.offers import open_offer, state_of
from tools.payments import AssignmentId, pay_creator

PUBLISH_AFTER = timedelta(days=1)


class NoSuchDeliverable(NotFound):
    """There is no such piece of work here."""


class ReviewedAlready(Conflict):
    """This version was reviewed already."""


class Judged(Ask):
    """The review of a version that was handed in."""

    deliverable_id: UUID
    judgement: Judgement


class Decision(Ask):
    """A person's decision on work that failed three reviews."""

    assignment_id: UUID
    passed: bool
    notes: str = Field("", max_length=2000)


class Reviewed(Answer):
    """Where the assignment stands, what was paid in minor units, and the entry it became."""

    assignment_id: UUID
    status: str
    paid_cents: int
    entry_id: UUID | None


class Finished(Answer):
    """Passed work, ready to publish, with its review."""

    assignment_id: UUID
    text: str
    review: Judgement


@tool("work:review")
async def record_review(ctx: Ctx, ask: Judged) -> Reviewed:
    """Keep a review: passed work is paid and planned, the rest goes back with notes."""
    handed = await _unjudged(ctx, ask.deliverable_id)
    row = await open_offer(ctx, handed.assignment_id)
    result = Review(
        passed=ask.judgement.passed, at=ctx.at, fault=None if ask.judgement.passed else "work",
        notes=" ".join(ask.judgement.notes),
    )  # fmt: skip
    after = assignments.review(state_of(row), result)
    review = ask.judgement.model_dump(mode="json")
    await market.judge_deliverable(ctx, handed.id, ask.judgement.passed, review)
    await market.change_assignment(ctx, row.id, status=after.state, revisions=after.revisions)
    if after.state != "passed":
        fact = RevisionAsked(assignment_id=row.id, deliverable_id=handed.id)
        await events.record(ctx, fact)
        return Reviewed(assignment_id=row.id, status=after.state, paid_cents=0, entry_id=None)
    async with as_worker(ctx) as worker:
        return await _accept(worker, row, handed, ask.judgement.score)


@tool("market:write")
async def decide_escalated(ctx: Ctx, ask: Decision) -> Reviewed:
    """Decide on work that failed three reviews: it passes after all, or is closed unpaid."""
    row = await open_offer(ctx, ask.assignment_id)
    result = Review(passed=ask.passed, at=ctx.at, notes=ask.notes)
    after = assignments.decide(state_of(row), result)
    await market.change_assignment(ctx, row.id, status=after.state)
    if after.state != "passed":
        await market.add_load(ctx, row.creator_id, -1)
        fact = OfferClosed(assignment_id=row.id, brief_id=row.brief_id, outcome=after.state)
        await events.record(ctx, fact)
        return Reviewed(assignment_id=row.id, status=after.state, paid_cents=0, entry_id=None)
    handed = (await market.deliverables_of(ctx, row.id))[-1]
    return await _accept(ctx, row, handed, 0.5)


@tool("plans:read")
async def read_work(ctx: Ctx, ask: AssignmentId) -> Finished:
    """The last version of passed work, with the business's name where the token stood."""
    row = await open_offer(ctx, ask.assignment_id)
    assignments.must_be_payable(state_of(row))
    handed = (await market.deliverables_of(ctx, row.id))[-1]
    business = await people.business(ctx)
    text = merge_brand(handed.text, {"BRAND": business.name if business else ""}, review="passed")
    return Finished(assignment_id=row.id, text=text, review=handed.review)


async def _unjudged(ctx: Ctx, deliverable_id: UUID) -> Any:
    """A version that waits for its review. Raises `NoSuchDeliverable` or `ReviewedAlready`."""
    row = await market.deliverable(ctx, deliverable_id)
    if row is None:
        raise NoSuchDeliverable(
            f"{deliverable_id}.", field="deliverable_id", value=str(deliverable_id)
        )
    if row.passed is not None:
        word = "passed" if row.passed else "went back for a revision"
        raise ReviewedAlready(
            f"Version {row.version} {word}.", remedy="Review the version handed in last.",
            field="deliverable_id", value=str(deliverable_id),
        )  # fmt: skip
    return row


async def _accept(ctx: Ctx, row: Any, handed: Any, score: float) -> Reviewed:
    """Pay, keep the creator's record, put the finished piece on the calendar."""
    await market.change_assignment(ctx, row.id, passed_at=ctx.at)
    await market.add_load(ctx, row.creator_id, -1)
    brief = await plans.brief(ctx, row.brief_id)
    record = {
        "brief_id": row.brief_id, "creator_id": row.creator_id, "quality_score": score,
        "delivery_time": (ctx.at - row.answered_at).total_seconds() / 3600,
        "revision_count": row.revisions,
        "artifact_performance": {
            "artifact_type": brief.artifact_type, "specialization": brief.specialization,
        },
    }  # fmt: skip
    await market.keep_record(ctx, record)
    await events.record(ctx, DeliverablePassed(assignment_id=row.id, deliverable_id=handed.id))
    paid = await pay_creator(ctx, AssignmentId(assignment_id=row.id))
    entry_id = await _plan(ctx, row, brief, handed)
    return Reviewed(
        assignment_id=row.id, status="passed", paid_cents=paid.paid_cents, entry_id=entry_id
    )


async def _plan(ctx: Ctx, row: Any, brief: Any, handed: Any) -> UUID:
    """The piece on the calendar, with its UTM triple, and the day on which the bonus is settled."""
    artifact = await plans.artifact(ctx, brief.artifact_id)
    outline = Artifact.model_validate(artifact.outline)
    day = max(outline.due_on, ctx.at.date() + PUBLISH_AFTER)
    entry = _entry(artifact, outline, day, await _segment(ctx, artifact.map_id))
    await save_entries(ctx, Entries(entries=[entry]))
    entry_id = calendar.entry_id(ctx, entry.id)
    await plans.publish_artifact(ctx, artifact.id, entry_id)
    evidence = [("brief", brief.id, "made to this brief"), ("deliverable", handed.id, "its text")]
    await outcomes.link(ctx, "entry", entry_id, evidence)
    frozen = brief_of(brief).success.measured_on
    settled = max(frozen, day + REVIEW_AFTER)
    midday = ctx.at.replace(hour=12, minute=0, second=0, microsecond=0)
    due_at = midday + (settled - ctx.at.date())
    await schedule.wait_until(ctx, due_at, SettleBonus(assignment_id=row.id))
    return entry_id


async def _segment(ctx: Ctx, map_id: UUID) -> str:
    return (await plans.one_map(ctx, map_id)).segment or ""


def _entry(artifact: Any, outline: Artifact, day: date, segment: str) -> CalendarRow:
    key = f"map-{derived_id(artifact.id, 'entry').hex[:10]}"
    return CalendarRow.model_validate(
        {
            "id": key, "title": outline.title, "artifact_type": outline.artifact_type,
            "status": "scheduled", "publish_on": day,
            "channel": outline.channel, "funnel_stage": outline.funnel_stage,
            "segment": segment, "angle": outline.angle, "utm_source": outline.channel,
            "utm_medium": outline.artifact_type, "utm_campaign": key,
            "cost_cents": artifact.price_cents, "strategic_intent": outline.role,
        }
    )  # fmt: skip
