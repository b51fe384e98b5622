"""Channel slugs named in a text, with the words that name them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from domain.language.lexicons import pattern, table

MOST = 20  # mentions of one channel that are looked at

# "an e-mail", "the article": a mention of the thing, no channel; two mentions or a plural are one
_LIGHT = {"email": re.compile(r"emails?|e-mails?", re.IGNORECASE)}
_ABOUT_PRODUCT = re.compile(r"\b(?:email|newsletter|seo|podcast) (?:tool|app|software|product)s?\b")


@dataclass(frozen=True)
class Mention:
    """One channel named at one place."""

    slug: str
    start: int
    end: int
    words: str


@lru_cache(maxsize=1)
def _said() -> list[tuple[str, re.Pattern[str]]]:
    rows = table("channels")
    said = [(slug, pattern(cues)) for slug, cues in rows["said"].items()]
    return said + [(slug, pattern(cues, cased=True)) for slug, cues in rows["cased"].items()]


def mentions(text: str) -> list[Mention]:
    """Every mention in order of place; longer names win over shorter ones inside them."""
    found = [
        Mention(slug, hit.start(), hit.end(), hit.group())
        for slug, words in _said()
        for hit in islice(words.finditer(text), MOST)
    ]
    narrow = table("channels")["narrower"]
    kept = [
        one
        for one in found
        if not any(
            other is not one
            and other.start <= one.start
            and one.end <= other.end
            and (other.end - other.start > one.end - one.start)
            and (other.slug in narrow.get(one.slug, [other.slug]))
            for other in found
        )
    ]
    return sorted(kept, key=lambda one: (one.start, one.end))


def channels(text: str, names: Sequence[tuple[int, int]] = ()) -> list[str]:
    """Slugs in order of first mention; a mention inside a longer name of `names` is part of it."""
    products = [hit.span() for hit in _ABOUT_PRODUCT.finditer(text)]
    slugs = [
        one.slug
        for one in mentions(text)
        if not any(start <= one.start < end for start, end in products)
        and not any(
            a <= one.start and one.end <= b and b - a > one.end - one.start for a, b in names
        )
        and not (one.slug in _LIGHT and _light(one, text))
    ]
    return list(dict.fromkeys(slugs))


def _light(one: Mention, text: str) -> bool:
    """A lone e-mail in passing (an address, a personal letter) is no channel."""
    pattern_of = _LIGHT[one.slug]
    if not pattern_of.fullmatch(one.words):
        return False
    return len(pattern_of.findall(text)) < 2 and not one.words.lower().endswith("s")
