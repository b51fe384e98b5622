"""A text read once for the leak rules: its words, and which neighbours may be parts of one name.

The rules ask for spans of words whose letters run together to something that they look for; the
starts of what is looked for stop the asking early, so that ordinary text costs one look a word.
"""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from domain.passages import Word, words

LONGEST = 5
HEAD = 4
"""Spans are asked for where the first so many letters begin something; the whole may be longer."""
_JOINS = re.compile(r"[ \t]{0,2}[-–_.·•*~`'’/|+&]{0,3}[ \t]{0,2}|[-–]\n\s*|\*{0,2}\n\*{0,2}")
_STOPS = re.compile(r"\.\s")


@dataclass(frozen=True)
class Read:
    """`joined` says of each word whether it may go on with what the word before began."""

    text: str
    words: Sequence[Word]
    joined: Sequence[bool]

    def line(self, word: Word) -> str:
        """The line that a word stands in."""
        start = self.text.rfind("\n", 0, word.start) + 1
        end = self.text.find("\n", word.end)
        return self.text[start : end if end >= 0 else len(self.text)]


def read(text: str) -> Read:
    """A text that `domain.disguises.plain` has made plain, ready for the rules."""
    given = words(text)
    return Read(text, given, [_joins(word.gap) for word in given])


@lru_cache(maxsize=10_000)
def _joins(gap: str) -> bool:
    return bool(_JOINS.fullmatch(gap)) and not _STOPS.match(gap)


def starts(keys: Iterable[str]) -> frozenset[str]:
    """Every beginning of the keys, and the keys themselves."""
    return frozenset(key[:size] for key in keys for size in range(len(key) + 1))


def spans(given: Read, begun: Container[str], longest: int = LONGEST) -> Iterator[tuple[int, int]]:
    """(First word, number of words) of spans that may be something begun by `begun`, or another
    form of it: all words but the last run together to a start of it."""
    found, joined = given.words, given.joined
    for at, word in enumerate(found):
        key = word.key
        if key[:HEAD] not in begun:
            continue
        yield at, 1
        for size in range(2, min(longest, len(found) - at) + 1):
            if key not in begun or not joined[at + size - 1]:
                break
            yield at, size
            key += found[at + size - 1].key


def near(given: Read, odd: Sequence[bool], longest: int = 3) -> Iterator[tuple[int, int]]:
    """(First word, number of words) of spans that hold an odd word, single words first."""
    for at in range(len(given.words)):
        strange = False
        for size in range(1, min(longest, len(given.words) - at) + 1):
            last = at + size - 1
            if size > 1 and not given.joined[last]:
                break
            strange = strange or odd[last]
            if strange:
                yield at, size
