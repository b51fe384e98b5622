"""Vetting an application: one reviewer at a time, four criteria with written anchors, a reason.

An application is to be answered within seven days of being sent; whoever takes it has it to
themselves for two. Nothing is decided by silence: what is late stands first. All times are elapsed
ones (product X23).
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from core.errors import BadInput, Conflict, NotAllowed

ANSWER_WITHIN = timedelta(days=7)
HELD_FOR = timedelta(days=2)
Decision = Literal["accepted", "refused", "sample"]
"""Let in, not this time, or another sample first: then it is the applicant's turn."""
Criterion = Literal["craft", "depth", "reader", "own"]
CRITERIA: dict[Criterion, str] = {
    "craft": "1: somebody would have to write it anew. 3: clean, with places that need an editor. "
    "5: could be published as it stands.",
    "depth": "1: says what everybody says. 3: examples, mostly second-hand. "
    "5: particular, sourced, useful to somebody who works in the field.",
    "reader": "1: unclear whom it is for. 3: has a reader in mind, and wanders. "
    "5: written to one reader, and leads to one next step.",
    "own": "1: nothing shows that this person made it. 3: plausible, of one hand. "
    "5: plain by a byline, drafts, or an account of how it was made.",
}
"""What is looked at, and what one, three and five points mean; two and four lie between. The form's
page says the same in its reader's language."""


class AnsweredAlready(Conflict):
    """This application was answered already."""


class HeldByAnother(Conflict):
    """Somebody else looks at this application now."""


class NotTaken(Conflict):
    """Take this application first, or again: it is not in your hands."""


class OwnApplication(NotAllowed):
    """Nobody vets their own application."""


class FormIncomplete(BadInput):
    """The form is not complete."""


def due(sent_at: datetime) -> datetime:
    """Until when an application is to be answered."""
    return sent_at + ANSWER_WITHIN


def in_hand(held_by: UUID | None, held_until: datetime | None, now: datetime) -> UUID | None:
    """Who has an application in hand now, if anybody has."""
    return held_by if held_until is not None and now < held_until else None


def must_wait(status: str) -> None:
    """Raises `AnsweredAlready` unless an application waits for an answer."""
    if status != "waiting":
        told = {"sample": "The applicant was asked for another sample."}
        raise AnsweredAlready(told.get(status, f"It was {status}."))


def must_be_free(holder: UUID | None, until: datetime | None, me: UUID | None) -> None:
    """Raises `HeldByAnother` where somebody else has it in hand."""
    if holder is not None and holder != me:
        told = f"Until {until.isoformat()}." if until else ""
        raise HeldByAnother(told, remedy="Take another one, or come back after that.")


def must_be_strangers(me: UUID | None, mine: str, applicant: UUID, theirs: str) -> None:
    """Raises `OwnApplication` where reviewer and applicant are one account or one mailbox."""
    if me == applicant or mailbox(mine) == mailbox(theirs):
        raise OwnApplication(remedy="Another reviewer looks at it.")


def mailbox(address: str) -> str:
    """An address without case and without what a plus sign adds: where its mail arrives."""
    name, _at, host = address.strip().casefold().rpartition("@")
    return f"{name.split('+')[0]}@{host}"


def must_be_complete(decision: Decision, scores: Mapping[str, int], reason: str) -> None:
    """Raises `FormIncomplete` where a criterion or a reason is missing that the decision needs.

    Who is asked for another sample is not scored yet; who is let in needs no reason.
    """
    missing = [name for name in CRITERIA if name not in scores]
    if missing and decision != "sample":
        raise FormIncomplete(
            f"Without points: {', '.join(missing)}.", remedy="Give each 1 to 5.", field="scores"
        )
    if decision != "accepted" and not reason.strip():
        raise FormIncomplete(
            "Without a reason.", remedy="Say why: the applicant reads it.", field="reason"
        )
