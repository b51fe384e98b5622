"""Every job's payload, priority, retries and key: what there is to do later (seed 001 §3.2).

The class name and the job's file name are the same words: `ExtractContext` runs
`jobs/extract_context.py`. The seed's three priorities: 1 user-facing, 2 background, 3 scheduled.
Work of the marketplace stands in `domain/deal_work.py`.
"""

from typing import Any
from uuid import UUID

from pydantic import model_validator

from domain.deal_work import (
    CloseBids,
    EndHold,
    ExpireOffers,
    IssueInvoices,
    MoveMoney,
    OfferBrief,
    RecheckBriefs,
    ReleaseWork,
    RemindCreator,
    ReviewDeliverable,
    SettleBonus,
    TendDispute,
    UpdateTiers,
)
from domain.pieces import Work, listed


class ExtractContext(Work):
    """Read what somebody said, one input or several of a backlog: themes, entities, signals."""

    lists = "source_ids"
    source_kind: str
    source_ids: tuple[UUID, ...]

    @model_validator(mode="before")
    @classmethod
    def _one(cls, given: Any) -> Any:
        return listed(given, "source_id", "source_ids")


class GenerateEmbeddings(Work):
    """Embed what has no vector yet (back-fill, or after a change of model)."""

    detached = True
    model: str


class TendVault(Work):
    """Look after keys and index: change a key of 90 days, begin what the index lacks."""

    priority = 3
    goes_on = True
    day: str


class ResealWords(Work):
    """Seal with the newest key what older ones sealed, then destroy those."""

    priority = 3
    detached = True
    goes_on = True
    version: int


class CheckIndex(Work):
    """Hold the search index against Postgres and repair what diverges."""

    priority = 3
    detached = True
    goes_on = True


class RebuildIndex(Work):
    """Fill the search index anew from Postgres."""

    detached = True
    goes_on = True


class CategorizeEntry(Work):
    """Tag and index calendar entries that were saved."""

    priority = 1
    entry_ids: tuple[UUID, ...]


class AnalyzePatterns(Work):
    """Compute the implicit signals of the calendar and the vents of one day's end."""

    day: str


class DeriveIntelligence(Work):
    """Compute segments and competitors anew, because of something that may have changed them."""

    cause: str


class ComputeDelta(Work):
    """Compare a month's readings with those before."""

    month: str


class MapPerformance(Work):
    """Join measured results to calendar entries."""

    batch: str


class AttributeRevenue(Work):
    """Credit revenue to touches by five models."""

    batch: str


class ReinforceBeliefs(Work):
    """Let evidence move beliefs, one piece or several of a backlog."""

    lists = "subject_ids"
    cause: str
    subject_ids: tuple[str, ...]

    @model_validator(mode="before")
    @classmethod
    def _one(cls, given: Any) -> Any:
        return listed(given, "subject_id", "subject_ids")


class TrainCdt(Work):
    """Assemble a month's data, train, put the candidate before the gate."""

    priority = 3
    month: str


class TrainAdapter(Work):
    """Train the month's adapter beside the base; takes minutes, so it holds no transaction."""

    priority = 3
    detached = True
    month: str


class TrackTraining(Work):
    """Write a training to MLflow's store beside the others; holds no transaction meanwhile."""

    priority = 3
    detached = True
    version: int


class MergeAdapter(Work):
    """Merge a month's adapter with its industry's, of which `share` percent go in, PEFT's way."""

    priority = 3
    detached = True
    month: str
    method: str = "linear"
    share: int = 30


class RemoveAdapter(Work):
    """Delete the files of an adapter that was withdrawn."""

    adapter: str


class WatchRelease(Work):
    """Hold what was measured since the last release against it; take it back if it does worse."""

    day: str


class ScorePredictions(Work):
    """Hold the predictions whose day is over against what was measured."""

    day: str


class UpdatePolicy(Work):
    """Answer the five monthly questions and take one bounded step."""

    priority = 3
    month: str


class GenerateMaps(Work):
    """Propose one to three execution maps, or say why to do nothing."""

    week: str


class SuggestEntries(Work):
    """Refresh the calendar's ghost entries."""

    day: str


