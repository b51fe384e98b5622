"""Audiences and rivals are told from customers and mere mentions."""

from domain.language.entities import entities
from domain.language.market import audiences, competitors
from domain.language.sentences import sentences


def test_audiences_are_named_groups_and_never_bare_customers():
    assert audiences(sentences("We sell to email copywriters, and customers like it.")) == [
        "email copywriters"
    ]


def test_a_name_is_a_competitor_only_where_something_is_compared():
    text = "We use Notion. Our biggest competitor is Trainual."
    parts = sentences(text)
    assert competitors(parts, entities(text, parts)) == ["Trainual"]
