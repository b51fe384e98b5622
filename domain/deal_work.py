"""Work of the marketplace: offers and their clocks, bids, reviews, money (see `domain/work.py`)."""

from uuid import UUID

from domain.disputes import Turn
from domain.pieces import Work


class OfferBrief(Work):
    """Offer a brief to the next creator in rank."""

    priority = 1
    brief_id: UUID


class ExpireOffers(Work):
    """Close an offer that nobody answered in 24 hours."""

    goes_on = True
    assignment_id: UUID


class RemindCreator(Work):
    """Tell a creator that an offer runs out in six hours; one that was answered needs no word."""

    goes_on = True
    assignment_id: UUID


class CloseBids(Work):
    """The time for sealed bids on a brief is over: the best one has it (`asked` tells rounds)."""

    goes_on = True
    priority = 1
    brief_id: UUID
    asked: int


class ReviewDeliverable(Work):
    """Check what a creator handed in."""

    goes_on = True
    priority = 1
    deliverable_id: UUID


class ReleaseWork(Work):
    """Pass work that waits for a person and that nobody decided on in time."""

    goes_on = True
    assignment_id: UUID


class TendDispute(Work):
    """Tell in a dispute whose turn it is; one that was decided needs no word."""

    goes_on = True
    assignment_id: UUID
    turn: Turn


class UpdateTiers(Work):
    """Give creators the tier that their last 90 days make."""

    priority = 3
    goes_on = True
    day: str


class RecheckBriefs(Work):
    """Read briefs that are out again, by what is known of the business now."""

    priority = 1
    cause: str


class EndHold(Work):
    """Held funds may be held no longer: what is owed is paid, the rest goes back."""

    goes_on = True
    priority = 1
    map_id: UUID


class SettleBonus(Work):
    """Thirty days after publication: was the promised result reached?"""

    priority = 3
    goes_on = True
    assignment_id: UUID


class IssueInvoices(Work):
    """Issue the documents that the ledger calls for; `cause` says which fact made them due."""

    goes_on = True
    cause: str


class MoveMoney(Work):
    """Ask the payment provider for a payment, a transfer or a refund that is wanted.

    `attempt` keeps one that is wanted anew apart from the job that ends with its refusal.
    """

    goes_on = True
    detached = True
    priority = 1
    move_id: UUID
    attempt: int = 0
