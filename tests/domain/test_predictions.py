"""Figures of predictions: as a hand works them out, and none where there are few."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.predictions import (
    GRACE,
    LEAST,
    Measured,
    Scored,
    by,
    calibration,
    chance_of_low,
    foreseen,
    held_to,
    score,
    verdict,
    yes_or_no,
)

DUE = date(2026, 10, 31)
PLANNED = DUE - timedelta(days=30)


def scored(count: int, chance: float, came: int, **over: object) -> list[Scored]:
    """`count` predictions of one chance, of which `came` came true."""
    base = {"chance": chance, "probability": 0.8}
    return [
        Scored.model_validate(base | {"reached": n < came, "inside": n < came} | over)
        for n in range(count)
    ]


def test_the_figures_are_what_a_hand_works_out() -> None:
    found = score("all", scored(10, 0.9, 6))
    assert found.brier == pytest.approx((6 * 0.01 + 4 * 0.81) / 10)
    assert (found.coverage, found.promised, found.reached) == pytest.approx((0.6, 0.8, 0.6))
    assert chance_of_low(0.8) == pytest.approx(0.9)


def test_too_few_say_nothing() -> None:
    found = score("all", scored(LEAST - 1, 0.9, 3))
    assert (found.n, found.brier, found.coverage) == (LEAST - 1, None, None)


def test_a_calibration_curve_has_a_point_for_each_chance_that_was_said() -> None:
    points = calibration([*scored(10, 0.9, 6), *scored(4, 0.3, 1)])
    assert [(p.said, p.came, p.n) for p in points] == [
        (pytest.approx(0.3), 0.25, 4), (pytest.approx(0.9), 0.6, 10),
    ]  # fmt: skip


def test_a_prediction_counts_in_each_of_its_groups() -> None:
    every = [*scored(3, 0.9, 2, beliefs=("a", "b")), *scored(2, 0.9, 2, beliefs=("b",))]
    assert [(one.group, one.n) for one in by(every, lambda one: one.beliefs)] == [
        ("b", 5),
        ("a", 3),
    ]


@given(st.lists(st.integers(1, 500), min_size=9, max_size=60, unique=True))
def test_the_range_holds_as_often_as_it_says(values: list[int]) -> None:
    """Whichever of the values comes last is predicted by the others."""
    inside = reached = said = chance = 0.0
    for place, last in enumerate(values):
        found = foreseen("conversions", [*values[:place], *values[place + 1 :]])
        assert found is not None
        inside += found.low <= last <= found.high
        reached += last >= found.bar
        said += found.probability
        chance += found.chance
    assert inside == pytest.approx(said, abs=0.01 * len(values))
    assert reached == pytest.approx(chance, abs=0.01 * len(values))


def test_fewer_than_eight_say_nothing() -> None:
    assert foreseen("conversions", [1.0] * 7) is None
    assert foreseen("conversions", [1.0] * 8) is not None


def test_what_nobody_can_miss_is_no_bar() -> None:
    found = foreseen("conversions", [0, 0, 0, 0, 3, 5, 7, 9, 11])
    assert found is not None
    assert (found.low, found.bar, found.chance) == (0, 3, 0.5)
    none = foreseen("conversions", [0] * 9)
    assert none is not None
    assert (none.bar, none.chance) == (1, 0.1)


@pytest.mark.parametrize(
    ("bar", "chance"), [(0, 0.9), (1, 0.9), (5, 0.5), (7, 0.3), (9, 0.1), (40, 0.1)]
)
def test_another_bar_has_another_chance(bar: float, chance: float) -> None:
    said = foreseen("conversions", [1, 2, 3, 4, 5, 6, 7, 8, 9])
    assert said is not None
    assert held_to(said, bar).chance == pytest.approx(chance)


@pytest.mark.parametrize(("yes", "n", "chance", "likely"), [(0, 0, 0.5, 1), (1, 8, 0.2, 0)])
def test_a_yes_is_foreseen_from_earlier_answers(
    yes: int, n: int, chance: float, likely: float
) -> None:
    said = yes_or_no("taken", yes, n)
    assert (said.chance, said.bar, said.low, said.high) == (chance, 1, likely, likely)
    assert said.probability == max(chance, 1 - chance)


@pytest.mark.parametrize(
    ("found", "today", "said"),
    [
        (Measured(value=9, published=PLANNED), DUE, None),
        (Measured(value=9, published=PLANNED), DUE + timedelta(days=1), ("worked", None)),
        (Measured(value=3, published=PLANNED), DUE + timedelta(days=1), ("underperformed", None)),
        (Measured(published=PLANNED), DUE + GRACE, None),
        (Measured(published=PLANNED), DUE + GRACE + timedelta(days=1), ("unclear", "not_measured")),
        (Measured(), DUE + timedelta(days=1), ("unclear", "not_launched")),
        (
            Measured(value=9, published=PLANNED + timedelta(days=8)), DUE + timedelta(days=1),
            ("unclear", "late"),
        ),
        (Measured(value=1, launches=False), DUE + timedelta(days=1), ("underperformed", None)),
    ],
)  # fmt: skip
def test_a_verdict_is_given_when_it_can_be(
    found: Measured, today: date, said: tuple[str, str | None] | None
) -> None:
    assert verdict(5, DUE, found, today) == said
