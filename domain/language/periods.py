"""Dates in questions: "in March 2021", "last quarter", "since June", as days before or after today.

Weeks begin on Monday, quarters in January. A month without a year is the latest that has begun.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from domain.asking import Span

_MONTHS = [
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
]  # fmt: skip
_MONTH = "|".join(f"{name}|{name[:3]}" for name in _MONTHS) + "|sept"
_UNIT = r"(day|week|month|quarter|year)"
_COUNT = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
          "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "couple of": 2, "few": 3}  # fmt: skip
_NUMBER = r"(\d{1,3}|" + "|".join(_COUNT) + r")"
_ORDINAL = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1}
EARLIEST = date(1990, 1, 1)


def span_of(text: str, today: date) -> Span | None:
    """The period that a question names, or None. The first phrase that says one wins."""
    for shape, read in _SHAPES:
        match = shape.search(text)
        if match is None:
            continue
        days = read(match, today)
        return Span(first=days[0], last=days[1], words=match[0].strip()) if days else None
    return None


def month_days(year: int, month: int) -> tuple[date, date]:
    """The first and the last day of a month; month 0 and 13 are those of the years beside."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier; 29 February becomes the 28th."""
    last = monthrange(day.year - years, day.month)[1]
    ends = day.day == monthrange(day.year, day.month)[1]
    return date(day.year - years, day.month, last if ends else min(day.day, last))


_Days = tuple[date, date] | None
_Read = Callable[[re.Match[str], date], _Days]


def _month_number(name: str) -> int:
    return next(n for n, each in enumerate(_MONTHS, 1) if each.startswith(name.lower()[:3]))


def _year_of(month: int, said: str | None, today: date) -> int:
    if said:
        return int(said)
    return today.year if month <= today.month else today.year - 1


def _unit_days(unit: str, today: date, shift: int) -> tuple[date, date]:
    if unit == "day":
        return today + timedelta(days=shift), today + timedelta(days=shift)
    if unit == "week":
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=shift)
        return monday, monday + timedelta(days=6)
    if unit == "month":
        return month_days(today.year, today.month + shift)
    if unit == "quarter":
        first = (today.month - 1) // 3 * 3 + 1 + 3 * shift
        return month_days(today.year, first)[0], month_days(today.year, first + 2)[1]
    return date(today.year + shift, 1, 1), date(today.year + shift, 12, 31)


def _iso(match: re.Match[str], today: date) -> _Days:
    try:
        day = date.fromisoformat(match[1])
    except ValueError:
        return None
    return (day, today) if match[0].lower().startswith("since") else (day, day)


def _full_day(match: re.Match[str], today: date) -> _Days:
    groups = match.groupdict()
    month = _month_number(groups["month"])
    try:
        day = date(_year_of(month, groups["year"], today), month, int(groups["day"]))
    except ValueError:
        return None
    return day, day


def _part_of_month(match: re.Match[str], today: date) -> _Days:
    first, last = month_days(_year_of(_month_number(match[2]), match[3], today),
                             _month_number(match[2]))  # fmt: skip
    place = _ORDINAL[match[1].lower()]
    if place < 0:
        return last - timedelta(days=6), last
    start = first + timedelta(days=7 * place)
    return start, min(last, start + timedelta(days=6))


def _between(match: re.Match[str], today: date) -> _Days:
    ends = _month_number(match[3])
    year = _year_of(ends, match[4], today)
    starts = _month_number(match[1])
    began = int(match[2]) if match[2] else year - (1 if starts > ends else 0)
    return month_days(began, starts)[0], month_days(year, ends)[1]


def _since_month(match: re.Match[str], today: date) -> _Days:
    month = _month_number(match[1])
    return month_days(_year_of(month, match[2], today), month)[0], today


def _until_month(match: re.Match[str], today: date) -> _Days:
    month = _month_number(match[1])
    return EARLIEST, month_days(_year_of(month, match[2], today), month)[1]


def _in_month(match: re.Match[str], today: date) -> _Days:
    month = _month_number(match[1])
    return month_days(_year_of(month, match[2], today), month)


def _quarter(match: re.Match[str], today: date) -> _Days:
    first = (int(match[1]) - 1) * 3 + 1
    year = int(match[2]) if match[2] else today.year - (1 if first > today.month else 0)
    return month_days(year, first)[0], month_days(year, first + 2)[1]


def _year(match: re.Match[str], today: date) -> _Days:
    year = int(match[2])
    last = today if (match[1] or "").lower() == "since" else date(year, 12, 31)
    return (date(year, 1, 1), last) if 1990 <= year <= today.year + 5 else None


def _named(match: re.Match[str], today: date) -> _Days:
    word = match[0].lower()
    shift = {"today": 0, "yesterday": -1, "tomorrow": 1}[word]
    return _unit_days("day", today, shift)


def _neighbour(match: re.Match[str], today: date) -> _Days:
    shift = {"last": -1, "previous": -1, "past": -1, "this": 0, "current": 0, "next": 1,
             "coming": 1}[match[1].lower()]  # fmt: skip
    return _unit_days(match[2].lower(), today, shift)


def _rolling(match: re.Match[str], today: date) -> _Days:
    said = match[2].lower()
    count = _COUNT.get(said) or int(said)
    unit = match[3].lower()
    length = {"day": 1, "week": 7, "month": 30.44, "quarter": 91.3, "year": 365.25}[unit] * count
    reach = timedelta(days=min(20_000, round(length)))
    ahead = match[1].lower() in ("next", "coming")
    return (today, today + reach) if ahead else (today - reach, today)


_YEAR = r"(?:,?\s+(?:of\s+)?((?:19|20)\d\d))?"
_SHAPES: tuple[tuple[re.Pattern[str], _Read], ...] = tuple(
    (re.compile(shape, re.IGNORECASE), read)
    for shape, read in (
        (r"\b(?:since |on |until |by )?(\d{4}-\d\d-\d\d)\b", _iso),
        (rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_MONTH})\b"
         r"(?:,?\s+(?P<year>(?:19|20)\d\d))?", _full_day),
        (rf"\b(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\d)"
         r"(?:,?\s+(?P<year>(?:19|20)\d\d))?", _full_day),
        (rf"\b(first|second|third|fourth|last) week (?:of|in) ({_MONTH})\b{_YEAR}", _part_of_month),
        (rf"\b(?:between|from) ({_MONTH})\b{_YEAR} (?:and|to|until) ({_MONTH})\b{_YEAR}", _between),
        (rf"\b(?:since|after) ({_MONTH})\b{_YEAR}", _since_month),
        (rf"\b(?:until|before|by|up to|by the end of) ({_MONTH})\b{_YEAR}", _until_month),
        (rf"\b({_MONTH})\b(?<!may){_YEAR}", _in_month),
        (rf"\b(?:in|of|for|during|last) (may)\b{_YEAR}", _in_month),
        (r"\bq([1-4])\b(?:\s+(?:of\s+)?((?:19|20)\d\d))?", _quarter),
        (r"\b(today|yesterday|tomorrow)\b", _named),
        (rf"\b(last|past|previous|next|coming) {_NUMBER} {_UNIT}s?\b", _rolling),
        (rf"\b(last|previous|past|this|current|next|coming) {_UNIT}\b", _neighbour),
        (r"\b(?:(since|in|during|of|for|over|throughout|year)\s+)((?:19|20)\d\d)\b", _year),
    )
)  # fmt: skip
