"""Words, dates and money in the reader's language; no text of a page is left out of a catalogue."""

from datetime import UTC, datetime

import pytest

from api.web import texts


@pytest.fixture(autouse=True)
def _english() -> None:
    texts.speak("en", "UTC")


@pytest.mark.parametrize(
    ("wanted", "accepted", "spoken"),
    [("de", "en", "de"), (None, "de-AT,de;q=0.9", "de"), (None, "fr", "en"), ("xx", "", "en")],
)
def test_the_readers_language_is_chosen(wanted: str | None, accepted: str, spoken: str) -> None:
    assert texts.choose(wanted, accepted) == spoken


def test_words_without_a_translation_stay_english() -> None:
    texts.speak("de", "UTC")
    assert texts.gettext("A text that no page has") == "A text that no page has"
    assert texts.ngettext("one thing", "many things", 2) == "many things"


def test_money_is_written_as_readers_write_it() -> None:
    assert texts.money(123456, "USD") == "$1,234.56"
    assert texts.money(500, "JPY") == "¥500"
    texts.speak("de", "UTC")
    assert texts.money(123456, "EUR") == "1.234,56\xa0€"


def test_a_moment_is_told_in_the_readers_zone() -> None:
    at = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    texts.speak("en", "Asia/Kathmandu")
    assert texts.day(at) == "Nov 21, 2026"
    texts.speak("en", "Nowhere/At All")
    assert texts.day(at) == "Nov 20, 2026"
    assert texts.ago(at, at.replace(hour=20)) == "in 3 hours"


def test_words_are_found_in_code_and_templates() -> None:
    found = texts.found_in_code()
    assert found.get("Sign in") is not None
    assert found.get("You are signed out.") is not None
    assert found.get("Today") is not None


def test_whole_amounts_stand_as_readers_of_the_language_write_them() -> None:
    assert texts.whole_money(10_008_000, "USD") == "$100,080"
    assert texts.whole_money(1_250, "JPY") == "¥1,250"
    texts.speak("de", "UTC")
    assert texts.whole_money(10_008_000, "USD") == "100.080\xa0$"
