"""A dispute in time-boxed steps: opened, the other side's reply, a neutral person's decision.

The creator opens it; the business may reply within three days; then a person who reviews, and who
neither judged this work before nor belongs to either side, has until the seventh day. Where nobody
decides, the written default holds. The funds stay held all the while: no step but the decision or
the default moves them. All times are elapsed ones (product X23).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from core.errors import Conflict, NotAllowed
from domain.assignments import DECIDE_WITHIN

REPLY_WITHIN = timedelta(days=3)
WARN_BEFORE = timedelta(days=1)
DEFAULT = "Nobody answered in time."
"""What stands as the decision where nobody decided: the work passes, and its fee is paid."""
StepName = Literal["opened", "reply", "decision"]
StepState = Literal["done", "open", "later", "missed", "default"]
Turn = Literal["reply_soon", "reply_over", "decide_soon"]
"""The moments at which somebody is told something."""


class RepliedAlready(Conflict):
    """The business has replied to this dispute."""


class ReplyTooLate(Conflict):
    """The time to reply to this dispute is over."""


class ReplyStillOpen(Conflict):
    """The other side may still reply; nobody decides before."""


class NothingDisputed(Conflict):
    """There is no open dispute about this work."""


class NotNeutral(NotAllowed):
    """A dispute is decided by somebody who judged nothing of it and belongs to neither side."""


@dataclass(frozen=True)
class Dispute:
    """What happened in a dispute so far; `decided_by` is None where the default held."""

    opened_at: datetime
    replied_at: datetime | None = None
    decided_at: datetime | None = None
    decided_by: UUID | None = None

    @property
    def reply_by(self) -> datetime:
        """The end of the other side's time."""
        return self.opened_at + REPLY_WITHIN

    @property
    def decide_by(self) -> datetime:
        """When the default holds."""
        return self.opened_at + DECIDE_WITHIN

    def turns(self) -> dict[Turn, datetime]:
        """When somebody is told what."""
        return {
            "reply_soon": self.reply_by - WARN_BEFORE,
            "reply_over": self.reply_by,
            "decide_soon": self.decide_by - WARN_BEFORE,
        }


@dataclass(frozen=True)
class Step:
    """A step with its deadline, and when it was taken if it was."""

    name: StepName
    state: StepState
    due_at: datetime
    at: datetime | None = None


def steps(given: Dispute, now: datetime) -> tuple[Step, ...]:
    """The whole course of a dispute, as both sides and whoever decides see it."""
    begun = Step("opened", "done", given.opened_at, given.opened_at)
    over = given.decided_at is not None or now >= given.reply_by
    state: StepState = "done" if given.replied_at else "missed" if over else "open"
    reply = Step("reply", state, given.reply_by, given.replied_at)
    if given.decided_at:
        state = "done" if given.decided_by else "default"
    else:
        state = "open" if may_be_decided(given, now) else "later"
    return begun, reply, Step("decision", state, given.decide_by, given.decided_at)


def may_be_decided(given: Dispute, now: datetime) -> bool:
    """Whether the other side was heard, or had its time."""
    return given.replied_at is not None or now >= given.reply_by


def reply(given: Dispute, now: datetime) -> None:
    """The other side replies. Raises `NothingDisputed`, `RepliedAlready` or `ReplyTooLate`."""
    if given.decided_at is not None:
        raise NothingDisputed(f"It was decided {given.decided_at.isoformat()}.")
    if given.replied_at is not None:
        raise RepliedAlready(f"It did so {given.replied_at.isoformat()}.")
    if now >= given.reply_by:
        raise ReplyTooLate(f"It ended {given.reply_by.isoformat()}.", remedy="Wait for the answer.")


def must_be_heard(given: Dispute, now: datetime) -> None:
    """Raises `ReplyStillOpen` while the other side has time and has not replied."""
    if not may_be_decided(given, now):
        raise ReplyStillOpen(
            f"Until {given.reply_by.isoformat()}.", remedy="Decide after it, or after the reply."
        )


def must_be_neutral(who: UUID | None, judged: Collection[UUID], parties: Collection[UUID]) -> None:
    """Raises `NotNeutral` for whoever judged this work before or belongs to a side."""
    if who is None or who in parties:
        raise NotNeutral("You belong to one of the sides.", remedy="A reviewer decides.")
    if who in judged:
        raise NotNeutral("You reviewed this work.", remedy="Another reviewer decides.")
