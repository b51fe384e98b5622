"""A bonus is what its frozen terms give: all or nothing, never above the cap, in its window."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.bonuses import (
    LAST_LOOK_DAYS,
    WINDOW_DAYS,
    BonusTerms,
    closed,
    frozen,
    next_look,
    settled,
    window,
)
from domain.briefs import FIRST_REVIEW, Success

DUE = date(2026, 11, 15)


def terms(target: float = 10, cap: int = 500) -> BonusTerms:
    """Terms of a bonus on conversions."""
    aim = Success(metric="conversions", target=target, measured_on=DUE + timedelta(days=45))
    return frozen(aim, cap, "EUR", DUE)


def test_the_window_is_as_long_as_the_brief_said_and_never_under_thirty_days() -> None:
    assert window(terms(), DUE) == (DUE, DUE + timedelta(days=45))
    first = frozen(Success(metric=FIRST_REVIEW, target=1, measured_on=DUE), 500, "EUR", DUE)
    assert (first.formula, first.window_days) == ("all_at_first_review", WINDOW_DAYS)


@given(st.floats(0, 1e6), st.floats(0, 1e6), st.integers(0, 10**7), st.integers(0, 10**7))
def test_all_or_nothing_and_never_above_what_was_agreed(
    target: float, measured: float, cap: int, agreed: int
) -> None:
    came_to = settled(terms(target, cap), measured, (DUE, DUE), agreed)
    assert came_to.sum_cents == (min(cap, agreed) if measured >= target else 0)
    assert came_to.reached is not None
    assert 0 <= came_to.reached <= 1
    assert came_to.met == (measured >= target)


def test_what_is_not_known_is_not_nothing_reached() -> None:
    came_to = closed(terms(), "not_measured", (DUE, DUE))
    assert (came_to.measured, came_to.reached, came_to.met, came_to.sum_cents) == (
        None, None, False, 0,
    )  # fmt: skip


@given(st.integers(0, 200), st.integers(0, 200))
def test_who_looks_again_ends_by_the_written_day(passed: int, held: int) -> None:
    days, held_until = (DUE, DUE + timedelta(days=30)), DUE + timedelta(days=held)
    last = min(days[1] + timedelta(days=LAST_LOOK_DAYS), held_until)
    today, looks = DUE + timedelta(days=passed), 0
    while (again := next_look(days, today, held_until)) is not None:
        assert today < again <= last
        today, looks = again, looks + 1
    assert today >= last
    assert looks <= 61 // 7 + 1
