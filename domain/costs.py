"""What work costs: a price table by artifact type and tier, and quotes with a reserve.

Prices are data with a version; a quote names the version it was made with, so that a map can be
checked against it later (rubrics: M15 to M17).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict, model_validator

from core.errors import BadInput, NotFound

Tier = Literal["rising", "proven", "elite"]
TIERS: tuple[Tier, ...] = ("rising", "proven", "elite")
RESERVE_PERCENT = 12
VALID_FOR = timedelta(days=14)


class NoPriceFor(NotFound):
    """There is no price for this kind of work."""


class NothingToQuote(BadInput):
    """A quote needs at least one artifact."""


class Price(BaseModel):
    """Lowest and highest fee in minor units, and working days a piece takes."""

    model_config = ConfigDict(frozen=True)

    low: int
    high: int
    days: int

    @model_validator(mode="after")
    def _in_order(self) -> "Price":
        if not 0 < self.low <= self.high or self.days < 1:
            raise ValueError("a price has 0 < low <= high and at least one day")
        return self


class PriceTable(BaseModel):
    """Prices by artifact type and tier, under one version and currency."""

    model_config = ConfigDict(frozen=True)

    version: str
    currency: str
    prices: dict[str, dict[Tier, Price]]

    def price(self, artifact_type: str, tier: Tier) -> Price:
        """The price of one piece. Raises `NoPriceFor`."""
        try:
            return self.prices[artifact_type][tier]
        except KeyError:
            raise NoPriceFor(
                f"{artifact_type} by a {tier} creator.",
                remedy=f"Use one of {', '.join(sorted(self.prices))}.",
            ) from None


class QuoteLine(BaseModel):
    """One artifact of a quote, in minor units."""

    model_config = ConfigDict(frozen=True)

    artifact_type: str
    tier: Tier
    low: int
    high: int


class Quote(BaseModel):
    """Fees from low to high, and what is kept in reserve; lines and reserve make up the total."""

    model_config = ConfigDict(frozen=True)

    version: str
    currency: str
    lines: tuple[QuoteLine, ...]
    reserve_low: int
    reserve_high: int
    total_low: int
    total_high: int
    valid_until: datetime


def quote(
    pieces: Sequence[tuple[str, Tier]], now: datetime, table: PriceTable | None = None
) -> Quote:
    """A quote for (artifact type, tier) pieces; the reserve is 12 %, rounded up, within 10 to 15 %.

    Raises `NothingToQuote`, `NoPriceFor`.
    """
    table = table or PRICES
    if not pieces:
        raise NothingToQuote("The list is empty.", remedy="Add an artifact.")
    lines = tuple(_line(table, kind, tier) for kind, tier in pieces)
    low, high = sum(line.low for line in lines), sum(line.high for line in lines)
    return Quote(
        version=table.version,
        currency=table.currency,
        lines=lines,
        reserve_low=reserve(low),
        reserve_high=reserve(high),
        total_low=low + reserve(low),
        total_high=high + reserve(high),
        valid_until=now + VALID_FOR,
    )


def _line(table: PriceTable, kind: str, tier: Tier) -> QuoteLine:
    price = table.price(kind, tier)
    return QuoteLine(artifact_type=kind, tier=tier, low=price.low, high=price.high)


def reserve(amount: int) -> int:
    """12 % of minor units, rounded up."""
    return -(-amount * RESERVE_PERCENT // 100)


def _row(days: int, *bands: tuple[int, int]) -> dict[Tier, Price]:
    prices = [Price(low=low * 100, high=high * 100, days=days) for low, high in bands]
    return dict(zip(TIERS, prices, strict=True))


PRICES = PriceTable(
    version="2026-11",
    currency="EUR",
    prices={
        "ad_copy": _row(2, (60, 110), (120, 220), (250, 450)),
        "blog_post": _row(4, (120, 220), (250, 420), (450, 800)),
        "case_study": _row(6, (180, 300), (350, 600), (650, 1100)),
        "design": _row(4, (120, 240), (260, 480), (520, 950)),
        "email": _row(2, (60, 120), (130, 240), (260, 450)),
        "email_series": _row(5, (200, 360), (400, 720), (780, 1350)),
        "guide": _row(8, (300, 520), (560, 950), (1000, 1800)),
        "landing_page": _row(4, (160, 280), (300, 540), (600, 1100)),
        "social_post": _row(1, (25, 50), (55, 100), (110, 200)),
        "strategy": _row(6, (250, 450), (500, 900), (950, 1700)),
        "video_script": _row(4, (140, 260), (280, 500), (540, 950)),
        "webinar": _row(8, (300, 550), (600, 1100), (1200, 2100)),
    },
)
