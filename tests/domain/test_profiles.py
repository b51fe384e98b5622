"""What was chosen stands over what was read; a guess only where nothing surer was said."""

from types import SimpleNamespace
from typing import Any

from domain.interview import Turn
from domain.language.answers import read
from domain.language.told import GUESS
from domain.profiles import CHOSEN, GUESSED, merged, understood, volunteered

SAID = read([Turn(question="How far along are you?", answer="We closed our seed round.")])


def row(field: str, value: Any, source: str = CHOSEN, quote: str | None = None) -> Any:
    """A row of choices."""
    return SimpleNamespace(field=field, value=value, source=source, quote=quote)


def test_a_choice_wins_a_guess_does_not_and_an_empty_choice_takes_away() -> None:
    profile = merged(SAID, [row("stage", "growth")], []).profile
    assert (profile["stage"].value, profile["stage"].confidence) == ("growth", 1.0)
    assert merged(SAID, [row("stage", "growth", GUESSED)], []).profile["stage"].value == "seed"
    assert "stage" not in merged(SAID, [row("stage", None)], []).profile


def test_coverage_and_the_next_question_follow() -> None:
    told = merged(SAID, [row("business_name", "Toffee House")], [])
    assert told.coverage > SAID.coverage
    assert told.next_question is not None
    assert told.next_question.field != "business_name"


def test_what_is_said_beyond_the_question_is_a_guess_with_its_sentence() -> None:
    turns = [
        Turn(
            question="What is your business called?", answer="Larch. We rent looms by subscription."
        ),
        Turn(
            question="How many are you?", answer="Growing since spring; our rivals are LoomShare."
        ),
        Turn(question="Anything else?", answer=None),
    ]
    found = volunteered(turns)
    (said,) = found["revenue_mechanics"].evidence
    assert (said.turn, said.quote) == (0, "We rent looms by subscription.")
    assert found["competitors_direct"].value == ["LoomShare"]
    assert all(mark.confidence <= GUESS for mark in found.values())


def test_an_interview_is_understood_with_what_was_chosen_over_it() -> None:
    turns = [Turn(question="How far along are you?", answer="We closed our seed round.")]
    assert understood(turns, []).profile["stage"].value == "seed"
    assert understood(turns, [row("stage", "growth")]).profile["stage"].value == "growth"
