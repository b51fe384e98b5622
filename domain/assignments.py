"""An assignment: one brief offered to one creator, from the offer to the payment.

offered → accepted | declined | expired (24 elapsed hours) | withdrawn (by the founder); premium
work begins with sealed bids: invited → bid | declined | expired, and bid → accepted | outbid;
accepted → delivered → passed, or revision → delivered (twice at most), then escalated to a person,
who passes or closes it. A creator who holds a review for wrong may have a person decide earlier.
Where no person answers, the work passes by itself. Only `passed` may be paid; there is no step from
a failed review to money but a person's, or their silence.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal

from core.errors import BadInput, Conflict, NotAllowed

State = Literal[
    "invited",
    "bid",
    "outbid",
    "offered",
    "accepted",
    "declined",
    "expired",
    "delivered",
    "revision",
    "escalated",
    "passed",
    "closed",
    "withdrawn",
]
Fault = Literal["brief", "work"]
ANSWER_WITHIN = timedelta(hours=24)
REMIND_AFTER = timedelta(hours=18)
"""Whoever has not answered by then is told so once, six hours before the end."""
MAX_REVISIONS = 2
RATE_WITHIN = timedelta(days=30)
DECIDE_WITHIN = timedelta(days=7)
"""How long a person has to decide on escalated work; then it passes by itself (product X23)."""
FREE = frozenset({"declined", "expired", "closed", "withdrawn", "outbid"})
"""The states in which an assignment no longer keeps its brief."""
OPEN = frozenset({"offered", "invited"})
"""The states in which its creator may still answer."""
AT_WORK = frozenset({"accepted", "delivered", "revision", "escalated"})
"""The states in which somebody waits for work, or for a decision on it."""
HOLDS = ("offered", "accepted", "delivered", "revision", "escalated", "passed")
"""The states in which it keeps its brief: one of a brief at a time, as the database sees to."""


class OfferAlreadyAnswered(Conflict):
    """This offer was already answered."""


class OfferExpired(Conflict):
    """This offer was open for 24 hours and has ended."""


class BidAsked(Conflict):
    """This asks for a sealed bid, and is not simply taken."""


class OfferStillOpen(Conflict):
    """This offer may still be answered."""


class BidOutOfRange(BadInput):
    """A bid is above zero and at most what was set aside for the work."""


class NotYourOffer(NotAllowed):
    """This offer was made to somebody else."""


class NoRoomLeft(Conflict):
    """You have as much in work as you take on at once."""


class BriefAlreadyTaken(Conflict):
    """Another creator has this brief."""


class NothingToDeliver(Conflict):
    """Nothing is asked for just now."""


class NothingToReview(Conflict):
    """There is no deliverable that waits for a review."""


class TooManyRevisions(Conflict):
    """Two revisions are the most; a person decides now."""


class NotEscalated(Conflict):
    """Only an escalated assignment is decided by a person."""


class NothingToDispute(Conflict):
    """Only a review that asked for a revision, or work that waits for a decision, is disputed."""


class StillToDecide(Conflict):
    """There is time left to decide on this work."""


class WorkUnderWay(Conflict):
    """A creator is at work on this brief; it is not withdrawn any more."""


class RatingClosed(Conflict):
    """How content somebody was with this work stands now."""


class NotPassed(Conflict):
    """Only a passed deliverable is paid."""


class TimeWithoutZone(BadInput):
    """A time needs its zone, or a day of 23 hours would shorten an offer."""


@dataclass(frozen=True)
class Review:
    """The result of one review; `fault` says whose a failure is: the brief's or the work's."""

    passed: bool
    at: datetime
    fault: Fault | None = None
    notes: str = ""


@dataclass(frozen=True)
class Assignment:
    """What happened so far between one brief and one creator."""

    brief: str
    creator: str
    offered_at: datetime
    state: State = "offered"
    answered_at: datetime | None = None
    delivered_at: datetime | None = None
    reviews: tuple[Review, ...] = ()

    @property
    def revisions(self) -> int:
        """How often a revision was asked for."""
        return sum(not review.passed for review in self.reviews[:MAX_REVISIONS])

    @property
    def remind_at(self) -> datetime:
        """When a creator who has not answered is reminded."""
        return self.offered_at + REMIND_AFTER

    @property
    def answer_by(self) -> datetime:
        """The end of the offer: 24 elapsed hours, whatever clocks are put forward meanwhile."""
        return self.offered_at + ANSWER_WITHIN


def offer(
    brief: str, creator: str, now: datetime, others: tuple[Assignment, ...] = ()
) -> Assignment:
    """Offers a brief. `others` are its earlier assignments; never two open ones at once."""
    _aware(now)
    for other in others:
        open_offer = other.state == "offered" and now < other.answer_by
        if open_offer or other.state not in FREE | {"offered"}:
            raise BriefAlreadyTaken(f"Brief {brief} is with another creator: {other.state}.")
    return Assignment(brief, creator, now)


def accept(given: Assignment, creator: str, now: datetime) -> Assignment:
    """The creator takes the brief. Raises if it is answered, ended or somebody else's."""
    _answerable(given, creator, now)
    if given.state != "offered":
        raise BidAsked(remedy="Send a bid.")
    return replace(given, state="accepted", answered_at=now)


def decline(given: Assignment, creator: str, now: datetime) -> Assignment:
    """The creator passes; the next in rank is asked."""
    _answerable(given, creator, now)
    return replace(given, state="declined", answered_at=now)


