"""The interview asks for what is missing and counts what it covers."""

import pytest

from domain.interview import (
    CLOSED,
    FIELDS,
    NotAProfileValue,
    Turn,
    bank,
    check_value,
    coverage,
    mark,
    missing,
    next_question,
)


def test_there_is_one_question_for_each_field():
    assert sorted(row["field"] for row in bank()["questions"]) == sorted(FIELDS)
    assert len({row["text"] for row in bank()["questions"]}) == len(FIELDS)


def test_every_field_belongs_to_one_group():
    grouped = [field for row in bank()["groups"].values() for field in row["fields"]]
    assert sorted(grouped) == sorted(FIELDS)


def test_an_empty_profile_is_asked_for_the_name_first():
    asked = next_question({})
    assert asked is not None
    assert asked.field == "business_name"
    assert coverage({}) == 0
    assert missing({})[0] == "business_name"


def test_a_known_field_is_not_asked_again_and_an_unsure_one_is():
    sure = {"business_name": mark("business_name", "Mossly", 0.9, 0, "Mossly")}
    unsure = {"business_name": mark("business_name", "Mossly", 0.1, 0, "Mossly?")}
    assert "business_name" not in missing(sure)
    assert "business_name" in missing(unsure)
    assert coverage(sure) == pytest.approx(1 / 35, abs=1e-4)


def test_what_was_skipped_is_asked_last():
    asked = next_question({}, ["business_name"])
    assert asked is not None
    assert asked.field == "industry"


def test_when_all_is_known_nothing_is_asked():
    full = {field: mark(field, _any(field), 1, 0, "x") for field in FIELDS}
    assert next_question(full) is None
    assert coverage(full) == 1


def _any(field):
    if field in CLOSED:
        return CLOSED[field][0]
    return 0.5 if field.startswith("voice_") else "x"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("stage", "unicorn"),
        ("business_model", ["b2b", "magic"]),
        ("voice_boldness", 1.5),
        ("shoe_size", 3),
    ],
)
def test_values_outside_the_closed_lists_are_refused(field, value):
    with pytest.raises(NotAProfileValue):
        check_value(field, value)


def test_further_keys_of_a_turn_are_ignored():
    assert Turn.model_validate({"question": "q", "answer": None, "topic": "x"}).answer is None
