"""One turn of an interview, made ready: what was asked about, and whether anything was answered."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from core.text import clean_text
from domain.interview import Mark, Turn, bank, mark
from domain.language.entities import is_word
from domain.language.lexicons import pattern, table, word_set
from domain.language.sentences import Span, sentences
from domain.language.tone import doubts

LONGEST = 20_000
HEDGE_COST = 0.25

Parser = Callable[["Reply"], dict[str, Mark]]


@dataclass(frozen=True)
class Reply:
    """A turn: its number, the groups and fields it was about, the sentences of its answer."""

    turn: int
    question: str
    answer: str
    groups: tuple[str, ...]
    fields: tuple[str, ...]
    skipped: bool
    parts: list[Span] = field(default_factory=list)

    def about(self, *groups: str) -> bool:
        """Whether the question was about any of `groups` and was answered."""
        return not self.skipped and any(group in self.groups for group in groups)

    def marked(self, name: str, value: object, confidence: float, quote: str = "") -> Mark:
        """A mark resting on `quote` (default: the answer); doubt in the quote lowers confidence."""
        words_of = quote or self.answer
        doubt = HEDGE_COST if hedged(words_of) else 0.0
        return mark(name, value, confidence - doubt, self.turn, words_of)

    def saying(self, start: int) -> str:
        """The sentence of the answer that holds offset `start`."""
        for part in self.parts:
            if part.start <= start < part.end:
                return part.quote
        return self.answer

    def clause(self, start: int) -> str:
        """The piece between commas that holds offset `start`."""
        left = max(self.answer.rfind(mark, 0, start) for mark in ",;.!?\n")
        ends = [at for mark in ",;.!?\n" if (at := self.answer.find(mark, start)) >= 0]
        return self.answer[left + 1 : min(ends, default=len(self.answer)) + 1].strip(" ,;\n")


def hedged(text: str) -> bool:
    """Whether a doubt is voiced; a bare statement with a question mark counts too."""
    return bool(doubts(text)) or text.rstrip().endswith("?")


@lru_cache(maxsize=1)
def _cues() -> dict[str, re.Pattern[str]]:
    return {name: pattern(row["cues"]) for name, row in bank()["groups"].items()}


@lru_cache(maxsize=256)
def asked(question: str) -> tuple[str, ...]:
    """Groups that a question is about, best first; empty where no cue is known."""
    for row in bank()["questions"]:
        if question.strip() in (row["text"], row.get("again")):
            return tuple(
                name for name, group in bank()["groups"].items() if row["field"] in group["fields"]
            )
    hits = {name: len(set(cue.findall(question.lower()))) for name, cue in _cues().items()}
    best = max(hits.values())
    return tuple(name for name, count in hits.items() if count and count == best)


def skipped(answer: str | None) -> bool:
    """Whether nothing was answered: null, empty, `skip`, `dunno`, `n/a` and their kind."""
    text = re.sub(r"[\s.!…]+$", "", (answer or "").strip().lower()).replace("’", "'")
    rules = table("answers")["skip"]
    if not text or text in rules["whole"] or not re.search(r"\w", text):
        return True
    short = len(text.split()) <= 5
    return short and any(re.match(rf"{re.escape(cue)}\b", text) for cue in rules["start"])


def replies(turns: Sequence[Turn]) -> list[Reply]:
    """The turns, numbered from 0, cleaned and cut."""
    found = []
    for number, turn in enumerate(turns):
        answer = clean_text(turn.answer or "")[:LONGEST]
        groups = asked(turn.question)
        found.append(
            Reply(
                turn=number,
                question=turn.question,
                answer=answer,
                groups=groups,
                fields=_fields(turn.question, groups),
                skipped=skipped(turn.answer),
                parts=sentences(answer),
            )
        )
    return found


def _fields(question: str, groups: tuple[str, ...]) -> tuple[str, ...]:
    for row in bank()["questions"]:
        if question.strip() in (row["text"], row.get("again")):
            return (row["field"],)
    return tuple(name for group in groups for name in bank()["groups"][group]["fields"])


def lower_case(text: str) -> bool:
    """Whether the writer does without capitals, so that capitals cannot tell names."""
    few = len(text.split()) <= 3
    return not any(mark.isupper() for mark in (text if few else text[1:]))


def names(text: str, *, loose: bool = False) -> list[tuple[int, str]]:
    """Names in an answer with their offsets: runs of capitals, and with `loose` unknown words."""
    found: list[tuple[int, str]] = []
    for hit in _NAME.finditer(text):
        name, start = _without_opening(hit.group(), hit.start(), text)
        if name:
            found.append((start, name))
    if not found and loose:
        found = [
            (hit.start(), hit.group())
            for hit in re.finditer(r"[^\W_][\w.&-]*[^\W_]", text)
            if not is_word(hit.group()) and not hit.group()[0].isdigit() and not _slang(hit.group())
        ]
    return found


_CAPITAL = r"[A-ZÀ-Þ][\w&+'’-]*(?:\.\w+)*"
_NAME = re.compile(rf"(?:{_CAPITAL}|\b[a-z]+[A-Z]\w*)(?:\s(?:&\s)?(?:{_CAPITAL}|\d+\b))*")
_LISTED = re.compile(r"\s*(?:$|[,.;!]|and\b|or\b|plus\b|mostly\b)", re.IGNORECASE)


def _slang(word: str) -> bool:
    return word.lower() in word_set("stopwords", "slang")


def _without_opening(name: str, start: int, text: str) -> tuple[str, int]:
    """Drops a common first word that is capital only because a sentence begins there."""
    first = re.search(r"(?:^|[.!?]\s|[\"“:]\s?)$", text[:start]) is not None
    pieces = name.split()
    common = set(table("gazetteer")["ignored"]["words"])
    while pieces and (
        pieces[0].startswith(("I'", "I’"))
        or pieces[0] in common
        or (first and len(pieces) > 1 and pieces[0].lower() in word_set("stopwords", "openers"))
        or (first and len(pieces) == 1 and _plain(pieces[0], text[start + len(pieces[0]) :]))
    ):
        start += len(pieces[0]) + 1
        pieces.pop(0)
        first = False
    cut = re.sub(r"(?:['’]s|[.'’-]+)$", "", " ".join(pieces)) if pieces else ""
    whole = " ".join(pieces).rstrip(".")
    return (whole if whole.replace("’", "'") in _tool_names() else cut), start


def _plain(word: str, rest: str) -> bool:
    """A common word at the start of a sentence is no name, unless it stands there as in a list."""
    if word in _tool_names() or not is_word(word):
        return False
    return word.lower() in word_set("stopwords", "openers") or not _LISTED.match(rest)


@lru_cache(maxsize=1)
def _tool_names() -> frozenset[str]:
    stack = {name for rows in table("stack")["tools"].values() for name in rows}
    known = {name for rows in table("gazetteer")["names"].values() for name in rows}
    return frozenset(stack | known)
