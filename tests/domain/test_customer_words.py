"""Words of customers are told apart from the words around them, and from what others say."""

import pytest

from domain.customer_words import said_by_customers


@pytest.mark.parametrize(
    ("note", "groups", "said"),
    [
        ('A customer wrote: "It ran before I had read the manual."', (), True),
        (
            "Quote from a plant manager: “I only want the list to be right.”",
            ("plant manager",),
            True,
        ),
        ('"I want to see who had it last." Dana, Larkspur. Keep that.', ("Larkspur",), True),
        ("Quote from a plant manager: “I only want the list to be right.”", (), False),
        ('The agency pitched our customers "an engine for more demand".', (), False),
        ('Customers search for "a list of all gauges" and never for us.', (), False),
        ('I wrote to myself "never hire in a hurry again" last week.', (), False),
        ('A customer said "thanks".', (), False),
        ("A customer said that it runs.", (), False),
    ],
)
def test_only_what_a_customer_is_named_for_counts(
    note: str, groups: tuple[str, ...], said: bool
) -> None:
    assert bool(said_by_customers(note, groups)) == said


def test_the_words_around_it_stay_out() -> None:
    note = 'Our buyer, on the phone: "I pay for the quiet." I had no answer to that.'
    assert said_by_customers(note) == ["I pay for the quiet."]
