"""Nobody's words are taken for granted; a no of the business counts for everybody."""

from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from domain.consent import SOURCES, TITLES, WORDS, may_train

ADA = uuid4()


def test_words_need_the_yes_of_whoever_said_them() -> None:
    assert not may_train({}, "vent", ADA)
    assert may_train({("vent", ADA): True}, "vent", ADA)
    assert not may_train({("vent", None): True}, "vent", ADA)


def test_words_of_nobody_known_need_the_yes_of_the_business() -> None:
    assert not may_train({}, "activity", None)
    assert may_train({("activity", None): True}, "activity", None)


def test_figures_are_used_unless_the_business_says_no() -> None:
    assert may_train({}, "performance", None)
    assert not may_train({("performance", None): False}, "performance", None)


@given(st.sampled_from(SOURCES), st.booleans())
def test_a_no_of_the_business_counts_for_everybody(source: str, mine: bool) -> None:
    known = {(source, None): False, (source, ADA): mine}
    assert not may_train(known, source, ADA)


def test_every_source_has_its_name() -> None:
    assert set(TITLES) == set(SOURCES) >= WORDS
