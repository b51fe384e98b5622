"""Offers: make one, take or decline it, hand work in, let it lapse."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from core.errors import NotFound
from core.ids import derived_id
from domain import assignments, bonuses
from domain.assignments import DECIDE_WITHIN, OPEN, Assignment, NoRoomLeft
from domain.bonuses import BonusTerms
from domain.brief_text import render
from domain.briefs import Brief, acceptance
from domain.deals import (
    BidsAsked,
    DeliverableSubmitted,
    OfferAccepted,
    OfferClosed,
    OfferMade,
    OfferRunsOut,
)
from domain.earnings import shares
from domain.work import ExpireOffers, RemindCreator
from memory import events, market, outcomes, plans, schedule
from memory.ctx import Ctx, as_worker
from tools.base import Answer, Ask, tool
from tools.briefs import Listing, brief_of, known, terms_of

TAKEN_BACK = "An offer that was taken back"
"""The title of an offer whose brief its creator is shown no more."""
AiUse = Literal["none", "assisted", "generated"]


class NoSuchOffer(NotFound):
    """There is no such offer for you."""


class TakenBack(NotFound):
    """This offer was taken back before anybody took it."""


class Offer(Ask):
    """A brief for the next creator in rank: why this one, at what fee in minor units."""

    brief_id: UUID
    creator_id: UUID
    rank: int = Field(ge=1)
    fee_cents: int = Field(gt=0)
    for_founder: str
    for_creator: str
    score: float


class OfferAnswer(Ask):
    """A creator's answer to an offer."""

    assignment_id: UUID
    accept: bool
    reason: str = Field(default="", max_length=500)
    kind: Literal["", "brief", "time", "fee"] = Field(
        default="", description="What a no is about: the brief, no time, or the fee"
    )


class Work(Ask):
    """A finished piece of work, as text; `ai_use` says how much of it a machine wrote."""

    assignment_id: UUID
    text: str = Field(min_length=1, max_length=200_000)
    ai_use: AiUse = "none"
    note: str = Field(default="", max_length=2_000, description="For whoever reviews it")


class Offered(Ask):
    """An offer by its id."""

    assignment_id: UUID


class OfferLine(Answer):
    """An offer, as its creator or the founder sees it; money in minor units."""

    id: UUID
    brief_id: UUID
    creator_id: UUID
    status: str
    rank: int
    artifact_type: str
    fee_cents: int
    bonus_cents: int
    bid_cents: int | None
    currency: str
    offered_at: datetime
    answer_by: datetime
    revisions: int
    answered_at: datetime | None
    delivered_at: datetime | None
    decline_kind: str
    fault: str
    decide_by: datetime | None
    title: str
    due: date
    bonus_terms: BonusTerms
    why: str
    text: str


class OfferDetail(Answer):
    """An offer on one screen: its terms, the blind brief in parts, and what acceptance asks for."""

    line: OfferLine
    brief: Brief
    acceptance: list[str]
    platform_cents: int
    net_cents: int
    open_now: bool


class OfferList(Answer):
    """Offers, first offered first."""

    items: list[OfferLine]


class HandedIn(Answer):
    """The version that was handed in."""

    deliverable_id: UUID
    version: int


@tool("market:match")
async def offer(ctx: Ctx, ask: Offer) -> OfferLine:
    """Offer a brief to a creator, who has 24 hours to answer."""
    for row in await market.assignments_of(ctx, ask.brief_id):
        if row.status == "offered" and ctx.at >= row.expires_at:
            await lapse(ctx, row.id)
    before = [state_of(row) for row in await market.assignments_of(ctx, ask.brief_id)]
    made = assignments.offer(str(ask.brief_id), str(ask.creator_id), ctx.at, tuple(before))
    assignment_id = await begin(ctx, ask, made)
    await schedule.wait_until(ctx, made.answer_by, ExpireOffers(assignment_id=assignment_id))
    return await line_of(ctx, await open_offer(ctx, assignment_id))


async def begin(ctx: Ctx, ask: Offer, made: Assignment) -> UUID:
    """Write down what a creator is asked, with a reminder; asked twice it is asked once."""
    brief = await known(ctx, ask.brief_id)
    assignment_id = derived_id(ask.brief_id, "offer", ask.creator_id)
    row = {
        "id": assignment_id, "brief_id": ask.brief_id, "creator_id": ask.creator_id,
        "rank": ask.rank, "status": made.state, "reason": ask.for_founder,
        "fee_cents": ask.fee_cents, "bonus_cents": brief.bonus_cents,
        "because": {
            "score": round(ask.score, 4), "for_creator": ask.for_creator,
            "currency": await _currency(ctx, brief),
        },
        "offered_at": made.offered_at, "expires_at": made.answer_by,
    }  # fmt: skip
    if await market.keep_assignment(ctx, row):
        await outcomes.link(
            ctx, "assignment", assignment_id, [("brief", ask.brief_id, "offered this brief")]
        )
        await schedule.wait_until(ctx, made.remind_at, RemindCreator(assignment_id=assignment_id))
        fact = BidsAsked if made.state == "invited" else OfferMade
        await events.record(ctx, fact(assignment_id=assignment_id))
    return assignment_id


