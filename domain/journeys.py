"""A journey: the touches that one customer had with a business, and whether money followed.

Everything that shares out credit reads the cleaned path that `path` returns, so that repeats, late
touches and touches outside the look-back window are treated alike by every model.
"""

import unicodedata
from dataclasses import dataclass
from functools import cached_property

DIRECT = frozenset({"direct", "(direct)", "none", "(none)", "(direct) / (none)", "direct / none"})
UNATTRIBUTED = "(unattributed)"


@dataclass(frozen=True)
class Touch:
    """One contact: `hours` before the conversion, or before the last touch if none followed."""

    channel: str
    hours: float
    artifact: str = ""


@dataclass(frozen=True)
class Journey:
    """Touches in the order in which they were read; `value` in minor units."""

    id: str
    touches: tuple[Touch, ...]
    value: int = 0
    currency: str = ""
    converted: bool = True

    @cached_property
    def chronological(self) -> tuple[int, ...]:
        """Positions of the touches, earliest first; ties in time keep the order of input."""
        return tuple(sorted(range(len(self.touches)), key=lambda i: -self.touches[i].hours))


def path(journey: Journey, lookback_hours: float | None = None) -> tuple[int, ...]:
    """Positions of the touches that may earn credit, earliest first.

    Left out: repeats of the same touch (same channel, artifact and time), touches after the
    conversion, and touches more than `lookback_hours` before it.
    """
    seen: set[tuple[str, float, str]] = set()
    kept = []
    for index in journey.chronological:
        touch = journey.touches[index]
        same = (channel_key(touch.channel), touch.hours, touch.artifact)
        outside = lookback_hours is not None and touch.hours > lookback_hours
        if touch.hours < 0 or outside or same in seen:
            continue
        seen.add(same)
        kept.append(index)
    return tuple(kept)


def channel_key(channel: str) -> str:
    """What two spellings of one channel share: form, case and spaces do not tell them apart."""
    return " ".join(unicodedata.normalize("NFKC", channel).casefold().split())


def is_direct(channel: str) -> bool:
    """Whether nothing brought the customer: typed, bookmarked, or unknown."""
    return channel_key(channel) in DIRECT
