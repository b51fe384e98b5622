"""A departure: a creator leaves for good. What has to be settled first.

Offers that merely wait are declined; a bonus that nobody measured yet is given up. What a business
accepted and paid for stays with it, under a name of ours.
"""

from dataclasses import dataclass

from core.errors import BadInput, Conflict

NEUTRAL = "A creator who left"
"""The name in a creator's row once they left."""


class NotTheirName(BadInput):
    """That is not the name that you go by here."""


class DisputeOpen(Conflict):
    """A dispute about your work is open."""


class WorkOpen(Conflict):
    """You have work that is not finished."""


class BidStands(Conflict):
    """A bid of yours stands in a sealed round."""


class NotPaidOut(Conflict):
    """You earned money that is not paid out yet."""


@dataclass(frozen=True)
class InTheWay:
    """How much there is of what has to be settled before a creator leaves."""

    disputes: int = 0
    work: int = 0
    bids: int = 0
    unpaid: int = 0


def must_be_settled(found: InTheWay) -> None:
    """Raises `DisputeOpen`, `WorkOpen`, `BidStands` or `NotPaidOut`, with the way out."""
    if found.disputes:
        raise DisputeOpen(f"There are {found.disputes}." if found.disputes > 1 else "",
                          remedy="Wait for the decision; without one you are paid in seven days.",
                          value=found.disputes)  # fmt: skip
    if found.work:
        raise WorkOpen(f"There are {found.work} pieces." if found.work > 1 else "",
                       remedy="Hand it in and let it be judged first.",
                       value=found.work)  # fmt: skip
    if found.bids:
        raise BidStands(remedy="Wait until the round is over, a day at most.", value=found.bids)
    if found.unpaid:
        raise NotPaidOut(remedy="Set up your payout account first, and leave once it is paid.",
                         value=found.unpaid)  # fmt: skip
