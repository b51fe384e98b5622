"""A month is whole weeks; a full day says how many more there are."""

from dataclasses import dataclass
from datetime import date

import pytest

from api.web import months

TODAY = date(2026, 11, 20)


@dataclass(frozen=True)
class Line:
    """Something on a day."""

    publish_on: date | None


@dataclass(frozen=True)
class Drawn:
    """The first lines of a day, and how many it has."""

    items: list[Line]
    of: dict[date, int]


def drawn(count: int, begins: int = 0) -> months.Month:
    """November 2026 with so many lines today."""
    first = date(2026, 11, 1)
    given = Drawn([Line(TODAY)] * min(count, months.SHOWN + 1), {TODAY: count} if count else {})
    return months.draw(first, months.days_of(first, begins), TODAY, given)


@pytest.mark.parametrize(("begins", "start"), [(0, date(2026, 10, 26)), (6, date(2026, 11, 1))])
def test_weeks_begin_where_the_reader_expects_it(begins: int, start: date) -> None:
    month = drawn(0, begins)
    assert month.start == start
    assert all(len(week) == 7 for week in month.weeks)
    assert (month.before, month.after) == ("2026-10", "2026-12")


@pytest.mark.parametrize(("n", "shown", "more"), [(0, 0, 0), (4, 4, 0), (5, 3, 2), (40, 3, 37)])
def test_a_full_day_says_how_many_more_there_are(n: int, shown: int, more: int) -> None:
    month = drawn(n)
    (cell,) = [cell for week in month.weeks for cell in week if cell.day == TODAY]
    assert (len(cell.lines), cell.more, cell.today) == (shown, more, True)


@pytest.mark.parametrize("asked", [None, "", "2026-13", "nonsense", "0001-01", "9999-12", "2026"])
def test_a_month_that_is_none_is_todays(asked: str | None) -> None:
    assert months.month_of(asked, TODAY) == date(2026, 11, 1)


def test_the_month_asked_for_is_drawn() -> None:
    assert months.month_of("2024-02", TODAY) == date(2024, 2, 1)


def test_days_come_in_groups_those_without_one_last() -> None:
    lines = [Line(TODAY), Line(TODAY), Line(None)]
    assert [(day, len(of)) for day, of in months.by_day(lines)] == [(TODAY, 2), (None, 1)]
