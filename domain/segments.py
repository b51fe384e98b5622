"""Audience segments: where words name one, which names mean the same, and when there is enough.

A group of people that is mentioned is not yet a segment (product P7): staff, oneself, other firms'
buyers, ideas and denials are left out, and one mention in passing is not enough.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from domain.derived import Piece, sources
from domain.language.lexicons import pattern, table, word_set
from domain.language.market import addressed
from domain.language.sentences import Span, sentences

LEAST_SAID, LEAST_DAYS = 3, 2
"""Texts that must name a segment, and days on which they were said, where no entry names it."""
CLAUSE = 48
"""Characters before a mention in which a denial or a doubt is about it."""
_BUYING = frozenset({"customers", "customer", "clients", "buyers", "users", "subscribers"})


@dataclass(frozen=True)
class Named:
    """A group that a text names as one that is sold or spoken to, and the sentence that does."""

    name: str
    start: int
    end: int


def named_in(text: str, read: Sequence[str], rivals: Sequence[str] = ()) -> list[Named]:
    """The groups of `read` (what the reader found) that the text really speaks of as an audience.

    `rivals` are the competitors that the text names: their buyers are not ours.
    """
    wanted = {one.casefold() for one in read}
    found: dict[str, Named] = {}
    for part in sentences(text):
        for whole, start, end in addressed([_calm(part)]):
            name = _together(whole, text[start:end])
            head = end - part.start - len(name.split()[-1]) if name else 0
            meant = whole.casefold() in wanted or start == part.start
            if name and meant and _theirs(part, head, name, rivals):
                found.setdefault(key_of(name), Named(name, part.start, part.end))
        for name in _unseen(wanted, part):
            if _theirs(part, part.quote.casefold().index(name), name, rivals):
                found.setdefault(key_of(name), Named(name, part.start, part.end))
    return [*found.values()]


def _calm(part: Span) -> Span:
    """A sentence without the capital letter that it begins with."""
    return Span(part.start, part.end, part.quote[:1].lower() + part.quote[1:])


def _together(name: str, written: str) -> str:
    """The name as it stands in one piece; where words lie between, its head if that is enough."""
    if written.casefold() == name.casefold():
        return name.lower() if written.istitle() else name
    head = name.split()[-1]
    return "" if head in table("signals")["audience"]["plain"] else head


def _unseen(wanted: Iterable[str], part: Span) -> list[str]:
    """Names that a model read and that no rule finds, where they stand in the sentence."""
    lower = part.quote.casefold()
    known = {name.casefold() for name, *_rest in addressed([_calm(part)])}
    return [name for name in wanted if name not in known and _whole(name, lower)]


def _whole(name: str, lower: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", lower) is not None


@lru_cache(maxsize=1)
def _cues() -> Mapping[str, re.Pattern[str]]:
    return {name: pattern(rows) for name, rows in table("groups")["not_theirs"].items()}


def _theirs(part: Span, at: int, name: str, rivals: Sequence[str]) -> bool:
    """Whether the group is spoken of as one that this business sells or speaks to."""
    cues, before = _cues(), part.quote[:at]
    near = re.split(r"[;:,]\s|\s[–—-]\s|\bbut\b|\band (?:we|they|it)\b", before)[-1][-CLAUSE:]
    last = before.split()[-2:]
    head = name.split()[-1]
    if part.quote.rstrip().endswith("?") or cues["elsewhere"].search(part.quote):
        return False
    if last and cues["owned"].fullmatch(last[-1]) and head not in _BUYING:
        return False
    if any(cues["self"].fullmatch(one) for one in (" ".join(last), *last[-1:])):
        return False
    if any(rival and rival.casefold() in before.casefold() for rival in rivals):
        return False
    return not any(cues[each].search(near) for each in ("denied", "wondered", "staff"))


def key_of(name: str) -> str:
    """What the ways of writing one name share: `Quality_Managers` and `the quality manager`."""
    words = re.sub(r"[_\-/]+", " ", name.casefold()).replace("’", "'").split()
    while len(words) > 1 and words[0] in word_set("groups", "joining", "empty"):
        words = words[1:]
    return " ".join([*words[:-1], _single(words[-1])]) if words else ""


def _single(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    plain = word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3
    return word[:-1] if plain else word


def shown_as(names: Iterable[str]) -> str:
    """What a segment is called: as it is written most often, with spaces."""
    counts = Counter(" ".join(name.replace("_", " ").split()) for name in names)
    return max(sorted(counts), key=lambda name: (counts[name], len(name)), default="")


def joined(keys: Sequence[str]) -> dict[str, str]:
    """Key → the key that it is the same as, where that is safe.

    A bare group (`founder`) is the same as the one kind of it that is ever named
    (`startup founder`); where two kinds are named, or one is its contrary, nothing is joined.
    """
    found = {key: key for key in keys}
    for bare in keys:
        kinds = [key for key in keys if key != bare and key.endswith(f" {bare}")]
        if len(kinds) == 1 and " " not in bare and not _contrary(kinds[0]):
            found[bare] = kinds[0]
    return found


def _contrary(key: str) -> bool:
    return bool(set(key.split()[:-1]) & word_set("groups", "joining", "contrary"))


def enough(pieces: Sequence[Piece], *, stated: bool = False) -> bool:
    """Whether evidence makes a segment: planned or measured for, said to be one, or said often."""
    if stated or any(one.role != "said" for one in pieces):
        return True
    said = sources(pieces)
    return len(said) >= LEAST_SAID and len({one.at.date() for one in said}) >= LEAST_DAYS
