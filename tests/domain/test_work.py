"""Work is named like its file, keyed by its fields, and retried with a doubling pause."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.work import (
    AT_ONCE,
    BY_NAME,
    MAX_STARTS,
    WORKS,
    ComputeDelta,
    ExtractContext,
    ReinforceBeliefs,
    TrainCdt,
    Work,
    gathered,
    pause_after,
)
from tests.conftest import other_business


@pytest.mark.parametrize("work", WORKS)
def test_a_work_is_found_by_its_name_and_has_one_of_three_priorities(work: type[Work]) -> None:
    assert BY_NAME[work.name()] is work
    assert work.priority in (1, 2, 3)
    assert (work.__doc__ or "").endswith((".", "?", ")"))


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


def heard(kind: str, *ids: UUID) -> ExtractContext:
    """Work that reads inputs of a kind."""
    return ExtractContext(source_kind=kind, source_ids=ids)


def test_pieces_that_differ_in_what_they_list_become_one_in_their_order() -> None:
    one, two, three = other_business(), other_business(), other_business()
    delta = ComputeDelta(month="2026-10")
    works = [heard("vent", one), delta, heard("file", two), heard("vent", three, one), delta]
    assert gathered(works) == [heard("vent", one, three), delta, heard("file", two), delta]
    assert gathered([]) == []


@given(st.integers(0, 100))
def test_what_is_gathered_is_bounded_and_lists_all(many: int) -> None:
    each = [heard("vent", other_business()) for _ in range(many)]
    whole = gathered(each)
    assert [one for work in whole for one in (work.parts() or [work])] == each
    assert len(whole) == -(-many // AT_ONCE)


def test_work_about_one_thing_has_no_parts() -> None:
    assert heard("vent", other_business()).parts() == []
    assert ComputeDelta(month="2026-10").parts() == []


def test_work_that_was_queued_for_one_thing_is_still_understood() -> None:
    one = other_business()
    old = f'{{"source_kind":"vent","source_id":"{one}"}}'
    assert ExtractContext.model_validate_json(old) == heard("vent", one)
    old = f'{{"cause":"vent","subject_id":"{one}"}}'
    new = ReinforceBeliefs(cause="vent", subject_ids=(str(one),))
    assert ReinforceBeliefs.model_validate_json(old) == new
