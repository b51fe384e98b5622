"""Figures in sentences: numbers, money, months and lists as a founder reads them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from math import floor, isfinite, log10

from domain.amounts import MINOR_DIGITS
from domain.claims import words

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
STAGE_NAMES = {"tofu": "awareness", "mofu": "consideration", "bofu": "decision"}
NAMES = {
    "seo": "search (SEO)", "roi": "ROI", "linkedin": "LinkedIn", "youtube": "YouTube",
    "google_ads": "Google Ads", "facebook": "Facebook", "meta_ads": "Meta Ads",
    "tiktok": "TikTok", "product_hunt": "Product Hunt", "hacker_news": "Hacker News",
    "audience_icp": "audience", "hubspot": "HubSpot",
    "google_analytics": "Google Analytics", "mailchimp": "Mailchimp",
}  # fmt: skip


def rounded(value: float) -> float:
    """As many digits as a reader needs: whole from 100 on, one decimal from 10, else two.

    Below a tenth two significant figures.
    """
    size = abs(value)
    if not isfinite(value) or size == 0:
        return 0.0
    if size < 0.1:
        return round(value, 1 - floor(log10(size)))
    return float(round(value, 0 if size >= 100 else 1 if size >= 10 else 2))


def number(value: float) -> str:
    """`1,234`, `12.3`, `0.45`; never an exponent, never `-0`."""
    shown = abs(rounded(value))
    text = f"{int(shown):,}" if shown == int(shown) else f"{shown:,.6f}".rstrip("0").rstrip(".")
    return f"−{text}" if value < 0 and shown else text


def quantity(value: float, unit: str) -> str:
    """A number with its unit: `4.2%`, `1,250 USD`, `12 days`; a mere count has none."""
    if unit in ("count", ""):
        return number(value)
    if unit in ("percent", "%"):
        return f"{number(value)}%"
    return f"{number(value)} {unit}"


def major(cents: float, code: str) -> float:
    """Minor units as an amount that is shown: whole from 1,000 on, else to the hundredth."""
    digits = MINOR_DIGITS.get(code, 2)
    value = cents / 10**digits
    return float(round(value, 0 if abs(value) >= 1000 else digits))


def money(cents: float, code: str) -> str:
    """Minor units for a sentence: `1,250 USD`, `18.05 USD`."""
    value = major(cents, code)
    whole = value == int(value)
    text = f"{abs(value):,.0f}" if whole else f"{abs(value):,.{MINOR_DIGITS.get(code, 2)}f}"
    return f"{'−' if value < 0 else ''}{text} {code}"


def share(part: float) -> str:
    """A share of one as a percentage: `12%`, `0.4%`."""
    return f"{number(part * 100)}%"


def counted(n: int, one: str, many: str = "") -> str:
    """`1 month`, `3 months`."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def month(name: str) -> str:
    """`2026-03` as `March 2026`."""
    year, _, place = name.partition("-")
    return f"{MONTHS[int(place) - 1]} {year}"


def day(when: date | datetime) -> str:
    """`3 March 2026`."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def on_weekday(when: date) -> str:
    """`Tuesday 3 March 2026`."""
    return f"{WEEKDAYS[when.weekday()]} {day(when)}"


def spelled(n: int) -> str:
    """A small number as a word, as it stands in a sentence: `two`, `nine`, `10`."""
    return SMALL[n] if 0 <= n < len(SMALL) else f"{n:,}"


def span(names: Sequence[str]) -> str:
    """First and last of sorted months: `from March 2026 to June 2026`, or `in March 2026`."""
    if names[0] == names[-1]:
        return f"in {month(names[0])}"
    return f"from {month(names[0])} to {month(names[-1])}"


def listed(parts: Iterable[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    every = [*parts]
    if len(every) < 2:
        return "".join(every)
    return f"{', '.join(every[:-1])} {last} {every[-1]}"


def named(slug: str) -> str:
    """A channel, segment, stage or topic as it is written within a sentence."""
    return NAMES.get(slug) or STAGE_NAMES.get(slug) or words(slug)


def opened(sentence: str) -> str:
    """The sentence with a capital at its start."""
    return sentence[:1].upper() + sentence[1:]


def said_as(quote: str, most: int = 18) -> str:
    """A quote in quotation marks, cut after `most` words."""
    parts = quote.split()
    return f"“{' '.join(parts[:most])}{' …' if len(parts) > most else ''}”"


def paragraph(*sentences: str) -> str:
    """Sentences that say something, one space between them, each with a capital."""
    return " ".join(opened(one.strip()) for one in sentences if one.strip())
