"""What a training takes: stated at first, then as the last ones took it; and how far off it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.training_cost import Bill, Rates, billed, charged, forecast, learned

STATED = Rates(seconds_per_row=0.01, seconds_per_step=2.0, usd_per_hour=3.6)


def done(rows: int, took: float, steps: int = 0, step_seconds: float = 0.0) -> Bill:
    return billed(forecast(rows, steps, STATED), took, step_seconds, STATED.usd_per_hour)


def test_a_first_training_is_expected_by_the_stated_rates() -> None:
    found = forecast(100, 50, learned([], STATED))
    assert (found.seconds, found.measured) == (101.0, 0)
    assert found.usd_micros == 101_000  # 3.60 dollars an hour is a tenth of a cent a second


def test_later_ones_are_expected_as_the_last_three_took_it() -> None:
    rates = learned([done(100, 99), done(100, 2), done(100, 3), done(100, 4, 10, 30)], STATED)
    assert (rates.seconds_per_row, rates.seconds_per_step, rates.measured) == (0.03, 3.0, 3)


def test_a_bill_says_how_far_off_the_estimate_was() -> None:
    bill = done(100, 1.2)
    assert (bill.seconds, bill.error_percent) == (1.2, 20.0)
    assert done(0, 1.2).error_percent is None


@given(seconds=st.floats(0, 1e6), usd=st.floats(0, 100))
def test_twice_the_time_is_twice_the_money(seconds: float, usd: float) -> None:
    assert charged(2 * seconds, usd) == pytest.approx(2 * charged(seconds, usd), abs=2)
