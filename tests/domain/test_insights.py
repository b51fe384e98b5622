"""The first insight rests on exact words of the interview, or says that it is too early."""

from domain.insights import Insight, first
from domain.interview import Turn
from domain.language.answers import read

FILL = ("Toffee House.", "A shop for sweets.", "Four.", "Seed.", "Online.")


def insight(*answers: str | None) -> Insight:
    """The insight after these answers to five or more questions."""
    asked = ("called", "do", "many", "far along", "sell", "come in", "best customer")
    turns = [
        Turn(question=f"What about {asked[n % len(asked)]}?", answer=each)
        for n, each in enumerate(answers)
    ]
    found = first(turns, read(turns))
    for one in found.quotes:
        assert one.quote in (turns[one.turn].answer or "")
    return found


def test_before_five_answers_it_is_too_early() -> None:
    found = insight(*FILL[:3], None, "skip")
    assert (found.kind, found.said) == (
        "not_yet", "2 more answers, and there is something to see.",
    )  # fmt: skip


def test_five_short_answers_show_nothing_yet() -> None:
    assert insight(*FILL).kind == "not_yet"


def test_a_word_that_comes_back_is_named_with_its_sentences() -> None:
    found = insight(
        "We bake bread without waste.", "Waste is what cafés fear.", "They order too much.",
        "Waste again: every evening bins are full.", "Four people.",
    )  # fmt: skip
    assert found.kind == "recurring"
    assert found.said.lower() == "“waste” comes up in 3 of your 5 answers."
    assert len(found.quotes) == 3


def test_the_longest_answer_is_where_the_stories_are() -> None:
    long = "When the first café owner phoned us at midnight she had thrown away forty loaves."
    found = insight(*FILL[:4], long)
    assert found.kind == "weight"
    assert "15 words" in found.said


def test_a_contradiction_comes_first() -> None:
    both = "Revenue is growing like crazy. Well, last quarter was flat actually."
    turns = [
        Turn(question="How far along are you?", answer=both),
        *(Turn(question="What do you sell?", answer=each) for each in FILL),
    ]
    found = first(turns, read(turns))
    assert found.kind == "contradiction"
    assert len(found.quotes) == 2
    assert found.then.endswith("?")


def test_certainty_and_doubt_are_set_side_by_side() -> None:
    turns = [
        Turn(question="What is going wrong for them before they find you?",
             answer="They throw away forty loaves every evening."),
        Turn(question="Who is your ideal customer?", answer="I guess café owners, not sure."),
        *(Turn(question="Anything else?", answer=each) for each in FILL[:3]),
    ]  # fmt: skip
    found = first(turns, read(turns))
    assert found.kind in ("doubt", "not_yet")
    if found.kind == "doubt":
        assert "hedge on who your best customer is" in found.said
