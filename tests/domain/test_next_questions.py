"""What one might ask next fits what the answer rests on, and repeats nothing."""

from hypothesis import given
from hypothesis import strategies as st

from domain.next_questions import ALWAYS, MOST, UNKNOWN, next_questions


def test_a_note_leads_to_how_often_and_what_to_do() -> None:
    found = next_questions("Why do customers cancel?", True, ["vent", "vent", "belief"])
    assert found[0] == "How often did this come up?"
    assert found[-1] in ALWAYS


def test_where_nothing_is_known_there_is_a_way_on() -> None:
    assert next_questions("What of Mars?", False, []) == [*UNKNOWN]
    assert UNKNOWN[0] not in next_questions(UNKNOWN[0].upper(), False, [])


@given(st.text(), st.booleans(), st.lists(st.sampled_from(["vent", "map", "record", "none"])))
def test_there_are_few_and_none_twice(asked: str, known: bool, kinds: list[str]) -> None:
    found = next_questions(asked, known, kinds)
    assert len(found) == len(set(found)) <= MOST
