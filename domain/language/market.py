"""Who is sold to and who is sold against, as far as a text says so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from domain.language.lexicons import pattern, table, word_set, words
from domain.language.sentences import Span
from domain.language.shapes import Entity

MOST = 8
_BEFORE = r"((?:[a-z][\w-]+\s+){0,2})"


@lru_cache(maxsize=1)
def _audience() -> re.Pattern[str]:
    heads = "|".join(
        re.escape(head)
        for head in sorted(table("signals")["audience"]["heads"], key=len, reverse=True)
    )
    return re.compile(rf"\b{_BEFORE}({heads})\b(\s+(?:who|in|that want)\s+(?:[\w-]+\s?){{1,4}})?")


def audiences(parts: Sequence[Span]) -> list[str]:
    """Groups of people or firms that are sold or spoken to; bare `customers` says nothing."""
    return list(dict.fromkeys(name for name, _, _ in addressed(parts)))[:MOST]


def addressed(parts: Sequence[Span]) -> list[tuple[str, int, int]]:
    """Every mention of such a group: its name, and where its words begin and end."""
    plain = set(table("signals")["audience"]["plain"])
    found: list[tuple[str, int, int]] = []
    for part in parts:
        for hit in _audience().finditer(part.quote):
            kind = [
                word
                for word in hit.group(1).split()
                if word not in word_set("stopwords", "before_audience")
            ]
            if not kind and hit.group(2) in plain:
                continue
            if any(word.endswith(("ing", "ed", "ly")) for word in kind):
                kind = []
            if kind or hit.group(2) not in plain:
                first = hit.group().index(kind[0]) if kind else hit.start(2) - hit.start()
                begin = part.start + hit.start() + first
                found.append((" ".join([*kind, hit.group(2)]), begin, part.start + hit.end(2)))
    return found


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
