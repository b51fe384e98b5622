"""A breaker opens after five failures, rests, and lets one caller try."""

from dataclasses import dataclass

from cdt.breaker import LONGEST_REST, MOST_FAILURES, REST_SECONDS, Breaker


@dataclass
class Hand:
    """A second hand that the test moves."""

    at: float = 0.0

    def __call__(self) -> float:
        return self.at


def opened(hand: Hand) -> Breaker:
    """A breaker that has just opened."""
    breaker = Breaker(hand)
    for _ in range(MOST_FAILURES):
        breaker.failed()
    return breaker


def test_it_opens_at_the_fifth_failure_and_not_before() -> None:
    breaker = Breaker(Hand())
    for _ in range(MOST_FAILURES - 1):
        breaker.failed()
    assert breaker.may_ask()
    breaker.failed()
    assert breaker.open
    assert not breaker.may_ask()


def test_a_success_between_failures_starts_the_count_anew() -> None:
    breaker = Breaker(Hand())
    for _ in range(3):
        breaker.failed()
        breaker.failed()
        breaker.went_well()
    assert breaker.may_ask()


def test_after_the_rest_one_caller_tries_and_closes_it() -> None:
    hand = Hand()
    breaker = opened(hand)
    hand.at = REST_SECONDS
    assert breaker.may_ask()
    assert not breaker.may_ask()
    breaker.went_well()
    assert breaker.may_ask()


def test_a_failed_try_opens_it_for_another_rest() -> None:
    hand = Hand()
    breaker = opened(hand)
    hand.at = REST_SECONDS
    assert breaker.may_ask()
    breaker.failed()
    assert breaker.open
    hand.at = 2 * REST_SECONDS
    assert breaker.may_ask()


def test_a_caller_who_goes_away_leaves_the_try_to_the_next() -> None:
    hand = Hand()
    breaker = opened(hand)
    hand.at = REST_SECONDS
    assert breaker.may_ask()
    breaker.gave_up()
    assert breaker.may_ask()


def test_a_server_is_left_alone_as_long_as_it_asks() -> None:
    at = [0.0]
    guard = Breaker(lambda: at[0])
    guard.rest(90)
    at[0] = 89.0
    assert not guard.may_ask()
    at[0] = 90.0
    assert guard.may_ask()
    guard.rest(1_000_000)
    assert guard.rest_seconds == LONGEST_REST
