"""Rate limits: a token bucket for each person, and for each address before anybody is known.

Held in the memory of this process: of several that answer each gives its share of the allowance.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import ceil

from core import clock
from core.errors import TooMany

REMEMBERED = 20_000
MOST_STREAMS = 20
MAX_BODY = 12 * 1024 * 1024
"""Bytes of a request's body; larger files go through `refleqt import`."""


class TooManyRequests(TooMany):
    """There were too many requests."""


class TooManyStreams(TooMany):
    """Too many event streams are open."""


class Buckets:
    """For each key, `per_minute` tokens that fill up evenly; a request takes one."""

    def __init__(self, per_minute: int, now: Callable[[], float] = clock.elapsed) -> None:
        self.per_minute = per_minute
        self._now = now
        self._held: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> None:
        """Use one token of `key`. Raises `TooManyRequests` with the seconds until the next."""
        now = self._now()
        tokens, since = self._held.pop(key, (float(self.per_minute), now))
        tokens = min(self.per_minute, tokens + (now - since) * self.per_minute / 60)
        refused = tokens < 1
        self._held[key] = (tokens if refused else tokens - 1, now)
        if len(self._held) > REMEMBERED:
            self._held.popitem(last=False)
        if refused:
            wait = ceil((1 - tokens) * 60 / self.per_minute)
            raise TooManyRequests(
                f"{self.per_minute} a minute are allowed.",
                remedy=f"Try again in {wait} s.",
                retry_after=wait,
            )


class Streams:
    """How many streams each key has open."""

    def __init__(self, most: int = MOST_STREAMS) -> None:
        self.most = most
        self._open: defaultdict[str, int] = defaultdict(int)

    def check(self, key: str) -> None:
        """Raise `TooManyStreams` where no further stream may be opened."""
        if self._open.get(key, 0) >= self.most:
            raise TooManyStreams(f"{self.most} are allowed.", remedy="Close one.", retry_after=5)

    @contextmanager
    def one(self, key: str) -> Iterator[None]:
        """Count a stream while the block runs. Raises `TooManyStreams` above the limit."""
        self.check(key)
        self._open[key] += 1
        try:
            yield
        finally:
            self._open[key] -= 1
            if not self._open[key]:
                del self._open[key]
