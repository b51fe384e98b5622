"""A field is answered by chips, on a scale or in words, and holds only what it may."""

import pytest

from domain.chips import options, typed
from domain.interview import FIELDS, STAGES, NotAProfileValue


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_says_how_it_is_answered(field: str) -> None:
    how = options(field)
    assert how.field == field
    assert bool(how.allowed) == (how.kind in ("one", "many", "scale"))


def test_values_are_brought_into_the_type_of_their_field() -> None:
    assert options("stage").allowed == STAGES
    assert typed("stage", ["seed"]) == "seed"
    assert typed("business_model", "saas") == ["saas"]
    assert typed("voice_formality", "-0.5") == -0.5
    assert typed("products", ["A", "B", "A"]) == ["A", "B"]
    assert typed("size", " 4\npeople ") == "4 people"
    assert typed("stage", "") is typed("products", []) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [("stage", "huge"), ("voice_boldness", "2"), ("voice_boldness", "loud"), ("nothing", "x")],
)
def test_what_a_field_cannot_hold_is_refused(field: str, value: str) -> None:
    with pytest.raises(NotAProfileValue):
        typed(field, value)
