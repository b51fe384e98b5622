"""Intervals cover what they promise; shares, Herfindahl and Holm keep their laws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.samples import (
    apart,
    gap,
    herfindahl,
    holm,
    middle,
    pooled,
    ratio_of_sums,
    share_range,
    shares,
    wilson,
)

WEIGHTS = st.dictionaries(st.text(min_size=1), st.floats(0.001, 1e6), min_size=1, max_size=20)


@given(WEIGHTS)
def test_the_herfindahl_index_lies_between_equal_parts_and_one(parts: dict[str, float]) -> None:
    index = herfindahl(parts)
    assert index is not None
    assert 1 / len(parts) - 1e-9 <= index <= 1 + 1e-9
    assert sum(shares(parts).values()) == pytest.approx(1)


def test_nothing_has_no_concentration() -> None:
    assert herfindahl({}) is None
    assert herfindahl({"a": 0.0}) is None


def test_the_interval_of_a_difference_covers_as_it_says() -> None:
    rng = np.random.default_rng(1)
    hits = 0
    for _ in range(400):
        found = gap([*rng.normal(10, 3, 9)], [*rng.normal(12, 1, 6)])
        assert found is not None
        hits += found.low <= 2 <= found.high
    assert hits / 400 == pytest.approx(0.9, abs=0.04)


def test_equal_samples_do_not_differ() -> None:
    same = gap([5, 5, 5], [5, 5, 5])
    assert same is not None
    assert (same.difference, same.clear, same.p) == (0, False, 1.0)
    assert gap([1], [2, 3]) is None


def test_the_interval_of_a_rate_covers_although_pieces_differ() -> None:
    rng = np.random.default_rng(4)
    hits = 0
    for _ in range(300):
        rates = rng.beta(20, 980, 40)
        pieces = [(float(rng.binomial(2000, rate)), 2000.0) for rate in rates]
        found = pooled(pieces)
        assert found is not None
        hits += found.low <= 0.02 <= found.high
    assert hits / 300 == pytest.approx(0.9, abs=0.05)
    assert pooled([(1, 10), (2, 20)]) is None


def test_rates_that_are_one_are_not_told_apart() -> None:
    one = pooled([(20, 1000), (22, 1000), (18, 1000), (20, 1000)])
    two = pooled([(60, 1000), (58, 1000), (62, 1000), (60, 1000)])
    assert one is not None
    assert two is not None
    assert apart(one, one) == 1
    assert apart(one, two) < 0.01


@given(st.integers(0, 200), st.integers(1, 200))
def test_a_share_lies_in_its_interval(part: int, more: int) -> None:
    whole = part + more
    low, high = wilson(part, whole)
    assert 0 <= low <= part / whole <= high <= 1


def test_the_middle_of_many_cases_is_covered() -> None:
    rng = np.random.default_rng(6)
    hits = 0
    for _ in range(300):
        found = middle([*rng.exponential(10, 30)])
        assert found is not None
        hits += found[1] <= 10 * np.log(2) <= found[2]
    assert hits / 300 >= 0.88
    assert middle([1, 2, 3]) is None


@given(st.dictionaries(st.text(min_size=1), st.floats(0, 1), max_size=10))
def test_holm_never_makes_a_test_surer(p: dict[str, float]) -> None:
    found = holm(p)
    assert all(p[name] <= found[name] <= 1 for name in p)
    assert sorted(p, key=lambda n: (p[n], n)) == sorted(p, key=lambda n: (found[n], p[n], n))


def test_a_ratio_of_sums_lies_in_its_interval() -> None:
    found = ratio_of_sums([(float(at % 5), 2.0) for at in range(50)])
    assert found is not None
    ratio, low, high = found
    assert ratio == pytest.approx(1.0)
    assert low < ratio < high
    assert ratio_of_sums([(1, 1)] * 9) is None


def test_a_share_that_little_is_known_of_may_lie_anywhere() -> None:
    low, high = share_range(1, 1, 0.8)
    assert (low, high) == (pytest.approx(0.1), pytest.approx(0.9))
    narrow = share_range(80, 20, 0.8)
    assert low < narrow[0] < 0.8 < narrow[1] < high
