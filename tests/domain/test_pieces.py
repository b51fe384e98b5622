"""Pieces of work that came together are one, and are taken apart again."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from domain.pieces import AT_ONCE, gathered
from domain.work import ComputeDelta, ExtractContext, ReinforceBeliefs
from tests.conftest import other_business


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
