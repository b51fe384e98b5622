"""The noun that is asked for is found, and whether yes or no would answer."""

import pytest

from domain.language.heads import asks_holder, asks_identity, asks_name, head_of, yes_or_no
from domain.language.terms import root


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("Who is our lawyer?", "lawyer"),
        ("What is the name of our dog?", "dog"),
        ("What is my wife's name?", "wife"),
        ("When is Hank's birthday?", "birthday"),
        ("How many refunds did we process?", "refunds"),
        ("How much rent do we pay?", "rent"),
        ("Why do people leave?", ""),
    ],
)
def test_the_noun_that_is_asked_for(text: str, head: str) -> None:
    assert head_of(text) == (root(head) if head else "")


def test_a_name_is_asked_for() -> None:
    assert asks_name("What is the name of our dog?")
    assert not asks_name("What do we charge?")


def test_yes_or_no_would_answer() -> None:
    assert yes_or_no("Did we ever try podcasts?")
    assert yes_or_no("Is our price too high?")
    assert not yes_or_no("Is it the owner or the manager?")
    assert not yes_or_no("What do we use?")


def test_who_somebody_is_and_who_holds_a_part_are_told_apart() -> None:
    assert asks_identity("Who is Dana?") == "Dana"
    assert asks_identity("Who is our lawyer?") == ""
    assert asks_holder("Who is our bank manager?") == "bank manager"
    assert asks_holder("Who is our ideal customer?") == ""
