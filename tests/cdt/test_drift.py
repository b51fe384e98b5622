"""Effects that wander: what is known of them fades towards the prior, and never below it."""

import numpy as np
import pytest

from cdt.drift import Course, followed


def course(months, outcome, half_life=12.0, steady=False) -> Course:
    size = len(outcome)
    return Course(
        design=np.ones((size, 1)), outcome=np.array(outcome, float), months=np.array(months, float),
        centre=np.zeros(1), variance=np.ones(1), steady=np.array([steady]),
        half_life_months=half_life,
    )  # fmt: skip


def test_without_wandering_it_is_the_plain_posterior():
    found = followed(course([0, 3, 7], [1.0, 2.0, 3.0], steady=True), noise=1.0)
    assert found.mean[0] == pytest.approx(6 / 4)
    assert found.covariance[0, 0] == pytest.approx(1 / 4)


def test_it_is_the_exact_posterior_of_a_wandering_effect():
    months, outcome, noise = np.array([0, 5, 11]), np.array([1.0, -0.5, 2.0]), 0.7
    kernel = 2.0 ** (-np.abs(months[:, None] - months[None, :]) / 12)
    now = 2.0 ** (-months / 12)
    solved = np.linalg.solve(kernel + noise**2 * np.eye(3), np.stack([outcome, now], axis=1))
    found = followed(course(months, outcome), noise)
    assert found.mean[0] == pytest.approx(now @ solved[:, 0])
    assert found.covariance[0, 0] == pytest.approx(1 - now @ solved[:, 1])


def test_what_was_seen_a_half_life_ago_counts_half():
    fresh, old = (followed(course([m], [4.0]), 0.001).mean[0] for m in (0, 12))
    assert old == pytest.approx(fresh / 2)


def test_where_nothing_is_seen_any_more_the_doubt_is_the_priors():
    assert followed(course([600], [4.0]), 0.1).covariance[0, 0] == pytest.approx(1.0)


def test_many_rows_of_a_month_give_the_same_in_any_order():
    rng = np.random.default_rng(1)
    outcome, months = rng.normal(size=200), rng.integers(0, 3, 200)
    mixed = rng.permutation(200)
    one = followed(course(months, outcome), 0.5)
    other = followed(course(months[mixed], outcome[mixed]), 0.5)
    assert other.mean == pytest.approx(one.mean)
    assert other.misses == pytest.approx(one.misses[mixed])


def test_no_rows_leave_the_prior():
    found = followed(course([], []), 0.5)
    assert (found.mean[0], found.covariance[0, 0]) == (0.0, 1.0)
