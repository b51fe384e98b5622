"""The rail shows each role its own places and marks where one is."""

import pytest

from api.web import navigation
from domain.access import PEOPLE


@pytest.mark.parametrize("role", sorted(PEOPLE))
def test_each_role_has_a_place_to_begin(role: str) -> None:
    assert navigation.home(role).startswith("/")


def test_a_page_below_a_place_belongs_to_it() -> None:
    found = navigation.here("founder", "/maps/123")
    assert found
    assert found.path == "/maps"


def test_the_start_is_only_itself() -> None:
    assert navigation.here("founder", "/elsewhere") is None


def test_the_longest_place_wins() -> None:
    found = navigation.here("operator", "/operations/jobs/7")
    assert found
    assert found.path == "/operations/jobs"


def test_a_phones_bar_has_room_for_all_of_it() -> None:
    for places in navigation.PLACES.values():
        assert sum(place.main for place in places) <= 4
