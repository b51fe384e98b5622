"""A fact is frozen, in the past tense, in one of nine channels, and survives the log."""

from typing import get_args

import pytest
from pydantic import ValidationError

from domain import events
from domain.events import Channel, Event, InputKept
from tests.conftest import other_business

FACTS = [
    kind
    for kind in vars(events).values()
    if isinstance(kind, type) and issubclass(kind, Event) and kind is not Event
]


@pytest.mark.parametrize("fact", FACTS)
def test_every_fact_has_its_channel_and_its_sentence(fact: type[Event]) -> None:
    assert fact.channel in get_args(Channel)
    assert (fact.__doc__ or "").splitlines()[0].endswith(".")


def test_all_nine_channels_are_in_use() -> None:
    assert {fact.channel for fact in FACTS} == set(get_args(Channel))
    assert len(get_args(Channel)) == 9


def test_a_fact_is_read_back_as_it_was_written() -> None:
    fact = InputKept(kind="vent", id=other_business())
    assert InputKept.model_validate(fact.model_dump(mode="json")) == fact


def test_a_fact_is_not_changed_and_holds_nothing_else() -> None:
    fact = InputKept(kind="vent", id=other_business())
    with pytest.raises(ValidationError, match="frozen"):
        fact.kind = "answer"
    with pytest.raises(ValidationError, match="extra"):
        InputKept(kind="vent", id=fact.id, text="words")
