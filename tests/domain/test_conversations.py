"""Conversations of the LoCoMo form are read strictly, and errors say where."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from domain.conversations import NotAConversation, gain, read, recall


def a_file(**changes: Any) -> str:
    """A file with one conversation of two turns."""
    talk = {
        "session_1": [
            {
                "dia_id": "D1:1",
                "speaker": "Nora",
                "text": "I saw\nwhales.",
                "blip_caption": "a sea",
            },
            {"dia_id": "D1:2", "speaker": "Piet", "text": "Where?"},
        ],
        "session_1_date_time": "1:56 pm on 8 May, 2026",
    }
    asked = [
        {"question": "What did Nora see?", "evidence": ["D1:1; D1:2", "D9:9"], "category": 1},
        {"question": "Who sang?", "evidence": [], "category": 4},
        {"question": "Made up?", "evidence": ["D1:1"], "category": 5},
    ]
    return json.dumps([{"sample_id": "one", "conversation": talk | changes, "qa": asked}])


def test_turns_are_lines_and_a_picture_is_its_caption() -> None:
    [found] = read(a_file())
    [session] = found.sessions
    assert session.transcript == "Nora: I saw whales. [shows a sea]\nPiet: Where?"
    assert session.at == datetime(2026, 5, 8, 13, 56, tzinfo=UTC)


def test_questions_without_evidence_and_of_category_five_are_left_out() -> None:
    [asked] = read(a_file())[0].questions
    assert asked.evidence == {"D1:1", "D1:2"}


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("{", "file"),
        ("[]", "file"),
        ('[{"qa": []}]', "[0]"),
        ('[{"conversation": {"session_1": []}}]', "[0].conversation"),
        ('[{"conversation": {"session_1": 3}}]', "[0].conversation.session_1"),
        (
            '[{"conversation": {"session_1": [{"dia_id": "a", "speaker": "b"}]}}]',
            "[0].conversation.session_1[0].text",
        ),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(text: str, field: str) -> None:
    with pytest.raises(NotAConversation) as caught:
        read(text)
    assert caught.value.fields["field"] == field
    assert caught.value.remedy


def test_an_odd_date_is_no_reason_to_refuse() -> None:
    assert read(a_file(session_1_date_time="soon"))[0].sessions[0].at.year == 2000
    assert read(a_file(session_1_date_time="2026-03-04"))[0].sessions[0].at.month == 3


def test_recall_and_gain_of_what_was_found() -> None:
    evidence = frozenset({"a", "b"})
    assert recall(["x", "a", "b"], evidence, 2) == 0.5
    assert gain(["a", "b"], evidence) == 1
    assert 0 < gain(["x", "a"], evidence) < 1
