"""`refleqt beliefs`: a line for each belief, and a clear word where a day is none."""

from datetime import UTC, datetime

import pytest

from api.commands.beliefs import NotADay, beliefs, lines
from core.ids import new_id
from tools.beliefs import BeliefList
from tools.history import Then, ThenList


def test_each_belief_is_a_line_and_an_empty_day_says_when_it_begins() -> None:
    one = Then(
        id=new_id(), category="channel", claim="Webinars bring more.", confidence=0.86, low=0.7,
        high=0.9, status="active", verdict="pinned", evidence=5, against=1, now=None,
        unlearned=False,
    )  # fmt: skip
    told = lines(ThenList(items=[one], since=None))
    assert told == [" 86%  Webinars bring more.  [active, pinned; 4 for, 1 against]"]
    began = datetime(2026, 1, 31, tzinfo=UTC)
    assert "31 January 2026" in lines(ThenList(items=[], since=began))[0]
    assert lines(BeliefList(items=[])) == ["Nothing was believed."]


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(NotADay, match="soon"):
        beliefs(on="soon")
