"""Numbers as people write and say them: `1.1M`, `780.000`, `a tenner`, `eight`."""

from __future__ import annotations

import re

_SMALL = {
    "zero": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
    "twenty": 20,
}
_TENS = {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80}
_WORDS = {**_SMALL, **_TENS, "ninety": 90, "hundred": 100, "tenner": 10, "fiver": 5, "dozen": 12}
_SCALE = {"k": 1e3, "thousand": 1e3, "m": 1e6, "mio": 1e6, "million": 1e6, "bn": 1e9, "b": 1e9}

NUMBER = r"(?:\d[\d.,]*\d|\d|" + "|".join(sorted(_WORDS, key=len, reverse=True)) + r")"

_FORM = re.compile(rf"({NUMBER})\s?(k|thousand|million|mio|bn|billion|m|b)?\b", re.IGNORECASE)


def number(text: str) -> float | None:
    """The number at the start of `text`, or None. `780.000` and `780,000` are thousands."""
    hit = _FORM.match(text.strip())
    if not hit:
        return None
    raw, scale = hit.group(1).lower(), (hit.group(2) or "").lower()
    value = float(_WORDS[raw]) if raw in _WORDS else _digits(raw)
    return value * _SCALE.get(scale, 1e9 if scale == "billion" else 1.0)


def _digits(raw: str) -> float:
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", raw):
        return float(re.sub(r"[.,]", "", raw))
    if re.fullmatch(r"\d+,\d{1,2}", raw):
        return float(raw.replace(",", "."))
    plain = raw.replace(",", "")
    head, *tail = plain.split(".")
    return float(f"{head}.{tail[0]}") if tail and tail[0] else float(head)


def tidy(value: float) -> int | float:
    """Whole numbers as int, others rounded to cents."""
    return int(value) if value == int(value) else round(value, 2)
