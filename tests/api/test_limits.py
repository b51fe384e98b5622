"""Allowances fill up evenly, belong to one key each, and say when to come back."""

import pytest

from api import limits
from api.limits import Buckets, Streams, TooManyRequests, TooManyStreams


class Hand:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


def refused(buckets: Buckets, key: str) -> bool:
    """Whether a request is refused."""
    try:
        buckets.take(key)
    except TooManyRequests:
        return True
    return False


def test_a_burst_is_allowed_and_then_an_even_flow() -> None:
    hand = Hand()
    buckets = Buckets(60, hand)
    assert sum(not refused(buckets, "ada") for _ in range(100)) == 60
    allowed = 0
    for _ in range(600):
        hand.at += 0.1
        allowed += not refused(buckets, "ada")
    assert 59 <= allowed <= 61


def test_one_who_asks_too_often_takes_nothing_from_others() -> None:
    buckets = Buckets(1, Hand())
    assert not refused(buckets, "ada")
    assert refused(buckets, "ada")
    assert not refused(buckets, "bob")


def test_a_refusal_says_when_to_come_back() -> None:
    buckets = Buckets(6, Hand())
    for _ in range(6):
        buckets.take("ada")
    with pytest.raises(TooManyRequests) as wrong:
        buckets.take("ada")
    assert wrong.value.fields["retry_after"] == 10


def test_only_so_many_keys_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "REMEMBERED", 10)
    buckets = Buckets(1, Hand())
    for n in range(100):
        buckets.take(f"somebody {n}")
    assert len(buckets._held) == 10


def test_streams_are_counted_while_they_are_open() -> None:
    streams = Streams(most=2)
    with streams.one("ada"), streams.one("ada"):
        with pytest.raises(TooManyStreams):
            streams.check("ada")
        streams.check("bob")
    streams.check("ada")
