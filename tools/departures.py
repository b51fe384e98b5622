"""Departures: a creator leaves Refleqt, and what is kept of them goes with them.

All of it is one transaction. Offers are locked before the creator's own row, as when one is taken:
of somebody who takes an offer beside the departure, either that or the departure is refused.
"""

from dataclasses import asdict, replace
from uuid import UUID

from pydantic import Field

from domain.access import worker_for
from domain.assignments import AT_WORK, OPEN
from domain.departures import InTheWay, NotTheirName, must_be_settled
from domain.erasure import same_name
from memory import blobs, departures, market, moves, wiping
from memory.ctx import Ctx, on_behalf
from tools.base import Answer, Everywhere, tool
from tools.earnings import NoCreator, creator_of
from tools.offers import OfferAnswer, answer_offer


class Leaving(Everywhere):
    """The name that the creator goes by here, typed."""

    name: str = Field(min_length=1, max_length=200)


class DepartureRead(Answer):
    """What has to be settled before you may leave, and how many offers would be declined."""

    name: str
    disputes: int
    work: int
    bids: int
    unpaid: int
    waiting: int


class Departed(Answer):
    """What went: offers that were declined, and whether the account itself is gone.

    An account that belongs to a business too, or runs or vets here, stays.
    """

    declined: int
    account_deleted: bool


@tool("earnings:read")
async def read_departure(ctx: Ctx, ask: Everywhere) -> DepartureRead:
    """What stands in the way of leaving Refleqt, and what would be declined."""
    own = await market.creator(ctx, creator_of(ctx))
    if own is None:
        raise NoCreator(remedy="Apply as a creator first.")
    offers = await market.everywhere(ctx)
    waiting = sum(row.status in OPEN and ctx.at < row.expires_at for row in offers)
    return DepartureRead(name=own.name, **asdict(await _in_the_way(ctx)), waiting=waiting)


@tool("creators:leave")
async def leave_refleqt(ctx: Ctx, ask: Leaving) -> Departed:
    """Leave Refleqt for good: you are offered nothing more, and what is kept of you goes."""
    own = await market.creator(ctx, creator_of(ctx))
    if own is None or own.left_at is not None:
        raise NoCreator(remedy="Apply as a creator first.")
    if not same_name(ask.name, own.name):
        raise NotTheirName(remedy="Type it as the page shows it.", field="name")
    must_be_settled(await _in_the_way(ctx))
    houses = await departures.houses(ctx)
    declined = sum([await _decline(ctx, house) for house in houses])
    own = await departures.alone(ctx, own.id)
    must_be_settled(await _in_the_way(ctx))  # an offer may have been taken meanwhile
    await departures.empty_seat(ctx, own.id)
    await departures.forget_person(ctx)
    for house in houses:
        await _clear(ctx, house, own.id, own.user_id)
    return Departed(declined=declined, account_deleted=await _drop_account(ctx, own.user_id))


async def _in_the_way(ctx: Ctx) -> InTheWay:
    states = [row.status for row in await market.everywhere(ctx)]
    paid = [row.status for row in await moves.every(ctx) if row.kind == "transfer"]
    return InTheWay(
        disputes=await departures.open_disputes(ctx),
        work=sum(state in AT_WORK for state in states),
        bids=states.count("bid"),
        unpaid=sum(state not in ("done", "over") for state in paid),
    )


async def _decline(ctx: Ctx, house: UUID) -> int:
    """Say no to the offers of a business that wait; one that ran out is closed by its own job."""
    found = 0
    async with on_behalf(ctx, replace(ctx.actor, business_id=house)) as desk:
        for one in await market.assignments_that_are(desk, *OPEN):
            row = await market.assignment(desk, one.id)
            if row is not None and row.status in OPEN and desk.at < row.expires_at:
                await answer_offer(desk, OfferAnswer(assignment_id=row.id, accept=False))
                found += 1
    return found


async def _clear(ctx: Ctx, house: UUID, creator_id: UUID, user_id: UUID | None) -> None:
    async with on_behalf(ctx, worker_for(house)) as there:
        for name in await departures.clear(there, creator_id, user_id):
            await blobs.forget(there, name)


async def _drop_account(ctx: Ctx, user_id: UUID | None) -> bool:
    """Sign the person out everywhere, and delete an account that is needed nowhere else."""
    if user_id is None:
        return False
    await wiping.sign_out(ctx, user_id)
    return await wiping.drop_person(ctx, user_id)
