"""Claims are shares, sums, multiples and named sources; a step, a time or a list is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.work_claims import to_check, unfounded

GIVEN = "Results say 12% of readers answer. The price is $1,200. A study by Ostrava Labs says so."


@pytest.mark.parametrize(("said", "claims"), [
    ("About 12% answer, and it costs $1,200.", []),
    ("About 13% answer.", ["13%"]),
    ("It costs $1,300 a year.", ["$1,300"]),
    ("It is 3x faster for 7 of 9 shops.", ["3x", "7 of 9"]),
    ("According to Ostrava Labs it is so.", []),
    ("According to Gartner it is so.", ["Gartner"]),
    ("A survey by the Brasswick Institute agrees.", ["Brasswick Institute"]),
    ("We found that it works. According to them it does.", []),
    ("It saves 40% [unknown] of the time.", []),
    ("It saves 40% [unknown]. It saves 41%.", ["41%"]),
])  # fmt: skip
def test_claims_are_held_against_what_was_given(said: str, claims: list[str]) -> None:
    assert [one.text for one in unfounded(said, GIVEN)] == claims


def test_bare_numbers_are_pointed_at_but_no_list_no_time_and_no_claim() -> None:
    said = "1. Gauge 412 came late.\n2. At 23:59 it was due.\nIt rose by 40%. Ad 12\n"
    assert [one.text for one in to_check(said, GIVEN)] == ["412"]


@given(st.text(max_size=400))
def test_a_mark_stands_where_it_says(said: str) -> None:
    for one in (*unfounded(said, ""), *to_check(said, "")):
        assert one.text in said[one.start : one.start + len(one.text) + 1]


@given(st.text(max_size=300))
def test_a_text_claims_nothing_beyond_itself(said: str) -> None:
    assert unfounded(said, said) == ()
    assert to_check(said, said) == ()