async def remind(ctx: Ctx, assignment_id: UUID) -> None:
    """Say once that an offer is about to run out; what was answered needs no word."""
    row = await market.assignment(ctx, assignment_id)
    if row is not None and row.status in OPEN and ctx.at < row.expires_at:
        await events.record(ctx, OfferRunsOut(assignment_id=row.id))


@tool("offers:answer")
async def answer_offer(ctx: Ctx, ask: OfferAnswer) -> OfferLine:
    """Take or decline an offer that was made to you."""
    row = await open_offer(ctx, ask.assignment_id)
    who = str(ctx.actor.creator_id or row.creator_id)
    turn = assignments.accept if ask.accept else assignments.decline
    after = turn(state_of(row), who, ctx.at)
    if ask.accept and not await market.take_on(ctx, row.creator_id):
        raise NoRoomLeft(
            remedy="Finish a piece first; this offer waits as long as it says.",
            field="assignment_id", value=str(row.id),
        )  # fmt: skip
    await no_more_waiting(ctx, row.id)
    await market.change_assignment(
        ctx, row.id, status=after.state, answered_at=ctx.at, decline_reason=ask.reason or None,
        decline_kind=ask.kind or None,
    )  # fmt: skip
    if ask.accept:
        await events.record(ctx, OfferAccepted(assignment_id=row.id))
    else:
        await closed(ctx, row, after.state)
    return await line_of(ctx, await open_offer(ctx, ask.assignment_id))


@tool("work:deliver")
async def deliver(ctx: Ctx, ask: Work) -> HandedIn:
    """Hand in a piece of work; the review follows by itself."""
    row = await open_offer(ctx, ask.assignment_id)
    return await hand_in(ctx, row, {"text": ask.text, "ai_use": ask.ai_use, "note": ask.note})


@tool("offers:read")
async def list_offers(ctx: Ctx, ask: Listing) -> OfferList:
    """The offers made to you, with their briefs."""
    return OfferList(items=await _lines(ctx, await market.all_assignments(ctx), ask.text))


@tool("offers:read")
async def read_offer(ctx: Ctx, ask: Offered) -> OfferDetail:
    """One offer made to you, whole: why you, the brief, the fee, the bonus and until when."""
    row = await open_offer(ctx, ask.assignment_id)
    kept = await plans.brief(ctx, row.brief_id)
    if _hidden(ctx, row, kept):
        raise TakenBack(remedy="Nothing of it counts against you.", field="assignment_id",
                        value=str(row.id))  # fmt: skip
    brief = brief_of(kept)
    platform, net = shares(row.fee_cents)
    return OfferDetail(
        line=_line(ctx, row, kept, brief, render(brief)), brief=brief,
        acceptance=[*acceptance(brief)],
        platform_cents=platform, net_cents=net,
        open_now=row.status in OPEN and ctx.at < row.expires_at,
    )  # fmt: skip


@tool("market:read")
async def list_assignments(ctx: Ctx, ask: Listing) -> OfferList:
    """To whom this business's briefs were offered, why, and where each stands."""
    return OfferList(items=await _lines(ctx, await market.all_assignments(ctx), ask.text))


async def hand_in(ctx: Ctx, row: Any, given: dict[str, Any]) -> HandedIn:
    """Keep the next version of a piece of work; `given` are fields of its row, `text` at least."""
    after = assignments.deliver(state_of(row), ctx.at)
    version = len(await market.deliverables_of(ctx, row.id)) + 1
    deliverable_id = derived_id(row.id, "deliverable", version)
    handed = {
        "id": deliverable_id, "assignment_id": row.id, "creator_id": row.creator_id,
        "version": version, **given,
    }  # fmt: skip
    await market.keep_deliverable(ctx, handed)
    await market.change_assignment(ctx, row.id, status=after.state, delivered_at=ctx.at)
    why = f"version {version} of this work"
    await outcomes.link(ctx, "deliverable", deliverable_id, [("assignment", row.id, why)])
    await events.record(ctx, DeliverableSubmitted(deliverable_id=deliverable_id))
    return HandedIn(deliverable_id=deliverable_id, version=version)


async def lapse(ctx: Ctx, assignment_id: UUID) -> None:
    """Close an offer that nobody answered in time; one that was answered stays as it is."""
    row = await market.assignment(ctx, assignment_id)
    if row is None or row.status != "offered":
        return
    after = assignments.expire(state_of(row), ctx.at)
    await market.change_assignment(ctx, row.id, status=after.state)
    await closed(ctx, row, after.state)


