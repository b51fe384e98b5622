"""Graces have an end, names are compared as people type them, steps are told apart."""

from datetime import timedelta

import pytest

from domain.erasure import GRACE, NAMES, STEPS, GraceTooLong, grace_of, same_name


def test_a_grace_is_what_was_chosen_or_the_usual_one() -> None:
    assert grace_of("business", None) == GRACE["business"] == timedelta(days=7)
    assert grace_of("input", 0.5) == timedelta(hours=12)
    assert grace_of("person", -1) == timedelta()


def test_nobody_waits_longer_than_thirty_days() -> None:
    with pytest.raises(GraceTooLong, match="31 days"):
        grace_of("business", 31)


def test_a_name_is_the_same_whatever_its_case_and_spaces() -> None:
    assert same_name("  gauge  WREN ", "Gauge Wren")
    assert not same_name("Gauge", "Gauge Wren")


def test_the_proof_comes_last_and_rows_go_before_the_key() -> None:
    assert len({*NAMES}) == len(STEPS)
    assert NAMES[-1] == "proof"
    assert NAMES.index("rows") < NAMES.index("key") < NAMES.index("vacuum")
