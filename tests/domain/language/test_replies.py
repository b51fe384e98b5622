"""Questions are recognised in other words, and skips are heard."""

import pytest

from domain.interview import Turn
from domain.language.replies import asked, hedged, names, replies, skipped


@pytest.mark.parametrize(
    ("question", "group"),
    [
        ("What does your company do?", "business"),
        ("How big is your team and have you raised money?", "stage"),
        ("How do you make money?", "model"),
        ("Tell us about your ideal customer.", "icp"),
        ("Which competitors do you lose to?", "competitors"),
        ("What tone of voice suits you?", "voice"),
        ("What does each plan cost?", "product"),
        ("Which tools are in your stack?", "stack"),
        ("Which marketing have you tried so far?", "state"),
        ("Who do you lose deals to, by name?", "competitors"),
    ],
)
def test_a_question_is_recognised_in_other_words(question, group):
    assert group in asked(question)


def test_an_unknown_question_is_about_nothing():
    assert asked("Tea or coffee?") == ()


@pytest.mark.parametrize(
    "answer", [None, "", "skip", "Dunno.", "n/a", "I don't know", "pass!", "No idea, sorry", "–"]
)
def test_a_skip_is_heard(answer):
    assert skipped(answer)


@pytest.mark.parametrize("answer", ["Nobody pays yet.", "Passport photos", "Skipton, Yorkshire"])
def test_an_answer_is_no_skip(answer):
    assert not skipped(answer)


def test_names_lose_the_common_word_in_front():
    assert [name for _, name in names("Mostly Trainual. Also BambooHR and Lattice.")] == [
        "Trainual",
        "BambooHR",
        "Lattice",
    ]


def test_without_capitals_unknown_words_are_names():
    assert [name for _, name in names("mostly puregym tbh", loose=True)] == ["puregym"]


def test_doubt_is_heard():
    assert hedged("maybe ten")
    assert hedged("moms?")
    assert not hedged("ten of us")


def test_a_clause_is_the_piece_between_commas():
    reply = replies([Turn(question="What do you do?", answer="One, maybe two, three.")])[0]
    assert reply.clause(7) == "maybe two"
    assert reply.saying(7) == "One, maybe two, three."
