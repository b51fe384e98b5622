"""What is read from a question: its kind, its words, names, period, language."""

from datetime import date

import pytest

from domain.language.questions import Kind, read, without_names

TODAY = date(2026, 11, 21)

KINDS: dict[str, Kind] = {
    "How often did we complain about shipping?": "count",
    "What did Dana say about it?": "quote",
    "Why did you suggest this map?": "receipt",
    "Why do customers leave?": "why",
    "When did we move?": "when",
    "What is planned for next week?": "calendar",
    "How has revenue changed?": "trend",
    "Which channel is the best?": "top",
    "What if we cut the budget?": "whatif",
    "Will we reach 50k?": "forecast",
    "What should we do next?": "advice",
    "Are we sure that email works?": "belief",
    "Tell me something.": "open",
}


@pytest.mark.parametrize("text", KINDS)
def test_the_kind_of_a_question(text: str) -> None:
    assert read(text, TODAY).kind == KINDS[text]


def test_words_names_and_the_period_are_told_apart() -> None:
    asked = read("What did Tri-Notch Tool pay for Crib in March 2026?", TODAY, ("Gaugewren",))
    assert asked.names == ("Tri-Notch Tool", "Crib")
    assert asked.span is not None
    assert "march" not in {term.root for term in asked.terms}
    assert {term.word for term in asked.terms if not term.name} == {"pay"}


def test_the_own_name_is_no_subject() -> None:
    asked = read("What does Gaugewren cost?", TODAY, ("Gaugewren",))
    assert [term.word for term in asked.terms] == ["cost"]
    assert without_names(asked, ("Gaugewren",)) == "What does cost?"


def test_a_short_english_question_is_english_and_a_german_one_is_not() -> None:
    assert read("Why did we pause TinyPilot Cloud?", TODAY).language == "en"
    assert (
        read("Warum haben wir die Anzeigen im letzten Jahr abgeschaltet?", TODAY).language == "de"
    )
