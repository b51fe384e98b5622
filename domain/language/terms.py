"""Words for looking things up: stems without function words, and which words mean nearly the same.

Lemmas by simplemma where it knows a word, then the light stem of `domain.passages`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from domain.language.lexicons import table, word_set
from domain.passages import stem

if TYPE_CHECKING:
    from collections.abc import Iterator

NEAR = 0.7
"""How much a word of near meaning counts beside the word itself."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?(?:-[^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")


def split(text: str) -> Iterator[str]:
    """The words of a text as they stand; a hyphenated word comes whole and in its parts."""
    for match in _WORD.finditer(text):
        word = match[0]
        yield word
        if "-" in word:
            yield from word.split("-")


@lru_cache(maxsize=100_000)
def root(word: str) -> str:
    """What a word is compared by: `Cancellations` and `cancellation`, `sold` and `selling` meet."""
    import simplemma

    plain = _POSSESSIVE.sub("", word.lower())
    if not plain or plain.isdigit():
        return plain
    return stem(simplemma.lemmatize(plain, lang="en").lower())


def roots(text: str) -> list[str]:
    """The roots of all words that carry meaning, in order."""
    return [root(word) for word in split(text) if not idle(word)]


def distinct_roots(text: str) -> set[str]:
    """As `roots`, each once: quick for a long text, which has few different words."""
    words = set(_WORD.findall(" ".join(set(text.split()))))
    words |= {part for word in words if "-" in word for part in word.split("-")}
    return {root(word) for word in words if not idle(word)}


@lru_cache(maxsize=100_000)
def idle(word: str) -> bool:
    """Whether a word carries no subject: a function word or a word of questions."""
    plain = _POSSESSIVE.sub("", word.lower().replace("’", "'"))
    known = word_set("asking", "idle")
    return plain in known or word.lower().replace("’", "'") in known or len(plain) < 2


@lru_cache(maxsize=1)
def common() -> frozenset[str]:
    """Roots that are said of every business, so that they single nothing out."""
    return frozenset(root(word) for word in word_set("asking", "common"))


@lru_cache(maxsize=100_000)
def kin(one: str) -> frozenset[str]:
    """Roots of near meaning, without `one` itself."""
    return _groups().get(one, frozenset()) - {one}


@lru_cache(maxsize=1)
def _groups() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in table("asking")["kin"]:
        group = {root(word) for word in line["of"] if " " not in word}
        for each in group:
            found.setdefault(each, set()).update(group)
    return {each: frozenset(group) for each, group in found.items()}
