"""Held funds: nothing is made, lost, paid twice or paid after it went back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import RefleqtError
from domain.escrow import (
    BONUS_PERCENT,
    AlreadyHeld,
    AlreadyRefunded,
    AlreadyReleased,
    AmountNotPositive,
    BonusNotDue,
    Entry,
    HoldTooSmall,
    LedgerDoesNotBalance,
    NothingHeld,
    Payment,
    Posting,
    balance,
    bonus,
    bonus_of,
    hold,
    hold_ends_at,
    in_account,
    refund,
    release,
    sums,
)

NOW = datetime(2026, 3, 1, tzinfo=UTC)
LATER = NOW + timedelta(days=30)
PAY = Payment("map1", "art1", 10_001, "EUR", founder="f", creator="c")


def paid(amount=10_001):
    return [hold([], PAY, NOW), release([hold([], PAY, NOW)], replace(PAY, amount=amount), NOW)]


def test_a_release_pays_the_creator_and_the_fee_to_the_cent():
    ledger = paid()
    assert balance(ledger, "creator:c", "EUR") == 8501
    assert balance(ledger, "platform", "EUR") == 1500
    assert balance(ledger, "founder:f", "EUR") == -10_001
    assert balance(ledger, "held:map1:art1", "EUR") == 0


def test_the_same_movement_has_the_same_key():
    assert hold([], PAY, NOW).key == hold([], PAY, LATER).key == "hold:map1:art1"


@pytest.mark.parametrize(
    ("error", "move"),
    [
        (HoldTooSmall, lambda: release([hold([], PAY, NOW)], replace(PAY, amount=10_002), NOW)),
        (NothingHeld, lambda: release([], PAY, NOW)),
        (NothingHeld, lambda: refund([], PAY, NOW)),
        (AlreadyHeld, lambda: hold(paid(), PAY, NOW)),
        (AlreadyReleased, lambda: release(paid(), PAY, NOW)),
        (AlreadyReleased, lambda: refund(paid(), PAY, NOW)),
        (AmountNotPositive, lambda: hold([], replace(PAY, amount=0), NOW)),
        (HoldTooSmall, lambda: refund(paid(9_000), PAY, NOW)),
    ],
)
def test_what_may_not_move_is_refused_by_name(error, move):
    with pytest.raises(error):
        move()


def test_what_went_back_is_not_paid():
    held = [hold([], PAY, NOW)]
    ledger = [*held, refund(held, PAY, NOW)]
    assert balance(ledger, "founder:f", "EUR") == 0
    with pytest.raises(AlreadyRefunded):
        release(ledger, PAY, NOW)
    with pytest.raises(AlreadyRefunded):
        refund(ledger, PAY, NOW)


def test_a_bonus_waits_for_its_day_and_its_metric():
    ledger = paid(9_000)
    rest = replace(PAY, amount=1_001)
    for now, met in ((NOW, True), (LATER, False)):
        with pytest.raises(BonusNotDue):
            bonus(ledger, rest, now, due_at=LATER, met=met)
    with pytest.raises(BonusNotDue):
        bonus(ledger[:1], rest, LATER, due_at=LATER, met=True)
    ledger.append(bonus(ledger, rest, LATER, due_at=LATER, met=True))
    assert balance(ledger, "creator:c", "EUR") == 7_650 + 1_001
    with pytest.raises(AlreadyReleased):
        bonus(ledger, rest, LATER, due_at=LATER, met=True)


def test_an_unearned_bonus_goes_back():
    ledger = paid(9_000)
    ledger.append(refund(ledger, replace(PAY, amount=1_001), LATER))
    assert in_account(ledger, "EUR") == {
        "held": 10_001,
        "still_held": 0,
        "released": 9_000,
        "fees": 1_350,
        "refunded": 1_001,
        "bonus": 0,
        "sum": 0,
    }


def test_a_lopsided_posting_is_no_posting():
    with pytest.raises(LedgerDoesNotBalance):
        Posting("k", "hold", "h", "p", (Entry("a", 1, "EUR"), Entry("b", -1, "USD")), NOW)


def test_a_hold_ends():
    assert hold_ends_at(NOW) == NOW + timedelta(days=90)


moves = st.tuples(
    st.sampled_from(["hold", "release", "refund", "bonus"]),
    st.sampled_from(["a", "b"]),
    st.integers(-5, 400),
    st.sampled_from(["EUR", "USD"]),
    st.booleans(),
)


@settings(max_examples=200)
@given(st.lists(moves, max_size=25))
def test_whatever_is_tried_the_ledger_stays_whole(tried):
    ledger = []
    for kind, part, amount, code, met in tried:
        payment = Payment("h", part, amount, code, "f", "c")
        try:
            if kind == "bonus":
                ledger.append(bonus(ledger, payment, LATER, due_at=LATER, met=met))
            else:
                ledger.append(
                    {"hold": hold, "release": release, "refund": refund}[kind](ledger, payment, NOW)
                )
        except RefleqtError:
            continue
    assert not any(sums(e for p in ledger for e in p.entries).values())
    assert len({p.key for p in ledger}) == len(ledger)
    for code in ("EUR", "USD"):
        for part in ("a", "b"):
            assert balance(ledger, f"held:h:{part}", code) >= 0
        account = in_account(ledger, code)
        assert account["sum"] == 0
        assert account["still_held"] >= 0


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_bonus_is_whole_cents_and_never_more_than_its_share(price: int, other: int) -> None:
    assert 0 <= bonus_of(price) * 100 <= price * BONUS_PERCENT < (bonus_of(price) + 1) * 100
    assert bonus_of(price) + bonus_of(other) <= bonus_of(price + other)
