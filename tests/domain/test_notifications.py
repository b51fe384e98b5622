"""When a mail about something may leave: digests, quiet hours, and days on which clocks change."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.notifications import (
    Digest,
    NoSuchZone,
    Wishes,
    after_quiet,
    kinds,
    known_zone,
    mail_due,
)

ZONES = ["America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"]
DIGESTS: list[Digest] = ["off", "daily", "weekly"]
NIGHT = (time(22), time(7))


def local(zone: str, wall: str, *, fold: int = 0) -> datetime:
    """A wall-clock time in a zone, as UTC."""
    return datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


def test_without_wishes_a_mail_leaves_at_once() -> None:
    at = local("UTC", "2026-11-01 03:00")
    assert mail_due(at, Wishes()) == at


@pytest.mark.parametrize("zone", ZONES)
def test_the_night_ends_at_seven_on_the_wall_clock(zone: str) -> None:
    wishes = Wishes(zone, quiet=NIGHT)
    for at in (local(zone, "2026-06-03 23:30"), local(zone, "2026-06-04 06:59")):
        assert after_quiet(at, wishes) == local(zone, "2026-06-04 07:00")
    for hour in (7, 12, 21):
        at = local(zone, f"2026-06-04 {hour:02}:00")
        assert after_quiet(at, wishes) == at


@pytest.mark.parametrize(
    ("zone", "evening", "hours"),
    [
        ("America/New_York", "2026-03-07", 8.0),  # clocks go forward in this night
        ("America/New_York", "2026-10-31", 10.0),  # and back in this one
        ("Australia/Lord_Howe", "2026-10-03", 8.5),  # by half an hour only
        ("Australia/Lord_Howe", "2026-04-04", 9.5),
        ("Asia/Kathmandu", "2026-03-07", 9.0),
    ],
)
def test_a_night_in_which_clocks_change_ends_on_the_wall_clock(
    zone: str, evening: str, hours: float
) -> None:
    begins = local(zone, f"{evening} 22:00")
    ends = after_quiet(begins, Wishes(zone, quiet=NIGHT))
    assert ends.astimezone(ZoneInfo(zone)).time() == time(7)
    assert ends - begins == timedelta(hours=hours)


def test_quiet_that_ends_in_a_skipped_hour_ends_right_after() -> None:
    wishes = Wishes("America/New_York", quiet=(time(1), time(2, 30)))
    at = local("America/New_York", "2026-03-08 01:30")
    assert after_quiet(at, wishes) == local("America/New_York", "2026-03-08 03:30")


def test_an_hour_that_comes_twice_is_quiet_in_its_first() -> None:
    wishes = Wishes("America/New_York", quiet=(time(0), time(1, 30)))
    first = local("America/New_York", "2026-11-01 01:15")
    second = local("America/New_York", "2026-11-01 01:15", fold=1)
    assert after_quiet(first, wishes) == local("America/New_York", "2026-11-01 01:30")
    assert after_quiet(second, wishes) == second


def test_a_day_that_a_zone_left_out_is_no_trouble() -> None:
    """Samoa had no 30 December 2011."""
    at = local("Pacific/Apia", "2011-12-29 23:00")
    due = after_quiet(at, Wishes("Pacific/Apia", quiet=NIGHT))
    assert due == local("Pacific/Apia", "2011-12-31 07:00")


def test_a_daily_digest_leaves_in_the_morning_and_a_weekly_one_on_monday() -> None:
    at = local("Asia/Kathmandu", "2026-11-04 09:00")  # a Wednesday
    assert mail_due(at, Wishes("Asia/Kathmandu", "daily")) == local(
        "Asia/Kathmandu", "2026-11-05 08:00"
    )
    assert mail_due(at, Wishes("Asia/Kathmandu", "weekly")) == local(
        "Asia/Kathmandu", "2026-11-09 08:00"
    )


def test_a_digest_waits_for_the_end_of_a_long_night() -> None:
    wishes = Wishes("UTC", "daily", (time(22), time(10)))
    assert mail_due(local("UTC", "2026-11-04 07:00"), wishes) == local("UTC", "2026-11-04 10:00")


@given(
    st.integers(1_262_304_000, 1_893_456_000),
    st.sampled_from(ZONES),
    st.sampled_from(DIGESTS),
    st.tuples(st.times(), st.times()),
)
def test_a_mail_is_never_early_never_in_quiet_hours_and_never_forgotten(
    second: int, zone: str, digest: Digest, quiet: tuple[time, time]
) -> None:
    at, wishes = datetime.fromtimestamp(second, UTC), Wishes(zone, digest, quiet)
    due = mail_due(at, wishes)
    assert at <= due <= at + timedelta(days=10)
    assert after_quiet(due, wishes) - due <= timedelta(hours=1)  # an hour may come twice


@pytest.mark.parametrize("name", ["Mars/Base", "", "UTC+1", "../etc/passwd", "europe/berlin"])
def test_what_is_no_zone_is_refused(name: str) -> None:
    with pytest.raises(NoSuchZone):
        known_zone(name)
    assert known_zone("Europe/Berlin") == "Europe/Berlin"


def test_every_kind_has_its_words_in_both_languages_and_a_page() -> None:
    for kind in kinds().values():
        details: dict[str, str | int] = {"count": 3, "version": 2, "verdict": "release"}
        details |= {"answers": 1, "month": "2026-10", "adapter": "cdt-a", "tier": "proven"}
        for language in ("en", "de", "fr"):
            assert "{" not in kind.title(language, details)
        assert kind.link("s", details).startswith("/")
        assert kind.to <= {"founder", "team", "creator", "reviewer", "operator"}


def test_a_kind_is_named_without_what_a_single_notice_is_about() -> None:
    for kind in kinds().values():
        for language in kind.words:
            assert not {"{", "}"} & {*kind.kind_of(language)}
