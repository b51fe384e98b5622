"""Stale beliefs of the trial: noted at a drift, counted until they leave active."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from cdt.beliefs import Measured
from cdt.trial_beliefs import NEVER, Ledger, month_day
from domain.beliefs import Scope

START = datetime(2025, 1, 1, 12, tzinfo=UTC)
SCOPE = Scope(category="channel", subject="good")


def month(number: int, good: float, bad: float) -> list[Measured]:
    day = month_day(START, number, 10).date()
    return [
        Measured(UUID(int=number * 100 + place), f"{number}-{place}", day, "s", channel, "a", value)
        for place, (channel, value) in enumerate([("good", good)] * 5 + [("bad", bad)] * 5)
    ]


def lived(ledger: Ledger, rows: list[Measured], months: range) -> None:
    for number in months:
        ledger.close_month(rows, month_day(START, number, 28))


def test_a_belief_that_a_drift_made_false_is_counted_until_it_leaves_active():
    ledger, rows = Ledger(), [row for n in range(4) for row in month(n, 0.8, 0.2)]
    lived(ledger, rows, range(5))
    assert ledger.held[SCOPE].status == "active"
    ledger.drift(lambda _: 0.3, lambda _: -0.3)
    assert ledger.stale == {SCOPE: 0, SCOPE.model_copy(update={"subject": "bad"}): 0} or (
        SCOPE in ledger.stale
    )
    for number in range(5, 20):
        rows += month(number - 1, 0.1, 0.9)
        ledger.close_month(rows, month_day(START, number, 28))
        ledger.count(lambda scope: -0.3 if scope == SCOPE else None)
    assert 1 <= ledger.left[0] < 15


def test_what_is_true_again_is_no_longer_stale():
    ledger, rows = Ledger(), [row for n in range(4) for row in month(n, 0.8, 0.2)]
    lived(ledger, rows, range(5))
    ledger.drift(lambda _: 0.3, lambda scope: -0.3 if scope == SCOPE else None)
    ledger.count(lambda _: 0.3)
    assert (ledger.stale, ledger.left) == ({}, [])


def test_what_never_left_is_told_as_never():
    ledger = Ledger(stale={SCOPE: 3})
    ledger.forget()
    assert ledger.left == [NEVER]


def test_a_month_counts_when_it_is_ripe_as_in_the_product():
    ledger = Ledger()
    ledger.close_month(month(0, 0.8, 0.2), month_day(START, 0, 28))
    assert not ledger.held
    ledger.close_month(month(0, 0.8, 0.2), month_day(START, 1, 28))
    assert SCOPE in ledger.held


def test_days_of_months_follow_the_calendar():
    assert month_day(START, 13, 28).date() == date(2026, 2, 28)
    assert month_day(START, 0, 10) - START == timedelta(days=9)
