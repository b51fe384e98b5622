"""Evidence is counted once a text, by month, with a range; too little of it is said to be so."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from domain.derived import Piece, by_month, estimate, response, sources, trend

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)


def piece(number: int, days: int = 0, **more: object) -> Piece:
    """A piece of text `number`, so many days ago."""
    given = {"kind": "vent", "id": UUID(int=number), "at": NOW - timedelta(days=days), **more}
    return Piece.model_validate(given)


def test_a_text_that_says_it_three_times_counts_once() -> None:
    said = [piece(1, 2, start=9), piece(1, 2, start=0), piece(2, 1)]
    assert [(one.id.int, one.start) for one in sources(said)] == [(1, 0), (2, 0)]


@given(st.integers(0, 50), st.integers(0, 50))
def test_a_share_lies_in_its_range(n: int, more: int) -> None:
    found = estimate(n, n + more)
    assert 0 <= found.low <= found.share <= found.high <= 1
    assert found.enough == (n + more >= 10)


def test_a_response_without_enough_pieces_has_no_range() -> None:
    assert response([], [0.5] * 9) is None
    few = response([0.9, 0.8], [0.5] * 9)
    assert few is not None
    assert (few.n, few.difference, few.clear) == (2, None, False)


def test_a_clear_difference_is_told_with_its_range() -> None:
    told = response([0.9, 0.8, 0.85, 0.9, 0.95, 0.88], [0.1, 0.2, 0.15, 0.3, 0.2, 0.1])
    assert told is not None
    assert told.low is not None
    assert told.clear
    assert told.low > 0.4


def test_a_trend_is_held_against_how_much_was_said_at_all() -> None:
    every = [NOW - timedelta(days=day) for day in range(180)]
    late = [NOW - timedelta(days=day) for day in range(0, 90, 9)]
    assert trend(late, every, NOW) == "rising"
    assert trend([NOW - timedelta(days=100 + day) for day in range(12)], every, NOW) == "falling"
    assert trend(every[::20], every, NOW) == "steady"
    assert trend(late[:3], every, NOW) == "unclear"
    # much more is said lately, and of this no more than of all else
    assert trend(late, every[:90] * 9 + every[90:], NOW) != "rising"


def test_months_without_any_stand_between() -> None:
    at = [date(2026, 7, 3), date(2026, 10, 1), date(2026, 10, 9)]
    assert by_month(at, NOW.date()) == [
        ("2026-07", 1), ("2026-08", 0), ("2026-09", 0), ("2026-10", 2), ("2026-11", 0),
    ]  # fmt: skip
    assert by_month([], NOW.date()) == []
    assert len(by_month([date(2020, 1, 1)], NOW.date())) == 12
