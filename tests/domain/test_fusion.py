"""Parts are measured against all candidates, weighed by form, and told in plain words."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import fusion
from domain.fusion import FORMS, PARTS, Candidates


def candidates(count: int, **given: list[float]) -> Candidates:
    """Candidates alike in all but what is given."""
    return Candidates(**{name: np.array(given.get(name, [0.0] * count)) for name in PARTS})


@given(st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=30))
def test_a_part_has_no_mean_and_no_scale(values: list[float]) -> None:
    found = fusion.zscored(np.array(values))
    assert np.isfinite(found).all()
    assert abs(found.mean()) < 1e-6
    assert found.std() == pytest.approx(1, abs=1e-6) or not found.any()


@pytest.mark.parametrize("form", range(len(FORMS)))
def test_words_and_meaning_speak_for_a_passage_in_every_form(form: int) -> None:
    for part in ("words", "closeness"):
        parts = fusion.measured(candidates(2, **{part: [1.0, 0.0]}))
        better, worse = fusion.joined(parts, np.array([form, form])).sum(axis=1)
        assert better > worse


def test_a_part_that_is_left_out_adds_nothing() -> None:
    parts = fusion.measured(candidates(2, words=[1.0, 0.0]))
    assert not fusion.joined(parts, np.array([0, 0]), ("words", "diversity")).any()


def test_reasons_begin_with_what_counted_most() -> None:
    why = fusion.reasons({"words": 0.5, "speaker": 2.0, "closeness": 0.1}, ["export"], "Nora")
    assert why == ["is said by Nora, who is asked about", "says “export”"]


def test_there_is_always_a_reason() -> None:
    assert fusion.reasons({}, [], "") == ["is the nearest that there is"]


@given(st.lists(st.integers(0, 5), min_size=1, max_size=40), st.integers(1, 45), st.data())
def test_the_highest_are_those_of_a_whole_sort(
    scores: list[int], most: int, data: st.DataObject
) -> None:
    places = sorted(data.draw(st.sets(st.integers(0, len(scores) - 1))))
    values = np.array(scores, np.float32)
    found = fusion.highest(np.array(places, np.int64), values, most)
    assert found.tolist() == sorted(places, key=lambda n: (-scores[n], n))[:most]
