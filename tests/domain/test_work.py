"""Work is named like its file, keyed by its fields, and retried with a doubling pause."""

from inspect import getdoc

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.pieces import MAX_STARTS, pause_after
from domain.work import BY_NAME, WORKS, ComputeDelta, TrainCdt, Work


@pytest.mark.parametrize("work", WORKS)
def test_a_work_is_found_by_its_name_and_has_one_of_three_priorities(work: type[Work]) -> None:
    assert BY_NAME[work.name()] is work
    assert work.priority in (1, 2, 3)
    assert (getdoc(work) or "").endswith((".", "?", ")"))


def test_a_name_is_the_class_in_small_letters() -> None:
    assert TrainCdt.name() == "train_cdt"


@given(st.text(), st.text())
def test_the_same_fields_give_the_same_key_and_others_another(a: str, b: str) -> None:
    same = ComputeDelta(month=a).key() == ComputeDelta(month=b).key()
    assert same == (a == b)
    assert ComputeDelta(month=a).key() != TrainCdt(month=a).key()


def test_the_pause_doubles_and_a_job_starts_four_times() -> None:
    pauses = [pause_after(starts).total_seconds() for starts in range(1, MAX_STARTS)]
    assert pauses == [2, 4, 8]


def test_work_holds_nothing_that_it_does_not_know() -> None:
    with pytest.raises(ValidationError, match="extra"):
        ComputeDelta(month="2026-10", text="words")
