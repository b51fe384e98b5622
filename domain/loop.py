"""The closed loop on one page: WHEN this happened, do that; EVERY so often, do this.

Founder's words → extraction → beliefs → maps → briefs → creators → results → credit → beliefs →
training → gate → release, and round again. `memory.events.record` asks `react` what follows from a
fact and enqueues it in the same transaction; `jobs.schedule` turns EVERY into work, once per
period.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from domain import channels
from domain import deals as d
from domain import events as e
from domain import work as w
from domain.disputes import Turn
from domain.facts import Event

Reaction = Callable[[Any], Sequence[w.Work]]

TURNS: dict[Turn, str] = {
    "reply_soon": "dispute_reply_due", "reply_over": "dispute_waits", "decide_soon": "dispute_due",
}  # fmt: skip
"""Which notice a deadline of a dispute becomes."""
NOTHING = UUID(int=0)
"""The subject of a notice that is about the business as a whole."""


def _tell(kind: str, subject_id: UUID, cause: object = None, **details: str | int) -> w.Work:
    """Notify people; `cause` (the subject, where none is given) is what happens only once."""
    named = f"{kind}:{subject_id if cause is None else cause}"
    return w.NotifyPeople(kind=kind, cause=named, subject_id=subject_id, details=details)


WHEN: dict[type[Event], Reaction] = {
    # what people put in is read, and what was read may move beliefs
    e.InputKept: lambda it: channels.first_job(it.kind, it.id),
    e.VoiceNoteKept: lambda it: [w.TranscribeAudio(note_id=it.note_id)],
    e.InputWithdrawn: lambda it: [w.SweepIndex(subject_id=it.id)],
    e.ContextExtracted: lambda it: [
        w.DeriveIntelligence(cause=str(it.extraction_id))
        if it.source_kind == "market_signal"
        else w.ReinforceBeliefs(cause=it.source_kind, subject_ids=(str(it.extraction_id),))
    ],
    e.MarketJudged: lambda it: [w.DeriveIntelligence(cause=f"{it.about}:{it.subject_id}")],
    e.VentRead: lambda it: [w.AnswerInSlack(vent_id=it.vent_id)] if it.source == "slack" else [],
    e.OnboardingFinished: lambda it: [
        w.ReinforceBeliefs(cause="onboarding", subject_ids=(str(it.thread_id),))
    ],
    e.InvitationAccepted: lambda it: [_tell("member_joined", it.invitation_id, by=str(it.user_id))],
    e.EntriesSaved: lambda it: [w.CategorizeEntry(entry_ids=it.entry_ids)],
    e.ReadingsPulled: lambda it: [w.ComputeDelta(month=month) for month in it.months],
    # results become credit, and credit moves beliefs
    e.PerformanceImported: lambda it: [w.MapPerformance(batch=it.batch)],
    e.PerformanceMapped: lambda it: [w.AttributeRevenue(batch=it.batch)],
    e.RevenueAttributed: lambda it: [
        w.ReinforceBeliefs(cause="performance", subject_ids=(it.batch,)),
        w.DeriveIntelligence(cause=it.batch),
    ],
    e.ProposalsWanted: lambda it: [
        w.SuggestEntries(day=it.day),
        w.GenerateMaps(week=it.week),
    ],
    # a purchase becomes work for creators
    e.MapPurchased: lambda it: [w.GenerateBrief(artifact_id=each) for each in it.artifact_ids],
    d.MapTakenOn: lambda it: [w.GenerateBrief(artifact_id=each) for each in it.artifact_ids],
    e.BriefWritten: lambda it: [w.OfferBrief(brief_id=it.brief_id)],
    e.BriefBlocked: lambda it: [_tell("brief_blocked", it.brief_id)],
    d.BriefUnplaced: lambda it: [
        _tell("brief_unplaced", it.brief_id),
        w.IssueInvoices(cause=f"unplaced:{it.brief_id}"),
    ],
    d.BriefWithdrawn: lambda it: [w.IssueInvoices(cause=f"withdrawn:{it.brief_id}")],
    d.OfferMade: lambda it: [_tell("offer_made", it.assignment_id)],
    d.BidsAsked: lambda it: [_tell("bid_asked", it.assignment_id)],
    d.BidLost: lambda it: [_tell("bid_lost", it.assignment_id)],
    # a brief that came to tell whose it is is taken back where nobody works from it yet
    d.NamesChanged: lambda it: [w.RecheckBriefs(cause=it.cause)],
    d.OfferTakenBack: lambda it: [_tell("offer_taken_back", it.assignment_id)],
    d.BriefLeaksAtWork: lambda it: [
        _tell("brief_leaks", it.assignment_id, f"{it.assignment_id}:{it.leaks}"),
        _tell("work_brief_leaks", it.assignment_id, f"{it.assignment_id}:{it.leaks}"),
    ],
    d.OfferRunsOut: lambda it: [_tell("offer_runs_out", it.assignment_id)],
    d.OfferAccepted: lambda it: [_tell("offer_accepted", it.assignment_id)],
    d.OfferClosed: lambda it: [w.OfferBrief(brief_id=it.brief_id)],
    d.RevisionAsked: lambda it: [_tell("revision_asked", it.assignment_id, it.deliverable_id)],
    d.WorkAwaitsPerson: lambda it: [_tell("work_waits", it.assignment_id)],
    d.DisputeOpened: lambda it: [_tell("dispute_opened", it.assignment_id)],
    d.DisputeReplied: lambda it: [_tell("dispute_waits", it.assignment_id)],
    d.DisputeTurned: lambda it: [_tell(TURNS[it.turn], it.assignment_id)],
    d.WorkDecided: lambda it: [_tell("work_decided", it.assignment_id)],
    d.TierChanged: lambda it: [
        _tell("tier_changed", it.creator_id, f"{it.creator_id}:{it.day}", tier=it.after)
    ],
    d.HoldEnded: lambda it: [
        _tell("hold_ends", it.map_id),
        w.IssueInvoices(cause=f"ended:{it.map_id}"),
    ],
    # each movement of held funds has its numbered document
    d.FundsHeld: lambda it: [w.IssueInvoices(cause=f"held:{it.map_id}")],
    d.BonusWaits: lambda it: [
        _tell("bonus_waits", it.assignment_id),
        _tell("bonus_unclear", it.assignment_id),
    ],
    d.MoneyRefused: lambda it: [_tell("money_refused", it.move_id, f"{it.move_id}:{it.attempt}")],
    d.BonusSettled: lambda it: [w.IssueInvoices(cause=f"settled:{it.assignment_id}")],
    d.DeliverablePassed: lambda it: [_tell("work_passed", it.assignment_id)],
    d.CreatorPaid: lambda it: [
        _tell("creator_paid", it.assignment_id),
        w.IssueInvoices(cause=f"paid:{it.assignment_id}"),
    ],
    # what waits for somebody is told to them, once
    e.MapPublished: lambda it: [_tell("map_published", it.map_id)],
    e.EntriesSuggested: lambda it: (
        [_tell("suggestions_ready", it.entry_ids[0], it.day, count=len(it.entry_ids))]
        if it.entry_ids
        else []
    ),
    # a month whose adapter is wanted is judged once that was filed
    e.AdapterWanted: lambda it: [w.TrainAdapter(month=it.month)],
    e.AdapterFiled: lambda it: [w.TrainCdt(month=it.month)],
    e.AdapterWithdrawn: lambda it: [
        w.RemoveAdapter(adapter=it.name),
        _tell("adapter_withdrawn", NOTHING, it.name, month=it.month),
    ],
    e.AdapterNotServed: lambda it: [
        _tell("adapter_not_served", NOTHING, f"{it.name}:{it.reason}", adapter=it.name)
    ],
    e.CdtTrained: lambda it: [
        w.TrackTraining(version=it.version),
        _tell("model_judged", NOTHING, it.version, version=it.version, verdict=it.verdict),
    ],
    e.CdtTakenBack: lambda it: [
        _tell("model_taken_back", NOTHING, it.version, version=it.version, answers=it.answers)
    ],
    d.DeliverableSubmitted: lambda it: [w.ReviewDeliverable(deliverable_id=it.deliverable_id)],
    # what somebody asks is answered, and goes on when what it proposed was decided
    e.QuestionAsked: lambda it: [w.AnswerQuestion(run_id=it.run_id)],
    e.ApprovalAnswered: lambda it: (
        [] if it.left else [w.AnswerQuestion(run_id=it.run_id, step=it.answered)]
    ),
}

EVERY: dict[str, Callable[[date], Sequence[w.Work]]] = {
    "day": lambda day: [
        w.AnalyzePatterns(day=f"{day}"),
        w.SuggestEntries(day=f"{day}"),
        w.RemoveOldWords(day=f"{day}"),
        w.EmptyTrash(day=f"{day}"),
        w.TendVault(day=f"{day}"),
        w.WatchRelease(day=f"{day}"),
        w.ScorePredictions(day=f"{day}"),
        w.UpdateTiers(day=f"{day}"),
        w.RecheckBriefs(cause=f"{day}"),
    ],
    "week": lambda day: [
        w.GenerateMaps(week=f"{day:%G-W%V}"),
        w.SendSlackDigests(week=f"{day:%G-W%V}"),
    ],
    "month": lambda day: [
        w.TrainCdt(month=f"{day:%Y-%m}"),
        w.UpdatePolicy(month=f"{day:%Y-%m}"),
    ],
}
"""Cadence → what is due: every day, on Mondays, and on the day of the month that trains (UTC)."""

TRAINING_DAY = 28
"""Weeks one to three of a month observe, the fourth trains (seed 001 §4.3)."""


def react(event: Event) -> Sequence[w.Work]:
    """The work that follows from a fact; most facts ask for none."""
    reaction = WHEN.get(type(event))
    return reaction(event) if reaction else ()


def next_training(day: date) -> date:
    """The first training day on or after `day`."""
    if day.day <= TRAINING_DAY:
        return day.replace(day=TRAINING_DAY)
    return (day.replace(day=1) + timedelta(days=32)).replace(day=TRAINING_DAY)


def starts(day: date) -> dict[str, date]:
    """The day on which the period of each cadence that `day` lies in began."""
    trains = day.replace(day=TRAINING_DAY)
    if trains > day:
        trains = (day.replace(day=1) - timedelta(days=1)).replace(day=TRAINING_DAY)
    return {"day": day, "week": day - timedelta(days=day.weekday()), "month": trains}


def begun(day: date) -> Sequence[tuple[date, w.Work]]:
    """The work of each period that `day` lies in, with the day on which that period began."""
    return [
        (start, work) for cadence, start in starts(day).items() for work in EVERY[cadence](start)
    ]


def week_of(day: date) -> int:
    """Which week of the monthly cycle a day lies in: 1 to 3 observe, 4 trains (the 22nd on)."""
    return min(4, (day.day - 1) // 7 + 1)
