"""A circuit breaker: after five failures in a row nobody asks for thirty seconds, then one may.

A server that says itself how long it wants to be left alone is left alone so long."""

from collections.abc import Callable
from dataclasses import dataclass

from core import clock

MOST_FAILURES = 5
REST_SECONDS = 30.0
LONGEST_REST = 600.0


@dataclass
class Breaker:
    """Counts what comes back from one model. `tick` counts real seconds, also in a demo whose
    clock is simulated: a server does not recover faster because we pretend that a month went by."""

    tick: Callable[[], float] = clock.elapsed
    failures: int = 0
    opened_at: float | None = None
    rest_seconds: float = REST_SECONDS
    trying: bool = False

    @property
    def open(self) -> bool:
        """Whether the model is left alone for now."""
        return self.opened_at is not None and self.tick() < self.opened_at + self.rest_seconds

    def may_ask(self) -> bool:
        """Whether to ask now. After the rest exactly one caller gets True until it reports back."""
        if self.opened_at is None:
            return True
        if self.open or self.trying:
            return False
        self.trying = True
        return True

    def went_well(self) -> None:
        """The model answered: forget what went wrong before."""
        self.failures, self.opened_at, self.trying = 0, None, False

    def failed(self) -> None:
        """The model failed: the fifth time in a row, or on trial, rest from now."""
        self.failures += 1
        if self.trying or self.failures >= MOST_FAILURES:
            self.rest()
        self.trying = False

    def rest(self, seconds: float = REST_SECONDS) -> None:
        """Leave the model alone from now on for so long, ten minutes at the most."""
        self.opened_at, self.rest_seconds = self.tick(), min(seconds, LONGEST_REST)

    def gave_up(self) -> None:
        """The caller went away before an answer: the trial is free for the next one."""
        self.trying = False
