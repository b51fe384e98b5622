"""A fact is frozen and survives the log."""

import pytest
from pydantic import ValidationError

from domain.events import InputKept
from tests.conftest import other_business


def test_a_fact_is_read_back_as_it_was_written() -> None:
    fact = InputKept(kind="vent", id=other_business())
    assert InputKept.model_validate(fact.model_dump(mode="json")) == fact


def test_a_fact_is_not_changed_and_holds_nothing_else() -> None:
    fact = InputKept(kind="vent", id=other_business())
    with pytest.raises(ValidationError, match="frozen"):
        fact.kind = "answer"
    with pytest.raises(ValidationError, match="extra"):
        InputKept(kind="vent", id=fact.id, text="words")
