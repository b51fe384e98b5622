"""Words are kept as they came, cleaned only of what no store can hold."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.errors import BadInput, TooLarge
from core.text import clean_text, kept_text, printable, shorten


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00")))
def test_whole_text_is_only_composed(words: str) -> None:
    assert clean_text(words) == unicodedata.normalize("NFC", words)


@given(st.text(st.characters()))
@example("a\ud800b\udc00")
@example("\ud83d\ude00")
def test_whatever_came_can_be_stored_and_is_cleaned_once(words: str) -> None:
    cleaned = clean_text(words)
    cleaned.encode()
    assert "\x00" not in cleaned
    assert clean_text(cleaned) == cleaned


def test_a_lone_surrogate_leaves_its_mark() -> None:
    assert clean_text("a\ud800b") == "a\ufffdb"


@pytest.mark.parametrize("words", ["مرحبا بالعالم", "👩‍👩‍👧 ok", "naïve", "\u202eabc"])
def test_right_to_left_and_emoji_stay(words: str) -> None:
    assert kept_text(words) == words


@pytest.mark.parametrize("words", ["", " \n\t", "\x00\x00"])
def test_nothing_said_is_refused_with_the_field(words: str) -> None:
    with pytest.raises(BadInput, match="note is empty") as caught:
        kept_text(words, field="note")
    assert caught.value.fields["field"] == "note"


def test_too_much_is_refused_with_the_limit() -> None:
    with pytest.raises(TooLarge, match=r"11 characters; the limit is 10"):
        kept_text("x" * 11, limit=10)


@given(st.text(), st.integers(2, 100))
def test_a_shortened_line_is_one_line_within_its_limit(words: str, limit: int) -> None:
    line = shorten(words, limit)
    assert len(line) <= limit
    assert len(line.splitlines()) <= 1


@pytest.mark.parametrize(
    "text",
    [
        "\x1b[2J\x1b[31mred", "\x1b]0;title\x07", "\x1b]8;;https://x.example\x1b\\here", "\x9b31m",
        "over\rwritten", "back\x08\x08space", "\u202egnp.exe", "\u2066hidden\u2069", "\x00", "\x7f",
        "\ud800", "\U000e0041\U000e0042", "\x1bP1;2q\x1b\\", "\x1b_Gi=1\x1b\\", "a\u2028b",
    ],
)  # fmt: skip
def test_what_steers_a_terminal_is_shown_and_not_obeyed(text: str) -> None:
    safe = printable(text)
    assert "\\" in safe
    assert all(one.isprintable() for one in safe)


@pytest.mark.parametrize("text", ["Straße\n\t– “quoted”", "👩‍👩‍👧 é", "שלום", "مرحبا", "株式会社"])
def test_words_of_any_language_stay_as_they_are(text: str) -> None:
    assert printable(text) == text
