"""What work costs: a quote from the marketplace's own prices, low to high, with a reserve.

All amounts are integer minor units of one currency. Without three prices of a type the table below
speaks, and the quote says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import quantiles

TABLE_VERSION = "2026-11"
TABLE: Mapping[str, tuple[int, int]] = {
    "ad_copy": (9_000, 22_000),
    "blog_post": (28_000, 60_000),
    "case_study": (45_000, 95_000),
    "email": (9_000, 24_000),
    "landing_page": (42_000, 90_000),
    "social_post": (5_000, 14_000),
    "video": (60_000, 140_000),
    "webinar": (55_000, 130_000),
}
OTHER = (25_000, 60_000)
RESERVE_PERCENT = 12
VALID_DAYS = 14
LEAST_PRICES = 3


@dataclass(frozen=True)
class Price:
    """Low and high price of one artifact; `known` counts the marketplace prices behind it."""

    low: int
    high: int
    known: int


@dataclass(frozen=True)
class Quote:
    """Sum of the prices, with the reserve for surprises in `reserve` (not in low and high)."""

    low: int
    high: int
    reserve: int

    @property
    def total_high(self) -> int:
        """What is held at purchase at the most."""
        return self.high + self.reserve


def price(artifact_type: str, offers: Sequence[int]) -> Price:
    """The middle half of what creators ask for this type, or the table's range."""
    if len(offers) < LEAST_PRICES:
        low, high = TABLE.get(artifact_type, OTHER)
        return Price(low, high, 0)
    first, _, third = quantiles(sorted(offers), n=4, method="inclusive")
    return Price(int(first), int(third), len(offers))


def quote(prices: Sequence[Price]) -> Quote:
    """The quote of several artifacts; parts add up to the whole exactly."""
    low, high = sum(one.low for one in prices), sum(one.high for one in prices)
    return Quote(low, high, high * RESERVE_PERCENT // 100)
