"""Amounts of money: integer minor units, and splits that lose nothing.

Source: decisions 3 and 10. Rounding each part by itself breaks conservation in 39 % of random
splits; the largest remainder breaks it in none.
"""

import re
from collections.abc import Sequence
from fractions import Fraction
from math import lcm

from core.errors import BadInput

# ISO 4217 currencies whose minor unit is not a hundredth.
MINOR_DIGITS = {"BHD": 3, "CLP": 0, "ISK": 0, "JPY": 0, "KRW": 0, "KWD": 3, "TND": 3, "VND": 0}
_CURRENCY = re.compile(r"[A-Z]{3}")


class NotACurrency(BadInput):
    """A currency is three capital letters, as in EUR."""


class NotADivision(BadInput):
    """The weights of a split are finite, never negative, and at least one is above zero."""


def currency(code: str) -> str:
    """`code` trimmed and in capitals. Raises `NotACurrency`."""
    shaped = code.strip().upper()
    if not _CURRENCY.fullmatch(shaped):
        raise NotACurrency(
            f"Got {code!r}.",
            remedy="Use an ISO 4217 code such as EUR or USD.",
            field="currency",
            value=code,
        )
    return shaped


def split(total: int, weights: Sequence[float | int | Fraction]) -> list[int]:
    """`total` minor units shared out by `weights`, exactly: the parts add up to `total`.

    Each part is its exact quota rounded down, and what remains goes one unit each to the largest
    remainders, ties to the earlier part. A negative total is the exact mirror of the positive one,
    so that a refund reverses a credit. Raises `NotADivision`.
    """
    if total < 0:
        return [-part for part in split(-total, weights)]
    exact = _exact(weights)
    whole = sum(exact)
    if whole == 0:
        raise NotADivision(
            f"All {len(exact)} weights are zero.", remedy="Give one of them some weight."
        )
    quotas = [divmod(total * weight, whole) for weight in exact]
    parts = [part for part, _ in quotas]
    left = total - sum(parts)
    by_remainder = sorted(range(len(parts)), key=lambda i: (-quotas[i][1], i))
    for index in by_remainder[:left]:
        parts[index] += 1
    return parts


def _exact(weights: Sequence[float | int | Fraction]) -> list[int]:
    """Whole numbers in exactly the ratio of `weights`; floats are taken at their binary value."""
    try:
        ratios = [weight.as_integer_ratio() for weight in weights]
    except (OverflowError, ValueError) as wrong:
        raise NotADivision(
            f"Got {list(weights)!r}.", remedy="Leave out what is not a number."
        ) from wrong
    if any(numerator < 0 for numerator, _ in ratios):
        raise NotADivision(f"Got {list(weights)!r}.", remedy="Use weights of zero or more.")
    common = lcm(*(denominator for _, denominator in ratios))
    return [numerator * (common // denominator) for numerator, denominator in ratios]


def to_minor(value: str | int | float, code: str = "EUR") -> int:
    """Major units (`12.5`) as minor units (1250), half a unit rounded away from zero.

    A float is read as the decimal that it prints as, so 0.29 is 29 cents.
    """
    scaled = Fraction(str(value)) * 10 ** MINOR_DIGITS.get(code, 2)
    doubled = abs(scaled) * 2 + 1
    rounded = doubled.numerator // (doubled.denominator * 2)
    return rounded if scaled >= 0 else -rounded


def in_words(minor: int, code: str) -> str:
    """An amount for people: `1,250.00 EUR`."""
    return f"{_figure(minor, code)} {code}"


def in_money(minor: int, code: str) -> str:
    """An amount for columns, the currency first: `EUR 1,250.00`."""
    return f"{code} {_figure(minor, code)}"


def _figure(minor: int, code: str) -> str:
    digits = MINOR_DIGITS.get(code, 2)
    sign = "-" if minor < 0 else ""
    whole, part = divmod(abs(minor), 10**digits)
    return f"{sign}{whole:,}" + (f".{part:0{digits}d}" if digits else "")
