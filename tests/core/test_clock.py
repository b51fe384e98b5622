"""Time is aware UTC, stands still where a test says so, and never runs back."""

import asyncio
from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from core import clock
from core.clock import SimulatedClock

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
MOMENTS = st.datetimes(timezones=st.just(UTC))


def test_the_real_clock_knows_its_zone() -> None:
    assert clock.REAL.now().tzinfo is UTC


def test_a_simulated_clock_stands_still_until_it_is_moved() -> None:
    it = SimulatedClock(NOON)
    with clock.running(it):
        assert clock.now() == clock.now() == NOON
        it.move_to(NOON + timedelta(days=30))
        assert clock.today() == date(2026, 12, 1)


@given(st.lists(MOMENTS, min_size=1))
def test_a_simulated_clock_never_runs_back(moments: list[datetime]) -> None:
    it = SimulatedClock(moments[0])
    seen = []
    for moment in moments:
        it.move_to(moment)
        seen.append(it.now())
    assert seen == sorted(seen)
    assert seen[-1] == max(moments)


def test_another_zone_is_told_in_utc() -> None:
    kathmandu = timezone(timedelta(hours=5, minutes=45))
    assert SimulatedClock(datetime(2026, 11, 1, 5, 45, tzinfo=kathmandu)).now().hour == 0


def test_after_the_block_the_clock_before_tells_the_time() -> None:
    with clock.running(SimulatedClock(NOON)):
        with clock.running(SimulatedClock(NOON + timedelta(hours=1))):
            assert clock.now().hour == 13
        assert clock.now().hour == 12
    assert clock.now() != NOON


async def test_tasks_that_the_block_starts_share_its_clock() -> None:
    async def look() -> datetime:
        return clock.now()

    with clock.running(SimulatedClock(NOON)):
        assert await asyncio.gather(look(), look()) == [NOON, NOON]


@given(st.dates(min_value=date(1990, 1, 1)), st.integers(0, 200))
def test_months_before_counts_back_to_a_first_of_month(day: date, months: int) -> None:
    found = clock.months_before(day, months)
    assert found.day == 1
    assert (day.year - found.year) * 12 + day.month - found.month == months


def test_a_month_is_named_by_year_and_number() -> None:
    assert clock.month_of(date(2026, 3, 9)) == "2026-03"
