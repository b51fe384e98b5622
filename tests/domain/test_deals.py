"""Facts of the marketplace are of its three channels and name what they are about."""

from domain import deals
from domain.facts import Event

FACTS = [
    kind
    for kind in vars(deals).values()
    if isinstance(kind, type) and issubclass(kind, Event) and kind is not Event
]


def test_facts_of_the_marketplace_are_of_its_channels() -> None:
    assert {fact.channel for fact in FACTS} == {"market", "money", "plans"}


def test_each_names_what_it_is_about() -> None:
    assert all(fact.model_fields for fact in FACTS)
