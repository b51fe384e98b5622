"""A planted curve of returns is found; where months say nothing, nothing is said."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.yields import changed, fitted, reaches


@settings(max_examples=40)
@given(st.floats(0.05, 1.2), st.floats(0.5, 50))
def test_a_planted_bend_is_found(bend: float, base: float) -> None:
    found = fitted([(spend, base * spend**bend) for spend in (100, 150, 220, 330, 500, 750, 900)])
    assert found is not None
    assert found.bend == pytest.approx(bend, abs=1e-6)
    assert found.base == pytest.approx(base, rel=1e-6)
    expected, low, high = changed(found, 0.2)
    assert low - 1e-9 <= expected <= high + 1e-9
    assert expected == pytest.approx(1.2**bend - 1, abs=1e-6)


def test_spend_that_never_varied_tells_nothing() -> None:
    assert fitted([(100.0, float(at)) for at in range(1, 13)]) is None
    assert fitted([(100.0 * at, 5.0) for at in range(1, 6)]) is None


def test_less_spend_never_promises_more() -> None:
    found = fitted([(100, 50), (200, 40), (300, 30), (400, 25), (500, 20), (600, 18)])
    assert found is not None
    assert changed(found, -0.5)[0] <= 0


def test_a_spend_beyond_what_was_tried_is_told() -> None:
    found = fitted([(100.0 * at, 10.0 * at) for at in range(1, 8)])
    assert found is not None
    assert reaches(found, 900)
    assert not reaches(found, 2000)
