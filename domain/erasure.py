"""Erasure: what may be erased, the grace in which it is called off, and its steps in order.

Each step may be done twice. What a step did is told as counts, never as words, so whoever runs the
installation sees how far an erasure is and nothing of what it erases.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from core.errors import BadInput, Conflict, NotFound

What = Literal["business", "person", "input"]
Mode = Literal["erase", "anonymise"]
InputKind = Literal["vent", "answer", "activity", "market_signal"]

GRACE: dict[What, timedelta] = {
    "business": timedelta(days=7),
    "person": timedelta(days=1),
    "input": timedelta(hours=1),
}
"""How long an erasure may be called off, unless whoever asks for it chooses otherwise."""

MOST_GRACE = timedelta(days=30)


class NameDoesNotFit(Conflict):
    """That is not the name of this business."""


class AlreadyErasing(Conflict):
    """This is being erased already."""


class NothingToCallOff(Conflict):
    """This erasure has begun, or was called off before."""


class NoSuchErasure(NotFound):
    """No erasure has this id."""


class NotYoursToErase(NotFound):
    """There are no such words here."""


class GraceTooLong(BadInput):
    """An erasure may wait for thirty days at most."""


@dataclass(frozen=True)
class Step:
    """One step of the erasure of a business: a name, and what it does in a sentence."""

    name: str
    does: str


STEPS: tuple[Step, ...] = (
    Step("stop", "No job begins any more, and everybody is signed out."),
    Step("keep", "Amounts and facts that the law asks for are kept under a pseudonym."),
    Step("queue", "Jobs that wait or failed are deleted."),
    Step("checkpoints", "Where interviews and answers stand is deleted."),
    Step("blobs", "Files are deleted."),
    Step("people", "Accounts that belong nowhere else are deleted."),
    Step("rows", "Rows of every table are deleted."),
    Step("key", "The data key is destroyed, then the business itself deleted."),
    Step("index", "Vectors are deleted; where bytes remain the index is built anew."),
    Step("logs", "Log lines that name the business are removed."),
    Step("vacuum", "Tables are written anew, so that no deleted bytes stay in their files."),
    Step("journal", "Postgres's journal is switched and what it held is removed."),
    Step("proof", "All data directories are searched for bytes of the business."),
)
NAMES = tuple(step.name for step in STEPS)

KEPT_KINDS = ("hold", "release", "refund", "bonus")
KEPT_ACCOUNTS = ("founder", "held", "creator", "platform")
OTHER = "other"
"""What is kept under a pseudonym is named by words of ours alone; anything else is `other`."""


def grace_of(what: What, days: float | None) -> timedelta:
    """How long to wait. Raises `GraceTooLong` above thirty days."""
    if days is None:
        return GRACE[what]
    chosen = timedelta(days=days)
    if chosen > MOST_GRACE:
        raise GraceTooLong(f"Got {days:g} days.", field="grace_days", value=days)
    return max(chosen, timedelta())


def same_name(typed: str, name: str) -> bool:
    """Whether a typed name is that of the business; case and outer spaces do not matter."""
    return " ".join(typed.split()).casefold() == " ".join(name.split()).casefold()
