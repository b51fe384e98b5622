"""Rates are of those answered, with their ranges; what waits counts for nothing yet."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from domain.recommendations import Recommended, rates

AT = datetime(2026, 1, 1, tzinfo=UTC)


def one(number: int, fate: Any, **more: Any) -> Recommended:
    """A map and what became of it."""
    given = {"done": False, **more}
    return Recommended("map", UUID(int=number), "A map", AT, fate, **given)


def test_shares_are_of_those_answered_and_taken() -> None:
    told = rates(
        "map",
        [one(1, "accepted", done=True, right=True), one(2, "edited", done=True, right=False),
         one(3, "declined"), one(4, "ignored"), one(5, "waiting"), one(6, "accepted")],
    )  # fmt: skip
    assert (told.n, told.waiting) == (6, 1)
    assert (told.taken.n, told.taken.of, told.taken.enough) == (3, 5, True)
    assert (told.done.n, told.done.of) == (2, 3)
    assert (told.right.n, told.right.of, told.right.enough) == (1, 2, False)
    assert (told.edited.n, told.declined.n, told.ignored.n) == (1, 1, 1)
    assert told.taken.low < told.taken.share < told.taken.high


def test_another_kind_counts_for_itself() -> None:
    assert rates("brief", [one(1, "accepted")]).n == 0