class EmptyTrash(Work):
    """Erase what has lain in the calendar's trash for too long."""

    goes_on = True
    priority = 3
    day: str


class GenerateBrief(Work):
    """Write the creator's brief of one artifact."""

    priority = 1
    artifact_id: UUID


class PurgeVent(Work):
    """Forget the words of a vent whose time in the trash is over; `until` names its end."""

    goes_on = True
    priority = 3
    vent_id: UUID
    until: str


class SweepIndex(Work):
    """Take vectors of what was taken back out of the search index."""

    goes_on = True
    priority = 1
    subject_id: UUID


class HandleSlackEvent(Work):
    """Do what a delivery from Slack asks for."""

    priority = 1
    delivery_id: UUID


class FetchVoiceClip(Work):
    """Fetch a voice clip from Slack, keep it, and write it down where a model can."""

    priority = 1
    detached = True
    delivery_id: UUID


class PostToSlack(Work):
    """Post what lies in the outbox."""

    priority = 1
    detached = True
    post_id: UUID


class AnswerInSlack(Work):
    """Tell the author of a note what was heard in it."""

    priority = 1
    vent_id: UUID


class SendSlackDigests(Work):
    """Tell everybody who is linked what was heard of them in the week before."""

    priority = 3
    week: str


class DropSlackToken(Work):
    """Hand the token of a workspace back to Slack, and forget it."""

    goes_on = True
    priority = 1
    detached = True
    installation_id: UUID


class AnswerQuestion(Work):
    """Answer what somebody asked, or go on with it; `step` counts the approvals answered so far."""

    priority = 1
    detached = True
    goes_on = True
    run_id: UUID
    step: int = 0


class SendMail(Work):
    """Hand one mail to the mail server; where none is set it stays in the outbox."""

    priority = 1
    detached = True
    mail_id: UUID


class NotifyPeople(Work):
    """Tell whom it concerns that something happened, each the way they chose, once per cause."""

    kind: str
    cause: str
    subject_id: UUID
    details: dict[str, str | int] = {}


class MailNotices(Work):
    """Mail one person what is due by now: a notice each, or one digest."""

    user_id: UUID
    until: str


class TranscribeAudio(Work):
    """Write a recording down."""

    priority = 1
    detached = True
    note_id: UUID


class PackExport(Work):
    """Pack all data of the business into an archive, part by part."""

    detached = True
    goes_on = True
    export_id: UUID


class RemoveOldWords(Work):
    """Remove what is older than its window; every night."""

    priority = 3
    goes_on = True
    day: str


class BeginErasure(Work):
    """The grace of an erasure is over: erase words, or begin with the business."""

    priority = 1
    goes_on = True
    request_id: UUID


class EraseBusiness(Work):
    """Go through the steps of an erasure. It runs under the erasure's own id, not the tenant's."""

    priority = 1
    detached = True
    goes_on = True
    erasure_id: UUID


WORKS: tuple[type[Work], ...] = (
    ExtractContext, GenerateEmbeddings, TendVault, ResealWords, CheckIndex, RebuildIndex,
    CategorizeEntry, AnalyzePatterns, DeriveIntelligence, ComputeDelta, MapPerformance,
    AttributeRevenue, ReinforceBeliefs, TrainCdt, TrainAdapter, MergeAdapter, RemoveAdapter,
    TrackTraining, WatchRelease, ScorePredictions, UpdatePolicy, GenerateMaps, SuggestEntries,
    EmptyTrash, GenerateBrief, OfferBrief, RemindCreator, ExpireOffers, CloseBids,
    ReviewDeliverable, ReleaseWork, TendDispute, UpdateTiers, RecheckBriefs, SettleBonus, EndHold,
    MoveMoney, IssueInvoices,
    PurgeVent, SweepIndex, HandleSlackEvent, FetchVoiceClip, PostToSlack, AnswerInSlack,
    SendSlackDigests, DropSlackToken, AnswerQuestion, TranscribeAudio, PackExport, RemoveOldWords,
    BeginErasure, EraseBusiness, SendMail, NotifyPeople, MailNotices,
)  # fmt: skip
BY_NAME = {work.name(): work for work in WORKS}
