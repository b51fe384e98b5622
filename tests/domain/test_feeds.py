"""The feed is right on both sides of a change of clocks, and no title can break out of its line."""

from datetime import UTC, date, datetime, time
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.feeds import OCTETS, Dated, feed

ONE = UUID(int=1)
AT = datetime(2026, 11, 1, tzinfo=UTC)


def entry(day: date, at: time | None = None, zone: str | None = None, **more: object) -> Dated:
    """An entry of a feed."""
    fields = {"title": "Drift", "status": "scheduled", "version": 3, "changed_at": AT, **more}
    return Dated(id=ONE, day=day, at=at, zone=zone, **fields)


def lines(text: str) -> list[str]:
    """The unfolded lines of a feed."""
    return text.replace("\r\n ", "").split("\r\n")


@pytest.mark.parametrize(
    ("zone", "day", "start"),
    [
        ("America/New_York", date(2026, 10, 31), "20261031T130000Z"),
        ("America/New_York", date(2026, 11, 1), "20261101T140000Z"),
        ("Australia/Lord_Howe", date(2026, 10, 4), "20261003T220000Z"),
        ("Asia/Kathmandu", date(2026, 3, 29), "20260329T031500Z"),
        ("Pacific/Apia", date(2026, 4, 5), "20260404T200000Z"),
    ],
)
def test_an_hour_is_written_as_its_instant(zone: str, day: date, start: str) -> None:
    assert f"DTSTART:{start}" in lines(feed("House", [entry(day, time(9), zone)]))


def test_a_day_without_an_hour_is_a_day_in_no_zone() -> None:
    found = lines(feed("House", [entry(date(2026, 12, 31))]))
    assert "DTSTART;VALUE=DATE:20261231" in found
    assert "DTEND;VALUE=DATE:20270101" in found


def test_drafts_and_ghosts_say_what_they_are() -> None:
    found = lines(feed("House", [
        entry(date(2026, 12, 1), status="drafting"),
        entry(date(2026, 12, 2), status="idea", ghost=True, address="https://x.example/calendar/1"),
    ]))  # fmt: skip
    assert "SUMMARY:[Draft] Drift" in found
    assert "SUMMARY:[Suggested] Drift" in found
    assert found.count("STATUS:TENTATIVE") == 2
    assert "URL:https://x.example/calendar/1" in found
    assert "SEQUENCE:3" in found


@given(st.text(max_size=300))
def test_no_title_breaks_out_of_its_line(title: str) -> None:
    text = feed("House", [entry(date(2026, 12, 1), title=title, about=title)])
    assert text.count("BEGIN:VEVENT") - title.count("BEGIN:VEVENT") * 2 == 1
    assert all(len(line.encode()) <= OCTETS for line in text.split("\r\n"))
    names = [line.partition(":")[0].partition(";")[0] for line in lines(text) if line]
    assert names == [
        "BEGIN", "VERSION", "PRODID", "CALSCALE", "METHOD", "X-WR-CALNAME", "NAME",
        "REFRESH-INTERVAL", "X-PUBLISHED-TTL", "BEGIN", "UID", "SEQUENCE", "DTSTAMP",
        "LAST-MODIFIED", "DTSTART", "DTEND", "SUMMARY", "STATUS", "TRANSP", "CATEGORIES",
        *(["DESCRIPTION"] if title else []), "END", "END",
    ]  # fmt: skip
