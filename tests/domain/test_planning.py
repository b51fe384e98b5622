"""What a map may rest on is a value: made once, compared by what it holds."""

from dataclasses import FrozenInstanceError
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.planning import LOOK_AHEAD, Ahead, Evidence, Rival, Shift, Theme, working_day

DAY = date(2026, 11, 2)
THEME = Theme(UUID(int=1), "retention", 3, ((UUID(int=2), "They leave."),))


def test_evidence_knows_nothing_unless_it_is_told() -> None:
    bare = Evidence(date(2026, 11, 2), "USD")
    assert [*bare.themes, *bare.beliefs, *bare.combinations, *bare.proposed] == []
    assert bare.undecided == 0


def test_a_theme_knows_its_days_and_its_people_only_where_they_were_told() -> None:
    assert (THEME.since, THEME.until, THEME.segment, THEME.heard) == (None, None, "", ())


def test_groups_are_known_by_one_spelling_whoever_names_them() -> None:
    entry = Ahead(UUID(int=5), DAY, "A title", "email", "Quality_Managers", "risk", "email")
    known = Evidence(DAY, "USD", ahead=[entry], profile={"icp_titles": ("quality manager",)})
    assert known.segments == {"quality manager"}


def test_what_comes_lies_between_today_and_how_far_maps_look() -> None:
    days = [DAY - timedelta(days=1), DAY, DAY + LOOK_AHEAD, DAY + LOOK_AHEAD + timedelta(days=1)]
    ahead = [Ahead(UUID(int=n), day, "", "email", "", "", "") for n, day in enumerate(days)]
    assert [one.day for one in Evidence(DAY, "USD", ahead=ahead).coming] == days[1:3]


def test_every_piece_of_evidence_may_be_cited() -> None:
    theme = Theme(
        UUID(int=1), "retention", 3, ((UUID(int=2), "x"),), heard=(("a", UUID(int=3), DAY),)
    )
    known = Evidence(DAY, "USD", themes=[theme], rivals=[Rival(UUID(int=4), "Acme", 2)])
    assert known.ids == {UUID(int=n) for n in (1, 2, 3, 4)}


def test_a_shift_is_dated_by_the_last_day_of_its_month() -> None:
    assert Shift(UUID(int=1), "visits", "2026-02", "up", 5, 3).day == date(2026, 2, 28)


def test_nobody_changes_evidence_after_it_was_gathered() -> None:
    with pytest.raises(FrozenInstanceError):
        THEME.count = 4


@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)))
def test_work_goes_out_on_days_on_which_people_work(first: date) -> None:
    found = working_day(first)
    assert found >= first
    assert found.weekday() < 5
    assert found - first <= timedelta(days=20)
    liked = working_day(first, frozenset({"tuesday"}))
    assert liked >= found
    assert liked - found < timedelta(days=7)
