"""Every fact but those of the marketplace (`domain/deals.py`), as frozen models.

What happened, in the past tense (product RF6).
"""

from typing import Literal
from uuid import UUID

from domain.facts import Event


class InputKept(Event):
    """A vent, an answer, a file or a team activity was kept."""

    channel = "inputs"
    kind: str
    id: UUID


class InputWithdrawn(Event):
    """Somebody took an input back."""

    channel = "inputs"
    kind: str
    id: UUID


class VentRead(Event):
    """A note from a door whose author waits for an answer was read and weighed."""

    channel = "inputs"
    vent_id: UUID
    source: str


class MarketJudged(Event):
    """A founder said what an audience or a competitor is called, is part of, or is not."""

    channel = "context"
    about: Literal["segment", "competitor"]
    subject_id: UUID


class VoiceNoteKept(Event):
    """A recording waits to be written down."""

    channel = "inputs"
    note_id: UUID


class VoiceNoteSettled(Event):
    """A recording became words (`heard`), waits for somebody to type them, or was thrown away.

    `vent_id` is the note on the vent board that the words became, if they did.
    """

    channel = "inputs"
    note_id: UUID
    status: str
    vent_id: UUID | None = None


class InvitationAccepted(Event):
    """Somebody took the place that an invitation offered."""

    channel = "inputs"
    invitation_id: UUID
    user_id: UUID
    role: str


class MemberRemoved(Event):
    """Somebody left the business, or was taken out of it."""

    channel = "inputs"
    user_id: UUID
    role: str


class OnboardingFinished(Event):
    """The interview has what it needs."""

    channel = "inputs"
    thread_id: UUID


class ReadingsPulled(Event):
    """Figures of one or more months were kept."""

    channel = "inputs"
    months: tuple[str, ...]


class EntriesSaved(Event):
    """Calendar entries were written or changed."""

    channel = "calendar"
    entry_ids: tuple[UUID, ...]


class PatternsAnalyzed(Event):
    """The day's implicit signals were computed."""

    channel = "calendar"
    day: str


class ContextExtracted(Event):
    """An input was read."""

    channel = "context"
    extraction_id: UUID
    source_kind: str
    source_id: UUID


class QuestionAsked(Event):
    """Somebody asked something of the business's memory."""

    channel = "context"
    run_id: UUID
    thread_id: UUID


class AnswerGiven(Event):
    """A question was answered; `known` is False where the answer is that nothing is known."""

    channel = "context"
    run_id: UUID
    thread_id: UUID
    message_id: UUID
    known: bool
    by: Literal["draft", "model"]
    stopped: bool = False


class ApprovalAnswered(Event):
    """A person decided on an act that an answer proposed; `left` are still to be decided."""

    channel = "context"
    approval_id: UUID
    run_id: UUID
    action: str
    answered: int
    left: int


class ChangeNoticed(Event):
    """A figure moved further than its own noise."""

    channel = "context"
    signal_id: UUID


class BeliefMoved(Event):
    """Evidence changed a belief."""

    channel = "beliefs"
    belief_id: UUID
    status: str
    confidence: float


class MapPublished(Event):
    """A map was proposed to the founder."""

    channel = "plans"
    map_id: UUID


class NothingProposed(Event):
    """There was no map worth proposing, for a stated reason."""

    channel = "plans"
    week: str
    because: str


class MapApproved(Event):
    """The founder approved a map; nothing is paid yet."""

    channel = "plans"
    map_id: UUID


class MapUnapproved(Event):
    """The founder took an approval, or a no, back; the map is open again."""

    channel = "plans"
    map_id: UUID


class PlanRevised(Event):
    """Somebody wrote a map or a brief anew; the version before is kept."""

    channel = "plans"
    kind: Literal["map", "brief"]
    id: UUID
    version: int


class CommentWritten(Event):
    """Somebody wrote a comment beside a map, a brief or a piece of work."""

    channel = "plans"
    kind: str
    id: UUID
    comment_id: UUID


class MapPurchased(Event):
    """The founder bought a map; its price is held."""

    channel = "plans"
    map_id: UUID
    artifact_ids: tuple[UUID, ...]


class BriefWritten(Event):
    """A brief that names nobody is ready for creators."""

    channel = "plans"
    brief_id: UUID


class BriefBlocked(Event):
    """A brief would tell whose it is; the founder has to look at it."""

    channel = "plans"
    brief_id: UUID


class ProposalsWanted(Event):
    """Somebody asked for maps and suggestions now."""

    channel = "plans"
    day: str
    week: str


class EntriesSuggested(Event):
    """Ghost entries were refreshed."""

    channel = "plans"
    day: str
    entry_ids: tuple[UUID, ...]


class NothingSuggested(Event):
    """There was no entry worth suggesting on a day, for a stated reason."""

    channel = "plans"
    day: str
    because: str


class SuggestionAnswered(Event):
    """The founder took, changed, refused or let lie a suggestion."""

    channel = "plans"
    recommendation_id: UUID
    action: str


class PerformanceImported(Event):
    """Measured results or journeys came in."""

    channel = "performance"
    batch: str


class PerformanceMapped(Event):
    """Results were joined to calendar entries."""

    channel = "performance"
    batch: str


class RevenueAttributed(Event):
    """Revenue was credited to touches."""

    channel = "performance"
    batch: str


class DraftRefined(Event):
    """A model's answer took the place of a draft, or was dropped for it.

    `dropped` names the checks or errors that stood against it, without anybody's words.
    """

    channel = "releases"
    prompt_id: str
    by: Literal["draft", "model"]
    dropped: tuple[str, ...] = ()
    calls: int


class AdapterWanted(Event):
    """A month is to be trained, and a base model is set: its adapter comes first."""

    channel = "releases"
    month: str


class AdapterFiled(Event):
    """A month's adapter was kept, or refused with a reason; the month can be judged."""

    channel = "releases"
    month: str
    name: str
    reason: str


class AdapterNotServed(Event):
    """The server of the base refused a live adapter; the base answered instead.

    `reason` is the server's own word for it, e.g. that the weights do not match their checksum.
    """

    channel = "releases"
    name: str
    reason: str


class AdapterWithdrawn(Event):
    """What an adapter was taught was erased or unlearned: it answers no more, the base does."""

    channel = "releases"
    name: str
    month: str


class CdtOnTrial(Event):
    """A version was released by the gate and answers a share of requests."""

    channel = "releases"
    version: int


class CdtTakenBack(Event):
    """A version did worse than the one before it, which answers again."""

    channel = "releases"
    version: int
    answers: int


class PredictionScored(Event):
    """A prediction was held against what was measured; `verdict` as in `domain.predictions`."""

    channel = "plans"
    prediction_id: UUID
    verdict: str


class CdtTrained(Event):
    """A candidate was trained and judged."""

    channel = "releases"
    version: int
    verdict: str


class CdtReleased(Event):
    """A version went live."""

    channel = "releases"
    version: int


class VersionRuled(Event):
    """A person decided over a version: overrode the gate's verdict, or went back to it."""

    channel = "releases"
    version: int
    act: str
    ruling: str


class AccessChanged(Event):
    """A founder opened the evaluations to somebody, or closed them again."""

    channel = "releases"
    grant_id: UUID
    level: str
    open: bool


class PolicyUpdated(Event):
    """The recommendation policy took its monthly step."""

    channel = "releases"
    version: int
