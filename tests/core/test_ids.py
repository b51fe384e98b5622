"""Ids sort by time or come out the same for ever."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.clock import SimulatedClock, running
from core.ids import content_hash, derived_id, new_id

MOMENTS = st.integers(10**9, 10**11).map(lambda second: datetime.fromtimestamp(second / 64, UTC))
PARTS = st.lists(st.text(st.characters(exclude_characters="\x1f")), min_size=1, max_size=4)


@given(MOMENTS, st.integers(2, 10_000))
def test_a_later_id_sorts_after_an_earlier_one(at: datetime, later: int) -> None:
    assert new_id(at) < new_id(at + timedelta(milliseconds=later))


@given(MOMENTS)
def test_a_fresh_id_is_a_uuid_of_version_seven(at: datetime) -> None:
    found = new_id(at)
    assert (found.version, found.variant) == (7, "specified in RFC 4122")
    assert found.int >> 80 == int(at.timestamp() * 1000)


def test_a_fresh_id_takes_its_time_from_the_running_clock() -> None:
    at = datetime(2026, 11, 1, tzinfo=UTC)
    with running(SimulatedClock(at)):
        assert new_id().int >> 80 == int(at.timestamp() * 1000)
        assert new_id() != new_id()


@given(PARTS, PARTS)
def test_the_same_parts_give_the_same_id_and_others_another(a: list[str], b: list[str]) -> None:
    assert (derived_id(*a) == derived_id(*b)) == (a == b)
    assert (content_hash(*a) == content_hash(*b)) == (a == b)


def test_a_lone_surrogate_has_an_id_too() -> None:
    assert len(content_hash("\ud800")) == 64
    assert derived_id("\ud800") == derived_id("\ud800") != derived_id("\udfff")
