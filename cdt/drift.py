"""Effects followed through time: what worked once may work less by now, so old rows count less.

Every effect but the intercept wanders around its centre like a spring in a wind (an
Ornstein-Uhlenbeck process): after one half-life it keeps half of its correlation with what it was.
A Kalman filter over months is the exact posterior of that. Rows from before say less about today,
but they are never worth nothing, and where nothing new is seen the doubt grows back to the prior's.
"""

from dataclasses import dataclass

import numpy as np

CHUNK = 64
"""Rows that enter in one step; more would make the step's matrix large, and change nothing."""
EDGE = 1e-6


@dataclass(frozen=True)
class Course:
    """What is filtered: one line of `design` and one `outcome` a row, its age in months.

    `centre` and `variance` are the prior of each effect; `steady` marks those that do not wander.
    """

    design: np.ndarray
    outcome: np.ndarray
    months: np.ndarray
    centre: np.ndarray
    variance: np.ndarray
    steady: np.ndarray
    half_life_months: float


@dataclass(frozen=True)
class Today:
    """The effects as of now: mean, covariance; `misses` are each row's squared error and doubt."""

    mean: np.ndarray
    covariance: np.ndarray
    misses: np.ndarray


def followed(course: Course, noise: float) -> Today:
    """The posterior of the effects today, given the standard deviation of one outcome."""
    mean, covariance = course.centre.copy(), np.diag(course.variance)
    misses = np.zeros(len(course.outcome))
    month = np.floor(np.maximum(course.months, 0.0) + EDGE).astype(int)
    before = int(month.max(initial=0))
    for now in sorted(set(month.tolist()), reverse=True):
        mean, covariance = _later(course, (mean, covariance), before - now)
        before, rows = now, np.flatnonzero(month == now)
        for start in range(0, len(rows), CHUNK):
            part = rows[start : start + CHUNK]
            mean, covariance = _seen(course, (mean, covariance), part, noise)
        there = course.design[rows]
        doubt = np.einsum("ij,jk,ik->i", there, covariance, there)
        misses[rows] = (course.outcome[rows] - there @ mean) ** 2 + doubt
    mean, covariance = _later(course, (mean, covariance), before)
    return Today(mean, (covariance + covariance.T) / 2, misses)


def _later(
    course: Course, state: tuple[np.ndarray, np.ndarray], months: int
) -> tuple[np.ndarray, np.ndarray]:
    """The state so many months on, in which nothing was seen."""
    mean, covariance = state
    if months == 0:
        return mean, covariance
    keep = np.where(course.steady, 1.0, 2.0 ** (-months / course.half_life_months))
    wandered = np.diag((1 - keep**2) * course.variance)
    return course.centre + keep * (mean - course.centre), (
        keep[:, None] * covariance * keep[None, :] + wandered
    )


def _seen(
    course: Course, state: tuple[np.ndarray, np.ndarray], rows: np.ndarray, noise: float
) -> tuple[np.ndarray, np.ndarray]:
    """The state after some rows of one month."""
    mean, covariance = state
    design = course.design[rows]
    across = covariance @ design.T
    spread = design @ across + noise**2 * np.eye(len(rows))
    gain = np.linalg.solve(spread, across.T).T
    return mean + gain @ (course.outcome[rows] - design @ mean), covariance - gain @ across.T
