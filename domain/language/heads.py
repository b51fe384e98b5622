"""What a question asks for by name: the noun that an answer has to speak of, and whether yes or no
would answer it."""

from __future__ import annotations

import re
from functools import lru_cache

from domain.language.terms import idle, kin, root, split

_NOUNS = r"(?P<head>[\w'’&-]+(?:\s+[\w'’&-]+){0,3}?)"
_STOP = (
    r"(?=\s+(?:for|of|on|in|at|with|from|to|by|that|who|when|if|do|does|did|is|are|was|were|have|"
    r"has|we|i|you|about|since|per|during|last|this|next|and|or|now|today)\b|[?.!,;]|$)"
)
_OWN = r"(?:our|my|your|the|a|an|(?:[A-Z][\w-]+(?:\s[A-Z][\w-]+)?)['’]s?)"
_HEADS = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        rf"\b(?:name|names|birthday|address|date|day)\s+of\s+{_OWN}?\s*{_NOUNS}{_STOP}",
        rf"\b(?:our|my)\s+{_NOUNS}['’]s\s+(?:name|birthday|address|age|salary|phone)\b",
        rf"\bwhat(?:['’]s|\s+is|\s+was|\s+are|\s+were)\s+(?:our|my)\s+{_NOUNS}{_STOP}",
        rf"\bwho(?:['’]s|\s+is|\s+was|\s+are|\s+were)\s+(?:our|my)\s+{_NOUNS}{_STOP}",
        rf"\bwhen(?:['’]s|\s+is|\s+was|\s+are)\s+{_OWN}\s+{_NOUNS}{_STOP}",
        rf"\bhow (?:much|many)\s+{_NOUNS}{_STOP}",
    )
)
_NAMED = re.compile(r"\b(?:names?\s+of|what is .*\bcalled\b|['’]s\s+name\b)", re.IGNORECASE)
_WHO_IS = re.compile(
    r"^\s*(?:[Aa]nd\s+|[Ss]o\s+)?[Ww]ho(?:['’]s|\s+is|\s+was)\s+"
    r"(?P<name>[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+)*)\s*\?*\s*$"
)
_WHO_HOLDS = re.compile(
    r"^\s*(?:and\s+|so\s+)?who(?:['’]s|\s+is|\s+was)\s+(?:our|my)\s+(?P<part>[\w'’ -]+?)\s*\?*\s*$",
    re.I,
)
_YES_NO = re.compile(
    r"^\s*(?:so\s+|and\s+|but\s+)?(?:do|does|did|is|are|was|were|have|has|had|can|could|will|would)"
    r"(?:n['’]t)?\s+(?!you\s+(?:tell|show|list|explain|give)\b)\w",
    re.IGNORECASE,
)
_ALTERNATIVE = re.compile(r"\bor\b|\bhow\b|\bwhat\b|\bwhich\b", re.IGNORECASE)


def head_of(text: str) -> str:
    """The root of the noun that is asked for ("lawyer" in "Who is our lawyer?"), or ""."""
    for shape in _HEADS:
        match = shape.search(text)
        if match is None:
            continue
        nouns = [word for word in split(match["head"]) if not idle(word) and "-" not in word]
        if nouns:
            return root(nouns[-1])
    return ""


def asks_name(text: str) -> bool:
    """Whether a question asks what somebody or something is called."""
    return bool(_NAMED.search(text))


def asks_identity(text: str) -> str:
    """The name of the one person or thing that "Who is …?" asks about, or ""."""
    match = _WHO_IS.match(text)
    return match["name"] if match else ""


def asks_holder(text: str) -> str:
    """The part of which a question asks who holds it ("lawyer" in "Who is our lawyer?"), or "";
    a kind of buyer or rival is none."""
    match = _WHO_HOLDS.match(text)
    return match["part"] if match and head_of(text) not in _crowd() else ""


@lru_cache(maxsize=1)
def _crowd() -> frozenset[str]:
    named = ("customer", "competitor", "audience", "segment")
    return frozenset().union(*({root(one), *kin(root(one))} for one in named))


def yes_or_no(text: str) -> bool:
    """Whether yes or no would answer a question."""
    return bool(_YES_NO.search(text)) and not _ALTERNATIVE.search(text)
