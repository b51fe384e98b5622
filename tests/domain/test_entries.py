"""An entry's hour is local, its day is a date: moving keeps the hour across changes of clocks."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.entries import (
    DayTooFar,
    EntryChanges,
    Filters,
    NoSuchZone,
    clock_note,
    differences,
    known_day,
    known_zone,
    local_moment,
    restorable_until,
    status_change,
)

ZONES = ["America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"]
NINE = time(9, 0)


@pytest.mark.parametrize(
    ("zone", "day", "moment"),
    [
        ("America/New_York", date(2026, 10, 31), datetime(2026, 10, 31, 13, tzinfo=UTC)),
        ("America/New_York", date(2026, 11, 2), datetime(2026, 11, 2, 14, tzinfo=UTC)),
        ("Australia/Lord_Howe", date(2026, 10, 3), datetime(2026, 10, 2, 22, 30, tzinfo=UTC)),
        ("Australia/Lord_Howe", date(2026, 10, 5), datetime(2026, 10, 4, 22, 0, tzinfo=UTC)),
        ("Asia/Kathmandu", date(2026, 6, 1), datetime(2026, 6, 1, 3, 15, tzinfo=UTC)),
        ("Pacific/Apia", date(2011, 12, 29), datetime(2011, 12, 29, 19, tzinfo=UTC)),
        ("Pacific/Apia", date(2011, 12, 31), datetime(2011, 12, 30, 19, tzinfo=UTC)),
    ],
)
def test_nine_oclock_stays_nine_oclock(zone: str, day: date, moment: datetime) -> None:
    assert local_moment(day, NINE, zone) == moment
    assert moment.astimezone(ZoneInfo(zone)).time() == NINE


def test_an_hour_that_is_skipped_comes_as_much_later() -> None:
    spring = date(2027, 3, 14)
    moment = local_moment(spring, time(2, 30), "America/New_York")
    assert moment is not None
    assert moment.astimezone(ZoneInfo("America/New_York")).time() == time(3, 30)
    assert clock_note(spring, time(2, 30), "America/New_York") == "skipped"
    half = local_moment(date(2026, 10, 4), time(2, 15), "Australia/Lord_Howe")
    assert half is not None
    assert half.astimezone(ZoneInfo("Australia/Lord_Howe")).time() == time(2, 45)


def test_a_day_that_an_island_left_out_comes_a_day_later() -> None:
    moment = local_moment(date(2011, 12, 30), NINE, "Pacific/Apia")
    assert moment is not None
    assert moment.astimezone(ZoneInfo("Pacific/Apia")).date() == date(2011, 12, 31)


def test_an_hour_that_comes_twice_is_the_first() -> None:
    autumn = date(2026, 11, 1)
    assert local_moment(autumn, time(1, 30), "America/New_York") == datetime(
        2026, 11, 1, 5, 30, tzinfo=UTC
    )
    assert clock_note(autumn, time(1, 30), "America/New_York") == "twice"
    assert clock_note(autumn, NINE, "America/New_York") == ""


@given(
    st.sampled_from(ZONES),
    st.dates(date(2012, 1, 1), date(2035, 1, 1)),
    st.integers(-400, 400),
    st.times(),
)
def test_moving_keeps_the_hour_wherever_the_clocks_let_it(
    zone: str, day: date, days: int, at: time
) -> None:
    moved = day + timedelta(days=days)
    moment = local_moment(moved, at, zone)
    assert moment is not None
    local = moment.astimezone(ZoneInfo(zone))
    if clock_note(moved, at, zone) != "skipped":
        assert (local.date(), local.time()) == (moved, at)


def test_without_an_hour_or_a_day_there_is_no_moment() -> None:
    assert local_moment(date(2026, 1, 1), None, "UTC") is None
    assert local_moment(None, NINE, "UTC") is None
    assert clock_note(None, NINE, None) == ""


def test_going_out_fixes_the_day_and_the_review() -> None:
    at = datetime(2026, 11, 1, 9, tzinfo=UTC)
    changes = status_change("scheduled", "published", None, at)
    assert (changes["publish_on"], changes["review_on"]) == (date(2026, 11, 1), date(2026, 12, 1))
    assert status_change("published", "published", None, at) == {}
    assert "review_on" not in status_change("idea", "drafting", None, at)


def test_unknown_zones_and_far_days_are_refused() -> None:
    with pytest.raises(NoSuchZone, match="Mars"):
        known_zone("Mars/Olympus")
    with pytest.raises(DayTooFar):
        known_day(date(9999, 12, 31))
    assert known_zone("") is None


def test_only_named_fields_are_written_and_empty_words_clear() -> None:
    given = EntryChanges(title="New", owner="", channel=None)
    assert given.named() == {"title": "New", "owner": None, "channel": None}
    with pytest.raises(ValidationError):
        EntryChanges.model_validate({"business_id": "x"})


def test_differences_name_both_sides() -> None:
    assert differences({"title": "a", "owner": "x"}, {"title": "b", "owner": "x"}) == {
        "title": {"yours": "a", "theirs": "b"}
    }


def test_filters_that_leave_nothing_out_are_empty() -> None:
    assert Filters().empty
    assert not Filters(text="gauge").empty


def test_the_trash_keeps_for_thirty_days() -> None:
    at = datetime(2026, 11, 1, tzinfo=UTC)
    assert restorable_until(at) == datetime(2026, 12, 1, tzinfo=UTC)
