"""A flood waits, a month against all others waits for a second, one kind teaches nothing."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from domain.poisoning import MANY, Told, flooded, unsound

NOW = datetime(2026, 11, 28, tzinfo=UTC)


def days(*ago: int) -> list[datetime]:
    """Moments so many days ago."""
    return [NOW - timedelta(days=each, hours=1) for each in ago]


def usual(count: int) -> list[datetime]:
    """So many items in each of six earlier months."""
    return days(*(30 * month + 1 + at % 28 for month in range(1, 7) for at in range(count)))


def test_a_source_that_suddenly_brings_far_more_than_ever_is_a_flood() -> None:
    times = {"vent": [*usual(5), *days(*[3] * (MANY + 1))], "activity": [*usual(5), *days(3, 4)]}
    assert flooded(times, NOW) == {"vent"}


@pytest.mark.parametrize(
    "moments",
    [days(*[3] * 500), [*usual(40), *days(*[3] * 200)], [*usual(1), *days(*[3] * (MANY - 1))]],
    ids=["a first import", "a busy month", "few"],
)
def test_a_beginning_and_a_busy_month_are_no_flood(moments: list[datetime]) -> None:
    assert flooded({"vent": moments}, NOW) == frozenset()


def months(count: int, *turned: int, cells: int = 8) -> list[Told]:
    """Eight kinds of artifact, two a month; in the months `turned` (0 is the first) good is bad."""
    found = []
    for month in range(count):
        for cell in range(cells):
            good = cell / (cells - 1)
            for day in (3, 17):
                at = datetime(2026, 1 + month, day, tzinfo=UTC)
                outcome = 1 - good if month in turned else good
                found.append(Told(at=at, kind=(f"s{cell}",), outcome=outcome))
    return found


def test_a_month_against_all_months_before_waits_for_a_second_one() -> None:
    assert unsound(months(5)) == ()
    (said,) = unsound(months(5, 4))
    assert "2026-05 contradict" in said
    assert unsound(months(5, 3, 4)) == ()


def test_one_month_alone_and_few_kinds_contradict_nothing() -> None:
    assert unsound(months(1, 0)) == ()
    assert unsound(months(5, 4, cells=4)) == ()


def test_honest_noise_is_seldom_taken_for_a_contradiction() -> None:
    rng = np.random.default_rng(7)
    wrong = 0
    for _ in range(200):
        rows = [
            row.model_copy(update={"outcome": 0.5 * row.outcome + 0.5 * rng.random()})
            for row in months(4)
        ]
        wrong += bool(unsound(rows))
    assert wrong == 0


def test_nothing_can_be_told_apart_in_one_kind_or_one_outcome() -> None:
    rows = months(3)
    one_kind = [row.model_copy(update={"kind": ("s",)}) for row in rows]
    alike = [row.model_copy(update={"outcome": 0.5}) for row in rows]
    assert "one kind" in unsound(one_kind)[0]
    assert "equally well" in unsound(alike)[0]
    assert unsound(rows[:3]) == ()
