"""A mode is chosen per kind of output; a mere idea says how wide it may come out."""

import pytest
from pydantic import ValidationError

from domain.modes import Modes, chosen, unknown_width, width


def test_without_a_choice_every_output_is_adaptive() -> None:
    assert chosen({}) == Modes(map="adaptive", suggestion="adaptive")
    assert chosen({"modes": {"map": "strict"}}) == Modes(map="strict")
    with pytest.raises(ValidationError):
        chosen({"modes": {"map": "wild"}})


def test_an_idea_is_as_wide_as_all_that_was_measured() -> None:
    told = width([1.0] * 40, 0, 31, 0.8095, "conversions")
    assert "all 40 pieces" in told
    assert "0 to 31 conversions in 81% of cases" in told
    assert unknown_width("clicks").startswith("I don't know how many clicks")
