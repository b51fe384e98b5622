"""Facts of the marketplace: offers, work, disputes and money (see `domain/events.py`)."""

from typing import Literal
from uuid import UUID

from domain.bonuses import Known
from domain.disputes import Turn
from domain.facts import Event
from domain.matching import Tier


class MapTakenOn(Event):
    """The own team makes a map; nothing is paid."""

    channel = "plans"
    map_id: UUID
    artifact_ids: tuple[UUID, ...]


class BriefUnplaced(Event):
    """No creator is left who could take a brief."""

    channel = "market"
    brief_id: UUID


class OfferMade(Event):
    """A creator was offered a brief."""

    channel = "market"
    assignment_id: UUID


class NamesChanged(Event):
    """What no brief may give away changed: a name, a product, a person; briefs are read again."""

    channel = "market"
    cause: str


class OfferTakenBack(Event):
    """An offer nobody had answered was taken back: its brief came to tell whose it is."""

    channel = "market"
    assignment_id: UUID


class BriefLeaksAtWork(Event):
    """A brief that somebody works from came to tell whose it is; nothing is taken from them."""

    channel = "market"
    assignment_id: UUID
    leaks: int


class BidsAsked(Event):
    """A creator was asked for a sealed bid."""

    channel = "market"
    assignment_id: UUID


class BidLost(Event):
    """Another sealed bid gave more for its price."""

    channel = "market"
    assignment_id: UUID


class OfferRunsOut(Event):
    """A creator who has not answered has six hours left."""

    channel = "market"
    assignment_id: UUID


class OfferAccepted(Event):
    """A creator took the work."""

    channel = "market"
    assignment_id: UUID


class OfferClosed(Event):
    """An offer was declined or ran out."""

    channel = "market"
    assignment_id: UUID
    brief_id: UUID
    outcome: str


class BriefWithdrawn(Event):
    """The founder took a brief back before a creator took it; its funds went back."""

    channel = "market"
    brief_id: UUID


class BriefAskedAbout(Event):
    """A creator asked something about a brief."""

    channel = "market"
    question_id: UUID
    brief_id: UUID


class BriefAnswered(Event):
    """The founder answered a creator's question."""

    channel = "market"
    question_id: UUID
    assignment_id: UUID


class DraftKept(Event):
    """A creator kept a draft as evidence of work."""

    channel = "market"
    assignment_id: UUID


class DisputeOpened(Event):
    """A creator holds a review for wrong."""

    channel = "market"
    assignment_id: UUID


class DisputeReplied(Event):
    """The other side said what it has to say to a dispute."""

    channel = "market"
    assignment_id: UUID


class DisputeTurned(Event):
    """A deadline of a dispute is near or over: `turn` says which."""

    channel = "market"
    assignment_id: UUID
    turn: Turn


class WorkEscalated(Event):
    """A person has to decide on a piece of work."""

    channel = "market"
    assignment_id: UUID


class WorkAwaitsPerson(Event):
    """Premium work was looked over by code and waits for a person."""

    channel = "market"
    assignment_id: UUID


class TierChanged(Event):
    """A creator rose or fell by what the last 90 days say."""

    channel = "market"
    creator_id: UUID
    before: Tier
    after: Tier
    day: str


class HoldEnded(Event):
    """Held funds of a map could be held no longer: what was owed was paid, the rest went back."""

    channel = "money"
    map_id: UUID


class WorkDecided(Event):
    """A person, or their silence, decided on a piece of work."""

    channel = "market"
    assignment_id: UUID
    passed: bool
    fault: Literal["brief", "work"] | None = None


class DeliverableSubmitted(Event):
    """A creator handed something in."""

    channel = "market"
    deliverable_id: UUID


class RevisionAsked(Event):
    """A deliverable needs another round."""

    channel = "market"
    assignment_id: UUID
    deliverable_id: UUID


class DeliverablePassed(Event):
    """A deliverable met its brief."""

    channel = "market"
    assignment_id: UUID
    deliverable_id: UUID


class FundsHeld(Event):
    """A price was set aside."""

    channel = "money"
    map_id: UUID
    amount_cents: int


class CreatorPaid(Event):
    """Money left the held funds for a creator."""

    channel = "money"
    assignment_id: UUID
    amount_cents: int


class MoneyRefused(Event):
    """The payment provider said no to money for a creator or back to a founder."""

    channel = "money"
    move_id: UUID
    attempt: int


class BonusWaits(Event):
    """No figures of a piece came in by the day on which its bonus was to be settled."""

    channel = "money"
    assignment_id: UUID
    known: Known


class BonusSettled(Event):
    """The bonus was paid, or went back."""

    channel = "money"
    assignment_id: UUID
    paid_cents: int
