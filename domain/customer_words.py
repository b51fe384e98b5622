"""Words of customers that somebody of the business wrote down: what stands in quotation marks where
a customer is named as the one who says it. The words around it are the business's own."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

LEAST_WORDS, MOST_WORDS = 3, 40
NEAR = 90
"""How many characters around a quote may name who says it."""
_QUOTE = re.compile(r"[“\"]([^“”\"\n]{8,300})[”\"]")
_CUSTOMER = re.compile(
    r"\b(?:customers?|clients?|buyers?|users?|subscribers?|prospects?|patients?|guests?|members?|"
    r"callers?|accounts?|support tickets?|cancel(?:s|led|lation)?|signed up|sign up|renew(?:s|ed)?|"
    r"reviewer|testimonial)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:agency|vendor|investor|competitor|search(?:es)? (?:terms?|for)|page|titled|called|"
    r"headline|subject line|pitched)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Overheard:
    """What a customer said, and the note that it stands in."""

    kind: str
    id: UUID
    quote: str


def said_by_customers(text: str, groups: Iterable[str] = ()) -> list[str]:
    """What customers say in a note, in their order. `groups` are the business's own names for those
    who buy (`quality manager`), and what single customers are called."""
    names = [re.escape(one) for one in groups if one]
    group = re.compile(rf"\b(?:{'|'.join(names)})s?\b", re.IGNORECASE) if names else None
    found = []
    for match in _QUOTE.finditer(text):
        quote = match[1].strip()
        if not LEAST_WORDS <= len(quote.split()) <= MOST_WORDS:
            continue
        around = f"{text[max(0, match.start() - NEAR) : match.start()]} | "
        around += text[match.end() : match.end() + NEAR]
        named = _CUSTOMER.search(around) or (group is not None and group.search(around))
        if named and not _OTHERS.search(around):
            found.append(quote)
    return found
