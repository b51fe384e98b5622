"""Who is sold to and who is sold against, as far as a text says so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from domain.language.lexicons import pattern, table, words
from domain.language.sentences import Span
from domain.language.shapes import Entity

MOST = 8
_BEFORE = r"((?:[a-z][\w-]+\s+){0,2})"
_SKIP = set(
    ["the", "a", "an", "of", "to", "for", "in", "on", "and", "or", "but", "our", "my", "their", "his", "her", "its", "your", "all", "most", "some", "many", "few", "other", "these", "those", "with", "from", "by", "as", "at", "are", "is", "was", "were", "be", "been", "new", "more", "any", "no", "every", "each", "two", "three", "first", "only", "own", "than", "like", "just", "not", "when", "how", "what", "who", "which", "that", "this", "if", "so", "we", "they", "you", "i", "several", "because", "more", "potential", "prospective", "actual", "real", "current", "existing", "paying", "different", "less", "fewer", "enough", "have", "had", "has", "will", "would", "can", "could", "should", "said", "say", "says", "told", "helping", "help", "give", "giving", "gave", "selling", "sell", "sold", "get", "getting", "got", "let", "letting", "make", "making", "offer", "offers", "offering", "while"]
)


@lru_cache(maxsize=1)
def _audience() -> re.Pattern[str]:
    heads = "|".join(
        re.escape(head)
        for head in sorted(table("signals")["audience"]["heads"], key=len, reverse=True)
    )
    return re.compile(rf"\b{_BEFORE}({heads})\b(\s+(?:who|in|that want)\s+(?:[\w-]+\s?){{1,4}})?")


def audiences(parts: Sequence[Span]) -> list[str]:
    """Groups of people or firms that are sold or spoken to; bare `customers` says nothing."""
    plain = set(table("signals")["audience"]["plain"])
    found: list[str] = []
    for part in parts:
        for hit in _audience().finditer(part.quote):
            kind = [word for word in hit.group(1).split() if word not in _SKIP]
            if not kind and hit.group(2) in plain:
                continue
            if any(word.endswith(("ing", "ed", "ly")) for word in kind):
                kind = []
            if kind or hit.group(2) not in plain:
                found.append(" ".join([*kind, hit.group(2)]))
    return list(dict.fromkeys(found))[:MOST]


def competitors(parts: Sequence[Span], named: Sequence[Entity]) -> list[str]:
    """Names in sentences that compare or compete, and plain words such as `existing providers`."""
    frames = words("signals", "rival", "frames")
    plain = pattern(table("signals")["rival"]["plain"])
    found: list[str] = []
    for part in parts:
        hit = frames.search(part.quote)
        if not hit:
            continue
        inside = [
            one.text
            for one in named
            if part.start + hit.start() <= one.start < part.end
            and one.kind in ("company", "product", "tool")
        ]
        found.extend(inside[:4])
        found.extend(match.group().lower() for match in plain.finditer(part.quote))
    return list(dict.fromkeys(found))[:MOST]