async def take_back(ctx: Ctx, brief_id: UUID) -> list[UUID]:
    """End whatever was asked of creators about a brief and is not settled; the assignments.

    Raises `WorkUnderWay` where somebody is at work.
    """
    ended = []
    for one in await market.assignments_of(ctx, brief_id):
        row = await market.assignment(ctx, one.id)
        after = assignments.withdraw(state_of(row))
        if after.state != row.status:
            await market.change_assignment(ctx, row.id, status=after.state)
            await no_more_waiting(ctx, row.id)
            ended.append(row.id)
    return ended


async def no_more_waiting(ctx: Ctx, assignment_id: UUID) -> None:
    """An answer is there: neither its end nor a reminder need come."""
    async with as_worker(ctx) as house:  # a clock is the house's to stop
        await schedule.cancel(house, ExpireOffers(assignment_id=assignment_id))
        await schedule.cancel(house, RemindCreator(assignment_id=assignment_id))


async def open_offer(ctx: Ctx, assignment_id: UUID) -> Any:
    """The row of an assignment that the actor may see. Raises `NoSuchOffer`."""
    row = await market.assignment(ctx, assignment_id)
    if row is None:
        raise NoSuchOffer(f"{assignment_id}.", field="assignment_id", value=str(assignment_id))
    return row


def state_of(row: Any) -> Assignment:
    """An assignment as the rules see it; `revisions` counts failed reviews."""
    failed = assignments.Review(passed=False, at=row.offered_at, fault="work")
    passed = assignments.Review(passed=True, at=row.passed_at or row.offered_at)
    return Assignment(
        brief=str(row.brief_id), creator=str(row.creator_id), offered_at=row.offered_at,
        state=row.status, answered_at=row.answered_at, delivered_at=row.delivered_at,
        reviews=(failed,) * row.revisions + ((passed,) if row.status == "passed" else ()),
    )  # fmt: skip


async def _currency(ctx: Ctx, brief: Any) -> str:
    """The currency of the map that a brief belongs to."""
    artifact = await plans.artifact(ctx, brief.artifact_id)
    return (await plans.one_map(ctx, artifact.map_id)).currency


async def closed(ctx: Ctx, row: Any, outcome: str) -> None:
    """Record that an offer ended without work."""
    fact = OfferClosed(assignment_id=row.id, brief_id=row.brief_id, outcome=outcome)
    await events.record(ctx, fact)


async def line_of(ctx: Ctx, row: Any) -> OfferLine:
    """One offer as a line."""
    return (await _lines(ctx, [row]))[0]


async def _lines(ctx: Ctx, rows: Sequence[Any], whole: bool = True) -> list[OfferLine]:
    """Each offer as a line; what is offered several times is read and written out once."""
    known = {row.id: row for row in await plans.briefs(ctx, [*{row.brief_id for row in rows}])}
    said = {one: brief_of(brief) for one, brief in known.items()}
    texts = {one: render(brief) if whole else "" for one, brief in said.items()}
    return [
        _line(ctx, row, known[row.brief_id], said[row.brief_id], texts[row.brief_id])
        for row in rows
    ]


def _hidden(ctx: Ctx, row: Any, brief: Any) -> bool:
    """Whether a creator is shown no word of a brief any more: it was taken back for its words."""
    taken_back = row.status == "withdrawn" and brief.status == "blocked"
    return ctx.actor.role == "creator" and taken_back


def _unsealed(ctx: Ctx, row: Any) -> int | None:
    """A bid, to whoever made it; to the founder once the bidding is over."""
    return row.bid_cents if ctx.actor.role == "creator" or row.status != "bid" else None


def _line(ctx: Ctx, row: Any, brief: Any, said: Brief, text: str) -> OfferLine:
    currency = row.because.get("currency", "USD")
    terms = terms_of(brief) or bonuses.frozen(said.success, row.bonus_cents, currency, said.due)
    decide_by = row.escalated_at + DECIDE_WITHIN if row.status == "escalated" else None
    why = row.because["for_creator"] if ctx.actor.role == "creator" else row.reason
    hidden = _hidden(ctx, row, brief)
    return OfferLine(
        id=row.id, brief_id=row.brief_id, creator_id=row.creator_id, status=row.status,
        rank=row.rank, artifact_type=brief.artifact_type, fee_cents=row.fee_cents,
        bonus_cents=row.bonus_cents, bid_cents=_unsealed(ctx, row),
        currency=currency,
        offered_at=row.offered_at, answer_by=row.expires_at,
        revisions=row.revisions, answered_at=row.answered_at, delivered_at=row.delivered_at,
        decline_kind=row.decline_kind or "", fault=row.fault or "", decide_by=decide_by,
        title=TAKEN_BACK if hidden else said.title, due=said.due, bonus_terms=terms, why=why,
        text="" if hidden else text,
    )  # fmt: skip
