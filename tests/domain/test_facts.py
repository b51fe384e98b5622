"""Every fact, wherever it is declared, has its channel and its sentence."""

from typing import get_args

import pytest

from domain import deals, events
from domain.facts import Channel, Event

FACTS = [
    kind
    for module in (events, deals)
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, Event) and kind is not Event
]


@pytest.mark.parametrize("fact", FACTS)
def test_every_fact_has_its_channel_and_its_sentence(fact: type[Event]) -> None:
    assert fact.channel in get_args(Channel)
    assert (fact.__doc__ or "").splitlines()[0].endswith(".")


def test_all_nine_channels_are_in_use() -> None:
    assert {fact.channel for fact in FACTS} == set(get_args(Channel))
    assert len(get_args(Channel)) == 9
