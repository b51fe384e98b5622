"""Vetting: who has an application in hand, whose it is, what a form needs."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.vetting import (
    CRITERIA,
    AnsweredAlready,
    FormIncomplete,
    HeldByAnother,
    OwnApplication,
    due,
    in_hand,
    mailbox,
    must_be_complete,
    must_be_free,
    must_be_strangers,
    must_wait,
)

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)
VERA, THEO = uuid4(), uuid4()


def test_an_application_is_in_hand_until_its_time_is_over() -> None:
    until = NOW + timedelta(days=2)
    assert in_hand(VERA, until, until - timedelta(seconds=1)) == VERA
    assert in_hand(VERA, until, until) is None
    assert in_hand(None, None, NOW) is None
    assert due(NOW) == NOW + timedelta(days=7)


def test_whoever_has_it_goes_on_and_others_wait() -> None:
    must_be_free(None, None, THEO)
    must_be_free(VERA, NOW, VERA)
    with pytest.raises(HeldByAnother, match="2026-11-01"):
        must_be_free(VERA, NOW, THEO)


@pytest.mark.parametrize("status", ["accepted", "refused", "sample"])
def test_what_was_answered_waits_no_more(status: str) -> None:
    must_wait("waiting")
    with pytest.raises(AnsweredAlready):
        must_wait(status)


@given(st.emails(), st.text("abcdef0123456789", min_size=1, max_size=8))
def test_a_plus_sign_and_case_hide_nobody(address: str, tag: str) -> None:
    name, _at, host = address.rpartition("@")
    twin = f"{name.split('+')[0].upper()}+{tag}@{host.upper()}"
    assert mailbox(twin) == mailbox(address)
    with pytest.raises(OwnApplication):
        must_be_strangers(VERA, twin, THEO, address)


def test_two_people_are_strangers_and_one_account_is_not() -> None:
    must_be_strangers(VERA, "vera@a.net", THEO, "theo@a.net")
    with pytest.raises(OwnApplication):
        must_be_strangers(VERA, "vera@a.net", VERA, "old@a.net")


def test_a_form_needs_what_its_decision_needs() -> None:
    full = dict.fromkeys(CRITERIA, 3)
    must_be_complete("accepted", full, "")
    must_be_complete("refused", full, "Too few samples.")
    must_be_complete("sample", {}, "One in German, please.")
    with pytest.raises(FormIncomplete, match="craft"):
        must_be_complete("accepted", {}, "Fine.")
    with pytest.raises(FormIncomplete, match="reason"):
        must_be_complete("refused", full, "  ")
    with pytest.raises(FormIncomplete, match="reason"):
        must_be_complete("sample", {}, "")
