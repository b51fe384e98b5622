"""A month as weeks of days, drawn on the server: what stands on each day, and what is left over.

Pure: takes days and lines, knows no clock and no request.
"""

from calendar import Calendar
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

SHOWN = 3
"""How many entries a day of the month shows before it says how many more there are."""
FIRST, LAST = date(1971, 1, 1), date(8999, 12, 1)


@dataclass(frozen=True)
class DayCell:
    """A day of a month's page with the entries that it shows and how many it does not."""

    day: date
    inside: bool
    today: bool
    lines: Sequence[Any]
    more: int


@dataclass(frozen=True)
class Month:
    """The weeks of a month, and the months before and after."""

    first: date
    weeks: list[list[DayCell]]

    @property
    def start(self) -> date:
        """The first day that is drawn, perhaps of the month before."""
        return self.weeks[0][0].day

    @property
    def end(self) -> date:
        """The last day that is drawn, perhaps of the month after."""
        return self.weeks[-1][-1].day

    @property
    def before(self) -> str:
        """The month before as `YYYY-MM`."""
        return f"{self.first - timedelta(days=1):%Y-%m}"

    @property
    def after(self) -> str:
        """The month after as `YYYY-MM`."""
        return f"{self.first + timedelta(days=32):%Y-%m}"


def month_of(asked: str | None, today: date) -> date:
    """The first day of the month asked for as `YYYY-MM`; of today's where that is none."""
    try:
        found = date.fromisoformat(f"{asked}-01")
    except ValueError:
        return today.replace(day=1)
    return found if FIRST <= found <= LAST else today.replace(day=1)


def days_of(first: date, week_begins: int) -> list[list[date]]:
    """The weeks of a month as days, whole weeks, beginning on a weekday (0 is Monday)."""
    return Calendar(week_begins).monthdatescalendar(first.year, first.month)


def draw(first: date, weeks: list[list[date]], today: date, drawn: Any) -> Month:
    """The month with what was `drawn` on its days: the first `items` of each (things with a
    `publish_on`), and how many it has (`of`)."""
    by_day: defaultdict[date, list[Any]] = defaultdict(list)
    for line in drawn.items:
        by_day[line.publish_on].append(line)
    return Month(
        first,
        [
            [
                _cell(day, (day.month == first.month, day == today), by_day[day],
                      drawn.of.get(day, 0))
                for day in week
            ]
            for week in weeks
        ],
    )  # fmt: skip


def _cell(day: date, where: tuple[bool, bool], lines: Sequence[Any], count: int) -> DayCell:
    """Of four entries all are shown: "+1 more" would take the room of the fourth."""
    shown = lines if count <= SHOWN + 1 else lines[:SHOWN]
    return DayCell(day, *where, shown, count - len(shown))


def by_day(lines: Iterable[Any]) -> list[tuple[date | None, list[Any]]]:
    """Lines in groups of one day, in their order; those without a day last."""
    found: dict[date | None, list[Any]] = {}
    for line in lines:
        found.setdefault(line.publish_on, []).append(line)
    return [*found.items()]