def invite(
    brief: str, creator: str, now: datetime, others: tuple[Assignment, ...] = ()
) -> Assignment:
    """Asks for a sealed bid. `others` are those invited beside; nobody may hold the brief yet."""
    held = tuple(one for one in others if one.state not in ("invited", "bid"))
    return replace(offer(brief, creator, now, held), state="invited")


def bid(given: Assignment, creator: str, amount: int, budget: int, now: datetime) -> Assignment:
    """A sealed bid in minor units, given once and binding."""
    _answerable(given, creator, now)
    if given.state != "invited":
        raise OfferAlreadyAnswered("This one asks for no bid.")
    if not 0 < amount <= budget:
        raise BidOutOfRange(
            f"Got {amount}.", remedy=f"Bid at most {budget}.", field="amount_cents", value=amount
        )
    return replace(given, state="bid", answered_at=now)


def award(given: Assignment, *, won: bool) -> Assignment:
    """Ends the bidding for one who bid: the work is theirs, or another bid gave more."""
    if given.state != "bid":
        raise OfferAlreadyAnswered(f"It was {given.state}.")
    return replace(given, state="accepted" if won else "outbid")


def expire(given: Assignment, now: datetime) -> Assignment:
    """Ends an offer or an invitation that nobody answered within 24 hours."""
    _aware(now)
    if given.state not in OPEN:
        raise OfferAlreadyAnswered(f"It was {given.state}.")
    if now < given.answer_by:
        raise OfferStillOpen(f"Until {given.answer_by.isoformat()}.")
    return replace(given, state="expired")


def deliver(given: Assignment, now: datetime) -> Assignment:
    """The work is handed in, first or after a revision."""
    _aware(now)
    if given.state not in ("accepted", "revision"):
        raise NothingToDeliver(f"The assignment is {given.state}.")
    return replace(given, state="delivered", delivered_at=now)


def review(given: Assignment, result: Review) -> Assignment:
    """Passed; or a revision; or, after two revisions, a person decides."""
    if given.state == "escalated":
        raise TooManyRevisions(f"{given.revisions} revisions were asked for.")
    if given.state != "delivered":
        raise NothingToReview(f"The assignment is {given.state}.")
    if result.passed:
        state: State = "passed"
    else:
        state = "revision" if given.revisions < MAX_REVISIONS else "escalated"
    return replace(given, state=state, reviews=(*given.reviews, result))


def decide(given: Assignment, result: Review) -> Assignment:
    """A person's decision on an escalated assignment: passed after all, or closed unpaid."""
    if given.state != "escalated":
        raise NotEscalated(f"The assignment is {given.state}.")
    state: State = "passed" if result.passed else "closed"
    return replace(given, state=state, reviews=(*given.reviews, result))


def dispute(given: Assignment) -> Assignment:
    """The creator holds the last review for wrong: a person decides now, revisions or not."""
    if given.state not in ("revision", "escalated"):
        raise NothingToDispute(f"The assignment is {given.state}.")
    return replace(given, state="escalated")


def release(given: Assignment, since: datetime, now: datetime) -> Assignment:
    """Work that waits for a person `since` then passes in time. Raises `StillToDecide` before."""
    until = since + DECIDE_WITHIN
    if given.state in ("escalated", "delivered") and now < until:
        raise StillToDecide(f"Until {until.isoformat()}.")
    passed = Review(passed=True, at=now)
    return review(given, passed) if given.state == "delivered" else decide(given, passed)


def end(given: Assignment, now: datetime) -> Assignment:
    """The funds for this may be held no longer: what was handed in passes, the rest is over."""
    if given.state in ("delivered", "escalated"):
        return replace(given, state="passed", reviews=(*given.reviews, Review(True, now)))
    if given.state in ("accepted", "revision"):
        return replace(given, state="closed")
    return given if given.state in FREE | {"passed"} else withdraw(given)


def withdraw(given: Assignment) -> Assignment:
    """The founder takes an open offer back. Raises `WorkUnderWay` once somebody took it."""
    if given.state in FREE:
        return given
    if given.state not in OPEN | {"bid"}:
        raise WorkUnderWay(f"The assignment is {given.state}.")
    return replace(given, state="withdrawn")


def must_be_payable(given: Assignment) -> None:
    """Raises `NotPassed` unless the last review let the work pass."""
    if given.state != "passed" or not given.reviews or not given.reviews[-1].passed:
        raise NotPassed(f"The assignment is {given.state}.", remedy="Wait for the review.")


def rate_until(passed_at: datetime) -> datetime:
    """Until when the founder may say, and say otherwise, how content they are."""
    return passed_at.astimezone(UTC) + RATE_WITHIN


def must_be_rateable(passed_at: datetime | None, now: datetime) -> None:
    """Raises `RatingClosed` when the time to rate is over; a creator's record does not move then.

    Work whose passing was not dated may be rated.
    """
    if passed_at is not None and now >= rate_until(passed_at):
        raise RatingClosed(f"It could be changed until {rate_until(passed_at).isoformat()}.")


def _answerable(given: Assignment, creator: str, now: datetime) -> None:
    _aware(now)
    if creator != given.creator:
        raise NotYourOffer(f"Brief {given.brief}.")
    if given.state == "expired" or (given.state in OPEN and now >= given.answer_by):
        raise OfferExpired(f"It ended {given.answer_by.isoformat()}.")
    if given.state not in OPEN:
        raise OfferAlreadyAnswered(f"It was {given.state}.")


def _aware(now: datetime) -> None:
    if now.utcoffset() is None:
        raise TimeWithoutZone(f"Got {now.isoformat()}.", remedy="Use UTC.")
