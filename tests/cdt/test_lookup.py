"""Looking up: alike artifacts tell what a new one reaches; nobody alike tells the usual."""

from datetime import UTC, datetime

import numpy as np
import pytest

from cdt.lookup import looked_up
from cdt.preference import Row

AT = datetime(2026, 6, 10, 12, tzinfo=UTC)


def row(name: str, channel: str, outcome: float | None = None) -> Row:
    return Row(id=name, at=AT, segment="ops", channel=channel, angle="roi", outcome=outcome)


KNOWN = [row(f"e{n}", "email", 0.9) for n in range(10)] + [
    row(f"s{n}", "seo", 0.1) for n in range(10)
]


def test_the_most_alike_tell_what_to_expect():
    found = looked_up(KNOWN, {}).expect([row("x", "email"), row("y", "seo")])
    assert found[0] > 0.75
    assert found[1] < 0.25


def test_the_same_meaning_counts():
    near, far = np.array([1.0, 0.0]), np.array([0.0, 1.0])
    rows = [row(f"e{n}", "email", 0.9 if n < 10 else 0.1) for n in range(20)]
    vectors = {one.id: near if n < 10 else far for n, one in enumerate(rows)} | {"x": near}
    assert looked_up(rows, vectors).expect([row("x", "email")])[0] > 0.7


def test_without_anything_known_it_is_one_half():
    assert looked_up([], {}).expect([row("x", "email")]) == pytest.approx([0.5])
    assert len(looked_up(KNOWN, {}).expect([])) == 0


def test_what_can_be_looked_up_is_what_was_given_and_has_an_outcome():
    assert looked_up([*KNOWN, row("z", "email")], {}).ids == {one.id for one in KNOWN}
