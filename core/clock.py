"""The one place that asks the time: real in production, simulated in the demo and tests.

All times are aware UTC. A date that a person picks (a publish date) is a `date` and has no zone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from time import perf_counter
from typing import Protocol


class Clock(Protocol):
    """Answers what time it is, as an aware UTC datetime."""

    def now(self) -> datetime: ...


class RealClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class SimulatedClock:
    """Stands still until it is moved; never moves backwards."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    def move_to(self, when: datetime) -> None:
        """Jump forward to `when`; an earlier time is ignored, since time does not run back."""
        self._now = max(self._now, when.astimezone(UTC))


REAL: Clock = RealClock()
_clock: ContextVar[Clock] = ContextVar("clock", default=REAL)


def now() -> datetime:
    """The current time as the running clock tells it (aware UTC)."""
    return _clock.get().now()


def today() -> date:
    """The current UTC date as the running clock tells it."""
    return now().date()


def elapsed() -> float:
    """Seconds on a counter that only runs forward; for measuring, never for business time."""
    return perf_counter()


def months_before(day: date, months: int) -> date:
    """The first day of the month `months` before the month of `day`."""
    index = day.year * 12 + day.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)


def month_of(day: date | datetime) -> str:
    """`YYYY-MM` of a day."""
    return f"{day:%Y-%m}"


def days(count: float) -> timedelta:
    """A span of days."""
    return timedelta(days=count)


@contextmanager
def running(clock: Clock) -> Iterator[Clock]:
    """Let `clock` tell the time inside the block (this task and those it starts)."""
    token = _clock.set(clock)
    try:
        yield clock
    finally:
        _clock.reset(token)
