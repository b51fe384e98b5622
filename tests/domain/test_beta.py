"""Each part has its floor and its cadence; what goes in is told apart from what did not fit."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from domain.beta import (
    CADENCE,
    DERIVED,
    DYNAMIC,
    FLOOR,
    OVERVIEW,
    PARTS,
    STATIC,
    Held,
    Item,
    Part,
    composed,
    condition,
    fading,
    heading,
    share,
)

DAY = date(2026, 11, 1)


def item(part: Part, text: str, worth: float = 0.5) -> Item:
    """One thing known."""
    return Item(part, "vent", uuid4(), text, datetime(2026, 5, 8, tzinfo=UTC), worth=worth)


def test_every_part_has_a_layer_a_cadence_and_a_floor() -> None:
    assert {*STATIC, *DYNAMIC, *DERIVED} == {*PARTS}
    assert set(CADENCE) == set(FLOOR) == set(OVERVIEW) == set(PARTS)
    assert sum(FLOOR.values()) <= 1
    assert sum(OVERVIEW.values()) == pytest.approx(1)
    assert all(each.fresh < each.stale and each.why for each in CADENCE.values())


@pytest.mark.parametrize(
    ("days", "verdict"), [(0, "fresh"), (7, "fresh"), (8, "ageing"), (30, "ageing"), (31, "stale")]
)
def test_a_part_ages_by_its_cadence(days: int, verdict: str) -> None:
    held = Held((item("said", "Words."),), 0.5, DAY - timedelta(days=days))
    found = condition("said", held, DAY)
    assert (found.age, found.verdict, found.coverage) == (days, verdict, 0.5)


def test_a_part_without_anything_is_missing_and_names_what_it_wants() -> None:
    found = condition("stated", Held(wanting=("pricing",)), DAY)
    assert (found.verdict, found.age, found.wanting) == ("missing", None, ("pricing",))


def test_what_did_not_fit_is_counted_by_part_and_what_was_said_twice_apart() -> None:
    said = [item("said", f"Word number {n} of many.", 0.9) for n in range(8)]
    twice = replace(said[0], id=uuid4())
    found = composed([*said, twice, item("beliefs", "A belief.")], frozenset({"word"}), 60)
    assert found.tokens <= 60
    assert found.again == 1
    assert len(found.items) + sum(found.left_out.values()) + found.again == 10
    assert [one.part for one in found.items][-1] == "beliefs"
    assert "A belief." in found.text


def test_words_stand_under_their_source_and_day() -> None:
    assert heading(item("said", "Words.")) == "note 8 May 2026"
    assert heading(item("beliefs", "Words.")) == "beliefs"


def test_shares_and_fading_stay_between_nothing_and_one() -> None:
    assert share([1, 2, 9], [1, 2, 3, 4]) == 0.5
    assert share([1], []) == 0
    assert fading(DAY, DAY) == 1
    assert fading(DAY - timedelta(days=45), DAY) == fading(DAY + timedelta(days=45), DAY) == 0.5
