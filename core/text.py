"""Text at the border: what every ingress does to words before they are kept."""

import re
import unicodedata
from typing import Any

from core.errors import BadInput, TooLarge

MAX_CHARACTERS = 2_000_000
_LONE = re.compile("[\ud800-\udfff]")
_STEERS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Controls (C0 but tab and line feed, C1), turns of direction, lone surrogates, hidden tags."""


def clean_text(text: str) -> str:
    """`text` without NUL, lone surrogates replaced by U+FFFD, in NFC. Nothing else is changed.

    Postgres and LangGraph checkpoints refuse NUL and lone surrogates.
    """
    if "\x00" in text:
        text = text.replace("\x00", "")
    if text.isascii():
        return text
    if _LONE.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return unicodedata.normalize("NFC", text)


def clean(value: Any) -> Any:
    """`value` with every text in it cleaned, through lists and dictionaries (keys too)."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, list):
        return [clean(each) for each in value]
    if isinstance(value, dict):
        return {clean(name): clean(each) for name, each in value.items()}
    return value


def kept_text(text: str, *, field: str = "text", limit: int = MAX_CHARACTERS) -> str:
    """Cleaned text, fit to be kept. Raises `BadInput` if empty, `TooLarge` above `limit`."""
    if len(text) > limit:
        raise TooLarge(
            f"{field} has {len(text):,} characters; the limit is {limit:,}.",
            remedy="Split it into several entries.",
            field=field,
            value=f"{len(text)} characters",
        )
    cleaned = clean_text(text)
    if not cleaned.strip():
        raise BadInput(
            f"{field} is empty.",
            remedy="Say something, or leave it out.",
            field=field,
            value=text[:40],
        )
    return cleaned


def shorten(text: str, limit: int = 80) -> str:
    """The first `limit` characters on one line, with an ellipsis where something was cut."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def printable(text: str) -> str:
    """`text` fit for a terminal: what would steer it is shown and not obeyed.

    Escape sequences, other controls (all but tab and line feed) and marks that turn the direction
    of writing are written as `\\x1b`, `\\u202e`; letters, joiners of emoji and spaces stay.
    """
    return text if text.isascii() and text.isprintable() else _STEERS.sub(_shown, text)


def _shown(hit: re.Match[str]) -> str:
    return hit[0].encode("unicode_escape").decode("ascii")
