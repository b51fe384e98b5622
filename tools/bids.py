"""Sealed bids for premium work: the three best in rank are asked, and nobody sees another's bid.

The bidding ends when all have answered, or after 24 elapsed hours. The bid that gives most for its
price has the work; a bid is binding, so its creator need not be asked again.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from pydantic import Field

from domain import assignments
from domain.amounts import in_words
from domain.assignments import NoRoomLeft
from domain.deals import BidLost, OfferAccepted
from domain.matching import Bid, award
from domain.work import CloseBids
from memory import events, market, plans, schedule
from memory.ctx import Ctx, as_worker
from tools.base import Ask, tool
from tools.offers import (
    Offer,
    OfferLine,
    begin,
    closed,
    line_of,
    no_more_waiting,
    open_offer,
    state_of,
)


class SealedBid(Ask):
    """What you would make a piece for, in minor units; it is given once, and it binds you."""

    assignment_id: UUID
    amount_cents: int = Field(gt=0, le=100_000_000)


async def ask_for_bids(ctx: Ctx, best: Sequence[Offer]) -> None:
    """Ask the best in rank for sealed bids on one brief; `fee_cents` is the most they may bid."""
    before = [state_of(row) for row in await market.assignments_of(ctx, best[0].brief_id)]
    for one in best:
        made = assignments.invite(str(one.brief_id), str(one.creator_id), ctx.at, tuple(before))
        before.append(made)
        await begin(ctx, one, made)
    ends = CloseBids(brief_id=best[0].brief_id, asked=best[-1].rank)
    await schedule.wait_until(ctx, before[-1].answer_by, ends)


@tool("offers:answer")
async def place_bid(ctx: Ctx, ask: SealedBid) -> OfferLine:
    """Send a sealed bid for work that you were asked about; nobody else sees it meanwhile."""
    row = await open_offer(ctx, ask.assignment_id)
    who = str(ctx.actor.creator_id or row.creator_id)
    after = assignments.bid(state_of(row), who, ask.amount_cents, row.fee_cents, ctx.at)
    own = await market.creator(ctx, row.creator_id)
    if own.active_briefs >= own.capacity:
        raise NoRoomLeft(
            remedy="Finish a piece first; you can bid as long as it says.",
            field="assignment_id", value=str(row.id),
        )  # fmt: skip
    await no_more_waiting(ctx, row.id)
    await market.change_assignment(
        ctx, row.id, status=after.state, answered_at=ctx.at, bid_cents=ask.amount_cents
    )
    async with as_worker(ctx) as house:  # of the others, a creator sees nothing
        await close_bids(house, row.brief_id)
    return await line_of(ctx, await open_offer(ctx, row.id))


async def close_bids(ctx: Ctx, brief_id: UUID) -> None:
    """End the bidding where all have answered or the time is over; otherwise nothing happens."""
    brief = await plans.brief_alone(ctx, brief_id)
    rows = [row for row in await market.assignments_of(ctx, brief_id)
            if row.status in ("invited", "bid")]  # fmt: skip
    waiting = [row for row in rows if row.status == "invited"]
    if not rows or any(ctx.at < row.expires_at for row in waiting):
        return
    await schedule.cancel(ctx, CloseBids(brief_id=brief_id, asked=max(row.rank for row in rows)))
    for row in waiting:
        await market.change_assignment(ctx, row.id, status="expired")
    bids = [row for row in rows if row.status == "bid"]
    winner = await _winner(ctx, bids, brief.fee_cents)
    for row in bids:
        won = winner is not None and row.id == winner.id
        said = _reasons(row, bids, winner, brief.fee_cents)
        after = assignments.award(state_of(row), won=won)
        values: dict[str, Any] = {"fee_cents": row.bid_cents} if won else {}
        await market.change_assignment(ctx, row.id, status=after.state, **values, **said)
        fact = OfferAccepted if won else BidLost
        await events.record(ctx, fact(assignment_id=row.id))
    if winner is None:
        await closed(ctx, rows[-1], "outbid" if bids else "expired")


async def _winner(ctx: Ctx, bids: Sequence[Any], budget: int) -> Any:
    """The best bid whose creator has room, with that room taken; None where there is none."""
    left = list(bids)
    while left:
        scores = {str(row.creator_id): float(row.because["score"]) for row in left}
        best = award([Bid(str(row.creator_id), row.bid_cents) for row in left], scores, budget)
        row = next((row for row in left if best and str(row.creator_id) == best.creator), None)
        if row is None or await market.take_on(ctx, row.creator_id):
            return row
        left.remove(row)
    return None


def _reasons(row: Any, bids: Sequence[Any], winner: Any, budget: int) -> dict[str, Any]:
    """Why this bid was chosen or not: to the founder with all figures, to creators with theirs."""
    code = row.because.get("currency", "USD")
    own = in_words(row.bid_cents, code)
    told = f"{len(bids)} sealed bid{'s' if len(bids) > 1 else ''}"
    if winner is not None and row.id == winner.id:
        founder = f"Chosen of {told}: {own} of {in_words(budget, code)}, for the most worth. "
        creator = f"Your bid of {own} gave most for its price among {told}. "
    else:
        founder = f"Bid {own}; another gave more for its price. "
        creator = f"Another of {told} gave more for its price than yours of {own}. "
    because = {**row.because, "for_creator": creator + row.because["for_creator"]}
    return {"reason": founder + row.reason, "because": because}
