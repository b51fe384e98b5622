"""The loop is closed: facts ask for work that exists, and each period begins once."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import deals as d
from domain import events as e
from domain import work as w
from domain.facts import Event
from domain.loop import EVERY, NOTHING, TRAINING_DAY, WHEN, begun, next_training, react
from tests.conftest import other_business

ONE, TWO = other_business(), other_business()


def told(
    kind: str, cause: object = ONE, subject: UUID = ONE, **details: str | int
) -> w.NotifyPeople:
    """The work that tells people of something."""
    return w.NotifyPeople(
        kind=kind, cause=f"{kind}:{cause}", subject_id=subject, details=details
    )  # fmt: skip


FACTS = [
    (e.InputKept(kind="vent", id=ONE), [w.ExtractContext(source_kind="vent", source_ids=(ONE,))]),
    (e.InputWithdrawn(kind="vent", id=ONE), [w.SweepIndex(subject_id=ONE)]),
    (e.ContextExtracted(extraction_id=ONE, source_kind="vent", source_id=ONE),
     [w.ReinforceBeliefs(cause="vent", subject_ids=(str(ONE),))]),
    (e.VentRead(vent_id=ONE, source="slack"), [w.AnswerInSlack(vent_id=ONE)]),
    (e.VoiceNoteKept(note_id=ONE), [w.TranscribeAudio(note_id=ONE)]),
    (e.ProposalsWanted(day="2026-11-02", week="2026-W45"),
     [w.SuggestEntries(day="2026-11-02"), w.GenerateMaps(week="2026-W45")]),
    (e.EntriesSaved(entry_ids=(ONE,)), [w.CategorizeEntry(entry_ids=(ONE,))]),
    (e.ReadingsPulled(months=("2026-09", "2026-10")),
     [w.ComputeDelta(month="2026-09"), w.ComputeDelta(month="2026-10")]),
    (e.PerformanceImported(batch="b"), [w.MapPerformance(batch="b")]),
    (e.PerformanceMapped(batch="b"), [w.AttributeRevenue(batch="b")]),
    (e.ContextExtracted(extraction_id=ONE, source_kind="market_signal", source_id=ONE),
     [w.DeriveIntelligence(cause=str(ONE))]),
    (e.MarketJudged(about="segment", subject_id=ONE),
     [w.DeriveIntelligence(cause=f"segment:{ONE}")]),
    (e.RevenueAttributed(batch="b"),
     [w.ReinforceBeliefs(cause="performance", subject_ids=("b",)),
      w.DeriveIntelligence(cause="b")]),
    (d.MapTakenOn(map_id=ONE, artifact_ids=(ONE,)), [w.GenerateBrief(artifact_id=ONE)]),
    (e.MapPurchased(map_id=ONE, artifact_ids=(ONE,)), [w.GenerateBrief(artifact_id=ONE)]),
    (e.BriefWritten(brief_id=ONE), [w.OfferBrief(brief_id=ONE)]),
    (d.OfferClosed(assignment_id=ONE, brief_id=ONE, outcome="declined"),
     [w.OfferBrief(brief_id=ONE)]),
    (d.DeliverableSubmitted(deliverable_id=ONE), [w.ReviewDeliverable(deliverable_id=ONE)]),
    (e.QuestionAsked(run_id=ONE, thread_id=ONE), [w.AnswerQuestion(run_id=ONE)]),
    (e.ApprovalAnswered(approval_id=ONE, run_id=ONE, action="accept", answered=2, left=0),
     [w.AnswerQuestion(run_id=ONE, step=2)]),
    (e.ApprovalAnswered(approval_id=ONE, run_id=ONE, action="accept", answered=1, left=1), []),
    (e.BeliefMoved(belief_id=ONE, status="active", confidence=0.8), []),
    (e.InvitationAccepted(invitation_id=ONE, user_id=ONE, role="team"),
     [told("member_joined", by=str(ONE))]),
    (e.BriefBlocked(brief_id=ONE), [told("brief_blocked")]),
    (d.BriefUnplaced(brief_id=ONE),
     [told("brief_unplaced"), w.IssueInvoices(cause=f"unplaced:{ONE}")]),
    (d.BriefWithdrawn(brief_id=ONE), [w.IssueInvoices(cause=f"withdrawn:{ONE}")]),
    (d.FundsHeld(map_id=ONE, amount_cents=1), [w.IssueInvoices(cause=f"held:{ONE}")]),
    (d.BonusWaits(assignment_id=ONE, known="not_deployed"),
     [told("bonus_waits"), told("bonus_unclear")]),
    (d.MoneyRefused(move_id=ONE, attempt=2), [told("money_refused", f"{ONE}:2")]),
    (d.BonusSettled(assignment_id=ONE, paid_cents=0), [w.IssueInvoices(cause=f"settled:{ONE}")]),
    (d.OfferMade(assignment_id=ONE), [told("offer_made")]),
    (d.BidsAsked(assignment_id=ONE), [told("bid_asked")]),
    (d.BidLost(assignment_id=ONE), [told("bid_lost")]),
    (d.NamesChanged(cause="now"), [w.RecheckBriefs(cause="now")]),
    (d.OfferTakenBack(assignment_id=ONE), [told("offer_taken_back")]),
    (d.BriefLeaksAtWork(assignment_id=ONE, leaks=2), [
        told("brief_leaks", f"{ONE}:2"), told("work_brief_leaks", f"{ONE}:2"),
    ]),
    (d.OfferRunsOut(assignment_id=ONE), [told("offer_runs_out")]),
    (d.WorkAwaitsPerson(assignment_id=ONE), [told("work_waits")]),
    (d.HoldEnded(map_id=ONE), [told("hold_ends"), w.IssueInvoices(cause=f"ended:{ONE}")]),
    (d.DisputeOpened(assignment_id=ONE), [told("dispute_opened")]),
    (d.DisputeReplied(assignment_id=ONE), [told("dispute_waits")]),
    (d.DisputeTurned(assignment_id=ONE, turn="reply_soon"), [told("dispute_reply_due")]),
    (d.DisputeTurned(assignment_id=ONE, turn="reply_over"), [told("dispute_waits")]),
    (d.DisputeTurned(assignment_id=ONE, turn="decide_soon"), [told("dispute_due")]),
    (d.TierChanged(creator_id=ONE, before="rising", after="proven", day="2026-11-01"),
     [told("tier_changed", f"{ONE}:2026-11-01", tier="proven")]),
    (d.WorkDecided(assignment_id=ONE, passed=False), [told("work_decided")]),
    (d.OfferAccepted(assignment_id=ONE), [told("offer_accepted")]),
    (d.RevisionAsked(assignment_id=ONE, deliverable_id=TWO), [told("revision_asked", TWO)]),
    (d.DeliverablePassed(assignment_id=ONE, deliverable_id=TWO), [told("work_passed")]),
    (d.CreatorPaid(assignment_id=ONE, amount_cents=1),
     [told("creator_paid"), w.IssueInvoices(cause=f"paid:{ONE}")]),
    (e.MapPublished(map_id=ONE), [told("map_published")]),
    (e.EntriesSuggested(day="2026-11-01", entry_ids=(ONE, TWO)),
     [told("suggestions_ready", "2026-11-01", count=2)]),
    (e.EntriesSuggested(day="2026-11-01", entry_ids=()), []),
    (e.AdapterWanted(month="2026-10"), [w.TrainAdapter(month="2026-10")]),
    (e.AdapterWithdrawn(name="cdt-a", month="2026-10"), [
        w.RemoveAdapter(adapter="cdt-a"),
        w.NotifyPeople(kind="adapter_withdrawn", cause="adapter_withdrawn:cdt-a",
                       subject_id=NOTHING, details={"month": "2026-10"}),
    ]),
    (e.AdapterNotServed(name="cdt-a", reason="refused"), [
        w.NotifyPeople(kind="adapter_not_served", cause="adapter_not_served:cdt-a:refused",
                       subject_id=NOTHING, details={"adapter": "cdt-a"}),
    ]),
    (e.AdapterFiled(month="2026-10", name="", reason="r"), [w.TrainCdt(month="2026-10")]),
    (e.CdtTrained(version=2, verdict="keep"),
     [w.TrackTraining(version=2), told("model_judged", 2, NOTHING, version=2, verdict="keep")]),
    (e.CdtTakenBack(version=3, answers=2),
     [told("model_taken_back", 3, NOTHING, version=3, answers=2)]),
]  # fmt: skip
DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1))


@pytest.mark.parametrize(("fact", "work"), FACTS, ids=lambda it: type(it).__name__)
def test_a_fact_asks_for_its_work(fact: Event, work: list[w.Work]) -> None:
    assert [*react(fact)] == work


def test_every_reaction_is_shown_above() -> None:
    shown = {type(fact) for fact, _ in FACTS}
    assert set(WHEN) - shown == {e.OnboardingFinished}


@given(DAYS)
def test_a_day_lies_in_one_period_of_each_cadence(day: date) -> None:
    starts = {start for start, _ in begun(day)}
    works = [type(work) for _, work in begun(day)]
    assert all(start <= day for start in starts)
    assert len(works) == len(set(works)) == sum(len([*make(day)]) for make in EVERY.values())


@given(DAYS)
def test_periods_begin_on_their_days(day: date) -> None:
    starts = {type(work): start for start, work in begun(day)}
    assert starts[w.AnalyzePatterns] == day
    assert starts[w.GenerateMaps].weekday() == 0
    assert starts[w.TrainCdt].day == TRAINING_DAY
    assert day - starts[w.GenerateMaps] < timedelta(days=7)
    assert day - starts[w.TrainCdt] < timedelta(days=31)


@given(DAYS)
def test_within_a_period_the_work_keeps_its_key(day: date) -> None:
    def keys(day: date) -> set[str]:
        return {work.key() for start, work in begun(day) if start < day}

    assert keys(day) <= {work.key() for _, work in begun(day - timedelta(days=1))}


def test_a_year_trains_twelve_times() -> None:
    days = [date(2028, 1, 1) + timedelta(days=n) for n in range(366)]
    months = {
        work.month for day in days for start, work in begun(day)
        if isinstance(work, w.TrainCdt) and start == day
    }  # fmt: skip
    assert len(months) == 12


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)))
def test_the_next_training_is_the_first_training_day_from_a_day_on(day: date) -> None:
    due = next_training(day)
    assert (due.day, 0 <= (due - day).days <= 31) == (TRAINING_DAY, True)
    assert next_training(due) == due
