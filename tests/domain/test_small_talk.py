"""Greetings and thanks get a line, questions none, and letters without words ask nothing."""

import pytest

from domain.small_talk import asks_nothing, reply_to


@pytest.mark.parametrize("text", ["hi", "Hello there!", "thanks", "Thank you so much.", "bye"])
def test_a_courtesy_is_answered_in_a_line(text: str) -> None:
    assert 0 < len(reply_to(text)) < 100


def test_help_says_what_may_be_asked() -> None:
    assert "nothing is done until you say so" in reply_to("What can you do?")


@pytest.mark.parametrize("text", ["What can we do about churn?", "hi churn", "?", ""])
def test_a_question_is_no_courtesy(text: str) -> None:
    assert reply_to(text) == ""


def test_letters_without_words_ask_nothing() -> None:
    assert asks_nothing("asdf ???", 1)
    assert asks_nothing("🙂", 0)
    assert not asks_nothing("lawyer?", 1)
    assert not asks_nothing("Zwrqk Inc?", 0)
