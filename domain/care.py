"""Whether a note says that its author may come to harm, and what to offer then (product X10).

Such a note is its author's alone: off the record, used for nothing. The rule knows sayings and
makes no diagnosis; it would rather offer once too often than look away, but never for a figure of
speech about the business.
"""

import re
import tomllib
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

LEXICON = Path(__file__).with_name("care.toml")
_CURLY = str.maketrans({"’": "'", "‘": "'", "`": "'"})
_PARTS = re.compile(r"(?<=[.!?;\n])\s+|\n+")


class Offer(BaseModel):
    """Where somebody listens."""

    model_config = ConfigDict(frozen=True)

    where: str
    what: str


class Care(BaseModel):
    """What the author is told, once."""

    model_config = ConfigDict(frozen=True)

    title: str
    text: str
    lines: tuple[Offer, ...]


def in_distress(text: str) -> bool:
    """Whether a sentence of `text` says, in the first person, that living has become too much."""
    plain = re.sub(r"[ \t]+", " ", text.translate(_CURLY)).casefold()
    cues, idioms = _patterns()
    return any(cues.search(idioms.sub(" … ", part.strip())) for part in _PARTS.split(plain))


@lru_cache(maxsize=1)
def care() -> Care:
    """What is offered."""
    known = tomllib.loads(LEXICON.read_text())
    return Care(**known["words"], lines=known["lines"])


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    known = tomllib.loads(LEXICON.read_text())
    cues, idioms = ("|".join(f"(?:{one})" for one in known[name]) for name in ("cues", "idioms"))
    return re.compile(rf"\b(?:{cues})"), re.compile(rf"\b(?:{idioms})")
