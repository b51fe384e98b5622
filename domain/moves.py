"""What a sentence says of a competitor: that it did something, that it is so and so, or neither."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from domain.language.lexicons import pattern, table, words
from domain.language.sentences import Span, sentences
from domain.mentions import names_said

MOST_BETWEEN = 4
_WORD = re.compile(r"[\w'’.-]+")


@dataclass(frozen=True)
class Told:
    """A sentence that names a competitor. `move` is what it did, empty where it only is named;
    `framed` whether the sentence sets it against somebody."""

    start: int
    end: int
    quote: str
    move: str
    claim: bool
    framed: bool


def told_of(names: Sequence[str], text: str, own: Collection[str] = ()) -> list[Told]:
    """Every sentence of a text that names one competitor, by any of its names; `own` are ours."""
    return [_told(part, names, own) for part in sentences(text) if names_said(names, part.quote)]


def set_against(names: Sequence[str], text: str) -> list[str]:
    """Those of the names that stand in a sentence which sets whoever it names against us."""
    against = words("moves", "claims", "against")
    if not against.search(text):
        return []
    parts = [part.quote for part in sentences(text) if against.search(part.quote)]
    return [*dict.fromkeys(name for part in parts for name in names_said(names, part))]


def _told(part: Span, names: Sequence[str], own: Collection[str]) -> Told:
    quote = part.quote
    asked = quote.rstrip().endswith("?")
    compared = words("moves", "claims", "compared").search(quote) is not None
    ends = [hit.end() for name in names for hit in _standing(name).finditer(quote)]
    move = "" if asked else next((m for m in (_move(quote, end) for end in ends) if m), "")
    says = any(_says(quote, end) for end in ends)
    against = words("moves", "claims", "against").search(quote) is not None
    return Told(
        part.start,
        part.end,
        quote,
        move,
        claim=not asked and (compared or against or says),
        framed=against or _framed(quote, names, own),
    )


def _framed(quote: str, names: Sequence[str], own: Collection[str]) -> bool:
    """Whether a sentence sets one of the names against us or against others of its kind.

    Near a comparison counts who is compared: in “95% came from one user of Acme” nobody is. Whom we
    buy from is no rival for our wish to leave.
    """
    if words("moves", "claims", "supplies").search(quote):
        return False
    if words("moves", "claims", "rivalry").search(quote):
        return True
    if names_said(own, quote) and words("moves", "claims", "beside").search(quote):
        return True
    ends = [hit.end() for hit in words("moves", "claims", "compared").finditer(quote)]
    near = [" ".join(quote[end:].split()[: MOST_BETWEEN + 1]) for end in ends]
    return any(names_said(names, part) for part in near)


@lru_cache(maxsize=512)
def _standing(name: str) -> re.Pattern[str]:
    first = name.split()[0]
    either = {re.escape(name), re.escape(first) if len(first) >= 5 else re.escape(name)}
    return re.compile(rf"(?<!\w)(?:{'|'.join(sorted(either, key=len, reverse=True))})(?!\w)", re.I)


@lru_cache(maxsize=1)
def _cues() -> Mapping[str, Mapping[str, re.Pattern[str]]]:
    return {
        part: {move: pattern(rows) for move, rows in table("moves")[part].items()}
        for part in ("did", "nouns")
    }


def _move(quote: str, end: int) -> str:
    """What whoever is named up to `end` did, where the next words say it plainly."""
    after = quote[end:]
    unreal = words("moves", "unreal", "cues")
    if unreal.search(quote[max(0, end - 40) : end]):
        return ""
    if owned := re.match(r"['’]s?\s+(?:\w+\s+){0,2}?", after):
        return _begins("nouns", after[owned.end() :]) or _begins("nouns", after[2:].lstrip())
    rest = after.lstrip(" ,(").removeprefix("who ").removeprefix("which ")
    for _ in range(MOST_BETWEEN + 1):
        if found := _begins("did", rest):
            return found
        word = _WORD.match(rest)
        if word is None or word.group().lower() not in table("moves")["between"]["filler"]:
            return ""
        rest = rest[word.end() :].lstrip(" ,")
    return ""


def _begins(part: str, text: str) -> str:
    """The move whose longest cue the text begins with, or ""."""
    hits = {move: hit.end() for move, cue in _cues()[part].items() if (hit := cue.match(text))}
    return max(hits, key=lambda move: hits[move]) if hits else ""


def _says(quote: str, end: int) -> bool:
    """Whether a verb follows the name within three words."""
    near = " ".join(quote[end:].lstrip("'’s ,").split()[:3])
    return words("moves", "claims", "verbs").search(near) is not None
