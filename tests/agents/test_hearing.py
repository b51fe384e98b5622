"""A brief lets a customer be heard in our words, only where one said nearly that."""

from uuid import UUID

from agents.hearing import paraphrase
from agents.phrases import book
from domain.customer_words import Overheard
from domain.rubric_briefs import QUOTE_WORDS


def said(words: str) -> Overheard:
    """A customer's words in a note."""
    return Overheard("vent", UUID(int=7), words)


def test_what_a_customer_said_is_told_in_our_words() -> None:
    found = paraphrase("support", [said("Who do I ask when it stops in the middle?")])
    assert found is not None
    assert found.text in book()["angles"]["support"]["heard"]
    assert (found.kind, found.id) == ("vent", UUID(int=7))


def test_nobody_is_heard_where_nobody_said_that() -> None:
    assert paraphrase("support", [said("The parking in front of your office is dreadful.")]) is None
    assert paraphrase("support", []) is None
    assert paraphrase("other", [said("Who do I ask when it stops?")]) is None


def test_every_paraphrase_is_short_enough_to_be_a_quote() -> None:
    for angle in book()["angles"].values():
        assert all(len(one.split()) <= QUOTE_WORDS for one in angle["heard"])
