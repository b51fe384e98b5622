"""Reading a question: what kind it is, what it is about, which period and whom it names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, get_args

from domain.language.lexicons import pattern, table, word_set, words
from domain.language.periods import span_of
from domain.language.terms import common, idle, root, split
from domain.language.tongue import language
from domain.passages import known

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from domain.asking import Span

Kind = Literal[
    "receipt", "whatif", "forecast", "count", "quote", "calendar", "status", "advice", "belief",
    "trend", "compare", "top", "why", "when", "list", "open",
]  # fmt: skip
"""In the order in which they are tried; what fits none is open."""
Want = Literal["money", "amount", "person", "moment", "reason", "anything"]

KNOWN_FROM = 0.8
"""Share of words that English has from which a question is English."""
ENGLISH_FROM = 0.3
"""Share of English function words from which a question is English."""
_ASKING = re.compile(
    r"(?:^|[,;:.?!]|\b(?:and|or|but|so|since|until|by|at|on|exactly))\s*$", re.IGNORECASE
)
_NAME = re.compile(
    r"\b(?:[A-Z][\w&'’.-]*\w|[A-Z])"
    r"(?:[ -](?:of |the |and |& )?(?:[A-Z0-9][\w&'’.-]*\w|[A-Z0-9]\b))*"
)
_QUOTED = re.compile(r"[\"“„«]([^\"”“»]{2,120})[\"”“»]")


@dataclass(frozen=True)
class Term:
    """A word of the question that says what it is about; a `name` is a word of a proper name.

    A `weak` one is said of every business and only tips the scale.
    """

    word: str
    root: str
    name: bool = False
    weak: bool = False


@dataclass(frozen=True)
class Question:
    """A question read. `terms` are the words that an answer has to speak about."""

    text: str
    kind: Kind
    wants: Want
    terms: tuple[Term, ...]
    names: tuple[str, ...]
    quoted: tuple[str, ...]
    span: Span | None
    language: str


def read(text: str, today: date, own: Collection[str] = ()) -> Question:
    """`text` read on the day `today`; `own` are names of the business itself, asked of always."""
    span = span_of(text, today)
    about, other = text, span
    while other:  # a question that compares names two
        about = about.replace(other.words, " ")
        other = span_of(about, today)
    spoken = _language(text)
    names = _names(about, own) if spoken == "en" else ()
    return Question(
        text=text, kind=_kind(text), wants=_wants(text), terms=_terms(about, names, own),
        names=names, quoted=tuple(match[1] for match in _QUOTED.finditer(text)), span=span,
        language=spoken,
    )  # fmt: skip


def without_names(question: Question, own: Collection[str] = ()) -> str:
    """The question as it is compared by meaning: without what is the business's own name."""
    said = question.text
    for name in own:
        said = re.sub(rf"\b{re.escape(name)}\b(?:['’]s)?", " ", said, flags=re.IGNORECASE)
    return " ".join(said.split())


def _kind(text: str) -> Kind:
    for kind in get_args(Kind)[:-1]:
        match = _cues("kinds", kind).search(text)
        if match and (kind != "when" or _asks(text, match)):
            return kind
    return "open"


def _wants(text: str) -> Want:
    for want in ("moment", "person", "reason", "amount", "money"):
        match = words("asking", "wants", want).search(text)
        if match and (want not in ("moment", "person") or _asks(text, match)):
            return want
    return "anything"


def _asks(text: str, match: re.Match[str]) -> bool:
    """Whether a word asks, and does not join: "when" at the start, not in "what happened when"."""
    return bool(_ASKING.search(text[: match.start()]))


@lru_cache(maxsize=64)
def _cues(*path: str) -> re.Pattern[str]:
    """Cues of a kind; a lone `*` inside a cue stands for up to four words."""
    cues = table("asking")[path[0]][path[1]]
    gapped = [cue for cue in cues if " * " in cue]
    parts = [
        r"\s+".join(r"(?:\S+\s+){0,4}?\S+" if word == "*" else re.escape(word)
                    for word in cue.split())
        for cue in gapped
    ]  # fmt: skip
    plain = pattern(cue for cue in cues if cue not in gapped).pattern
    return re.compile("|".join([plain, *(rf"\b{part}\b" for part in parts)]), re.IGNORECASE)


def _names(text: str, own: Collection[str]) -> tuple[str, ...]:
    """Proper names by their capitals, in order, without the words that open a question."""
    ours, opening = {name.lower() for name in own}, word_set("asking", "opening")
    found: dict[str, None] = {}
    for match in _NAME.finditer(text):
        parts = re.sub(r"['’]s$", "", match[0]).split()
        while parts and parts[0] in opening:
            parts = parts[1:]
        if match.start() == 0 and len(parts) == 1 and known(parts[0].lower()):
            continue  # a capital that only opens the sentence
        while parts and parts[-1] in ("I", "and", "of", "the", "&"):
            parts = parts[:-1]
        name = " ".join(parts).rstrip(".")
        if len(name) > 1 and name.lower() not in ours:
            found[name] = None
    return tuple(found)


def _terms(text: str, names: tuple[str, ...], own: Collection[str]) -> tuple[Term, ...]:
    named = {root(word) for name in names for word in split(name)}
    ours = {root(word) for name in own for word in split(name)}
    found: dict[str, Term] = {}
    bits = {bit for word in split(text) if "-" in word for bit in word.split("-") if len(bit) < 3}
    ending = next((word for word in reversed([*split(text)]) if not idle(word)), "")
    doing = ending if words("asking", "doings").fullmatch(ending) else ""
    for word in split(text):
        key = root(word)
        if word in bits or idle(word) or key in ours or len(key) < 2 or "-" in word:
            continue
        asks = word != doing and bool(words("asking", "asks").fullmatch(word))
        weak = (key in common() or asks) and key not in named
        found.setdefault(key, Term(word, key, key in named, weak))
    return tuple(found.values())


def _language(text: str) -> str:
    """The language of a question; short as it is, English is known by its small words."""
    said = list(split(text))
    if said and sum(known(word.lower()) for word in said) >= KNOWN_FROM * len(said):
        return "en"
    english = sum(idle(word) for word in said if len(word) > 1)
    if said and english >= ENGLISH_FROM * len(said):
        return "en"
    return language(text)
