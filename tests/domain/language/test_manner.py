"""How an answer was given is told: vocabulary and contradictions."""

import pytest

from domain.interview import Turn
from domain.language.manner import contradictions, manner
from domain.language.replies import replies


@pytest.mark.parametrize(
    ("question", "answer", "field"),
    [
        ("How far along are you?", "Growing fast. Last quarter was flat.", "stage"),
        ("Who are your competitors?", "No competitors. We hear Xero.",
         "competitors_direct"),
        ("How should your brand sound?", "Funny. But serious too.", "voice_playfulness"),
        ("How do you make money?", "It's free. We charge $5.", "pricing"),
    ],
)  # fmt: skip
def test_two_things_that_do_not_go_together_become_a_question(question, answer, field):
    found = contradictions(replies([Turn(question=question, answer=answer)]))
    assert [row.field for row in found] == [field]
    assert found[0].question.endswith("?")
    assert found[0].says.quote in answer
    assert found[0].against.quote in answer


def test_a_plain_answer_contradicts_nothing():
    assert contradictions(replies([Turn(question="Who pays you?", answer="Dentists.")])) == []


def test_words_used_and_avoided_are_told_apart():
    turn = Turn(question="How should your brand sound?", answer="Gentle, gentle. No buzzwords.")
    heard = manner(replies([turn]), {})
    assert heard.vocabulary.used[0] == "gentle"
    assert heard.vocabulary.avoided == ["buzzwords"]
