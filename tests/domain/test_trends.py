"""A trend, an odd month and a forecast are found where they were planted, and nowhere else."""

from math import pi, sin

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.trends import drift, month_at, odd, outlook, place, together


def series(values: list[float], year: int = 2023) -> dict[str, float]:
    return {month_at(year * 12 + at): float(value) for at, value in enumerate(values)}


def test_a_month_and_its_place_are_one() -> None:
    assert month_at(place("2026-12")) == "2026-12"


@settings(max_examples=30)
@given(st.floats(-50, 50), st.floats(-1000, 1000), st.integers(6, 30))
def test_the_trend_of_a_line_is_exact(slope: float, start: float, n: int) -> None:
    found = drift(series([start + slope * at for at in range(n)]))
    assert found is not None
    assert found.slope == pytest.approx(slope, abs=1e-6)
    assert found.low <= found.slope + 1e-9
    assert found.slope <= found.high + 1e-9


def test_noise_without_a_trend_is_said_to_have_none() -> None:
    noise = np.random.default_rng(3).normal(100, 10, 24)
    found = drift(series([*noise]))
    assert found is not None
    assert not found.clear


def test_five_months_are_no_trend() -> None:
    assert drift(series([1, 2, 3, 4, 5])) is None


def test_a_planted_month_is_odd_and_the_others_are_not() -> None:
    values = [100.0, 104, 99, 103, 101, 98, 260, 102, 100, 103, 99, 101]
    found = odd(series(values))
    assert found is not None
    assert [one.month for one in found] == ["2023-07"]
    assert found[0].low < found[0].expected < found[0].high < found[0].value


def test_a_season_that_comes_every_year_is_not_odd() -> None:
    noise = np.random.default_rng(5).normal(0, 1, 48)
    values = [200 + 80 * sin(2 * pi * at / 12) + noise[at] for at in range(48)]
    assert odd(series(values)) == []
    values[30] *= 2
    assert [one.month for one in odd(series(values)) or []] == ["2025-07"]


def test_a_series_of_nothing_has_no_odd_month() -> None:
    assert odd(series([0.0] * 12)) is None
    assert odd(series([1.0] * 7)) is None


def test_a_steady_line_is_carried_on() -> None:
    found = outlook(series([100.0 + 10 * at for at in range(12)]), 2)
    assert found is not None
    assert found.month == "2024-02"
    assert found.value == pytest.approx(230, rel=0.03)
    assert found.low <= found.value <= found.high


def test_the_range_of_a_forecast_covers_as_often_as_it_says() -> None:
    rng = np.random.default_rng(11)
    hits = 0
    for _ in range(200):
        walk = 1000 + np.cumsum(rng.normal(0, 20, 25))
        found = outlook(series([*walk[:24]]))
        assert found is not None
        hits += found.low <= walk[24] <= found.high
    assert 0.7 <= hits / 200 <= 0.95


def test_a_series_too_short_to_be_tested_is_not_foretold() -> None:
    assert outlook(series([5.0] * 7)) is None
    assert outlook(series([5.0] * 9), 6) is None


def test_two_series_with_the_same_steps_move_together() -> None:
    steps = np.random.default_rng(2).normal(0, 5, 20).cumsum() + 100
    rho, p, n = together(series([*steps]), series([*(2 * steps)]))
    assert rho == pytest.approx(1)
    assert p < 0.01
    assert n == 19
    assert together(series([1.0] * 10), series([1.0] * 10))[:2] == (0.0, 1.0)
