"""An assignment: one brief offered to one creator, from the offer to the payment.

offered → accepted | declined | expired (24 elapsed hours) | withdrawn (by the founder); accepted →
delivered → passed, or revision → delivered (twice at most), then escalated to a person, who passes
or closes it. A creator who holds a review for wrong may have a person decide earlier. Where no
person answers, the work passes by itself. Only `passed` may be paid; there is no step from a failed
review to money but a person's, or their silence.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from core.errors import BadInput, Conflict, NotAllowed

State = Literal[
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
MAX_REVISIONS = 2
DECIDE_WITHIN = timedelta(days=7)
"""How long a person has to decide on escalated work; then it passes by itself (product X23)."""
FREE = frozenset({"declined", "expired", "closed", "withdrawn"})
"""The states in which an assignment no longer keeps its brief."""


class OfferAlreadyAnswered(Conflict):
    """This offer was already answered."""


class OfferExpired(Conflict):
    """This offer was open for 24 hours and has ended."""


class OfferStillOpen(Conflict):
    """This offer may still be answered."""


class NotYourOffer(NotAllowed):
    """This offer was made to somebody else."""


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
    return replace(given, state="accepted", answered_at=now)


def decline(given: Assignment, creator: str, now: datetime) -> Assignment:
    """The creator passes; the next in rank is asked."""
    _answerable(given, creator, now)
    return replace(given, state="declined", answered_at=now)


def expire(given: Assignment, now: datetime) -> Assignment:
    """Ends an offer that nobody answered within 24 hours."""
    _aware(now)
    if given.state != "offered":
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


def release(given: Assignment, escalated_at: datetime, now: datetime) -> Assignment:
    """Escalated work that nobody decided on in time passes. Raises `StillToDecide` before that."""
    until = escalated_at + DECIDE_WITHIN
    if given.state == "escalated" and now < until:
        raise StillToDecide(f"Until {until.isoformat()}.")
    return decide(given, Review(passed=True, at=now))


def withdraw(given: Assignment) -> Assignment:
    """The founder takes an open offer back. Raises `WorkUnderWay` once somebody took it."""
    if given.state in FREE:
        return given
    if given.state != "offered":
        raise WorkUnderWay(f"The assignment is {given.state}.")
    return replace(given, state="withdrawn")


def must_be_payable(given: Assignment) -> None:
    """Raises `NotPassed` unless the last review let the work pass."""
    if given.state != "passed" or not given.reviews or not given.reviews[-1].passed:
        raise NotPassed(f"The assignment is {given.state}.", remedy="Wait for the review.")


def _answerable(given: Assignment, creator: str, now: datetime) -> None:
    _aware(now)
    if creator != given.creator:
        raise NotYourOffer(f"Brief {given.brief}.")
    if given.state == "expired" or (given.state == "offered" and now >= given.answer_by):
        raise OfferExpired(f"It ended {given.answer_by.isoformat()}.")
    if given.state != "offered":
        raise OfferAlreadyAnswered(f"It was {given.state}.")


def _aware(now: datetime) -> None:
    if now.utcoffset() is None:
        raise TimeWithoutZone(f"Got {now.isoformat()}.", remedy="Use UTC.")
