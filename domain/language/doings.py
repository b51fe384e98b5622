"""Whose doings a question asks about, and whose a sentence tells: others', ours, the speaker's own.

"I quit eight months later" says nothing of why customers cancel, and "Beanbarn's customers leave"
nothing of ours. Signs are pronouns, owners of nouns and nouns for people, in English and German.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from domain.language.lexicons import table, word_set, words
from domain.language.terms import idle, kin, root, split

if TYPE_CHECKING:
    from collections.abc import Collection

ALONE, ALONE_OF_THINGS = 0.55, 0.85
"""What is left of a sentence in which the speaker alone acts, where people are asked about who do
not come up in it, and where a thing is."""
FOREIGN = 0.6
"""What is left where the people spoken of are somebody else's, and ours are meant."""
FORMER = 0.6
"""What is left of words about an earlier job of the speaker's, where that is not asked about."""
OTHER_PEOPLE = 0.9
"""What is left where other people are spoken of, and those who are meant are not."""
NOT_SELF = 0.8
"""What is left of words about other people, where the speaker asks about himself."""

_ASKS = (
    r"do|does|did|is|are|was|were|have|has|had|can|could|will|would|should|don['’]t|doesn['’]t|"
    r"didn['’]t|aren['’]t|isn['’]t|haven['’]t"
)
_SUBJECT = re.compile(rf"\b(?P<aux>{_ASKS})\s+(?P<rest>.+)", re.IGNORECASE | re.DOTALL)
_GERMAN = re.compile(
    r"\b(?:[Ww]arum|[Ww]ieso|[Ww]eshalb|[Ww]ann|[Ww]ie|[Ww]as|[Ww]o\w*)\s+\w+\s+(?P<rest>.+)",
    re.DOTALL,
)
_WHO = re.compile(r"^\s*(?:and\s+|so\s+)?(?:who|wer)\b", re.IGNORECASE)
_BODY = re.compile(r"[“\"„«][^”\"“»]*[”\"“»]")
_OWNED = re.compile(
    r"\b(?P<owner>[A-Z][\w&-]*[\w])(?:['’]s|s['’]|['’])\s+(?P<what>(?:[\w-]+\s+){0,2}[\w-]+)"
)
_THERE = re.compile(r"\b(?:[Aa]t|[Bb]ei)\s+(?P<owner>[A-Z][\w&-]*\w)\b(?P<what>(?:\s+[\w-]+){0,4})")
_THE_SELF = frozenset({"i", "ich"})


@dataclass(frozen=True)
class Asked:
    """Whose doings a question asks about: `self`, `ours` (the business), or `others`.

    `who` are roots of the words for the others, `people` whether they are people or bear a name;
    `text` is the question.
    """

    whose: Literal["self", "ours", "others", "nobody"]
    text: str
    who: frozenset[str] = frozenset()
    people: bool = False


@lru_cache(maxsize=1_000)
def asked_about(question: str) -> Asked:
    """Whose doings `question` asks about."""
    if _WHO.match(question):
        return Asked("others", question, frozenset(), people=True)
    english = _SUBJECT.search(question)
    match = english or _GERMAN.search(question)
    if match is None:
        return Asked("nobody", question)
    rest = [word for word in split(match["rest"]) if "-" not in word]
    opening = [word.lower().replace("’", "'") for word in rest[:1]]
    if opening and opening[0] in _THE_SELF:
        return Asked("self", question)
    if opening and opening[0] in ("we", "wir", "you"):
        return Asked("ours", question)
    phrase = _phrase(rest, (match.groupdict().get("aux") or "").lower())
    who = frozenset(root(word) for word in phrase)
    named = english is not None and any(word[0].isupper() for word in phrase)
    people = named or any(map(_acts, phrase))
    return Asked("others" if who else "nobody", question, who, people)


def left_of(
    asked: Asked, text: str, beside: Collection[str] = (), *, own_words: bool = True
) -> float:
    """What is left of the worth of `text` as an answer, by whose doings it tells.

    `beside` are roots of the question that the text answers. Where `own_words` is False "I" may be
    anybody, as in a talk or a file.
    """
    said = frozenset(map(root, split(text)))
    left = _owned(asked, text)
    if words("doings", "self").search(asked.text) is None and own_words and _former(text):
        left *= FORMER
    if asked.whose == "self" and own_words:
        spoken = words("doings", "self").search(text) or words("doings", "ours").search(text)
        return left * (1.0 if spoken or not any(map(_is_people, _nouns(text))) else NOT_SELF)
    if asked.whose != "others":
        return left
    spoken_of = any(_met(one, said, beside) for one in asked.who)
    if not spoken_of and own_words and _alone(text):
        return left * (ALONE if asked.people else ALONE_OF_THINGS)
    if asked.who and asked.people and not spoken_of and any(map(_is_people, _nouns(text))):
        left *= OTHER_PEOPLE
    return left


def announces(text: str) -> bool:
    """Whether a sentence only says what was looked at or whom one spoke with, as a note begins:
    "Looked at the cancellations, all of them." """
    return bool(words("doings", "announcing").match(text.lstrip(" \"“'")))


def _phrase(rest: list[str], aux: str) -> list[str]:
    """The words that name who acts: up to the first plural after "do" or "are", else two words.

    A run of capitals is a name and stands whole.
    """
    found: list[str] = []
    for word in rest:
        if word.lower() in _articles() or (idle(word) and not _is_people(word)):
            if found:
                break
            continue
        if found and not (word[0].isupper() and found[-1][0].isupper()) and _closed(found, aux):
            break
        found.append(word)
    return found[:3]


def _closed(found: list[str], aux: str) -> bool:
    """Whether a phrase is complete: a noun for people, a plural, or a name has come."""
    last = found[-1]
    plural = last.endswith("s") and not last.endswith("ss")
    return _acts(last) or plural or last[0].isupper() or len(found) == 2 or not aux


@lru_cache(maxsize=1)
def _articles() -> frozenset[str]:
    german = ("der", "die", "das", "den", "dem", "ein", "eine", "einen", "viele", "sich", "von")
    return frozenset({*german, *table("doings")["ours"], *table("doings")["self"]})


@lru_cache(maxsize=10_000)
def _is_people(word: str) -> bool:
    return bool(words("doings", "people").fullmatch(word))


@lru_cache(maxsize=10_000)
def _acts(word: str) -> bool:
    """Whether a word of a question's subject names people, if only by its ending."""
    plain = word.lower()
    if _is_people(word):
        return True
    ended = len(word) > 5 and plain.endswith(tuple(table("doings")["endings"]))
    return ended and plain not in word_set("doings", "things")


def _nouns(text: str) -> list[str]:
    return [word for word in split(_BODY.sub(" ", text)) if not idle(word)]


def _met(one: str, said: Collection[str], beside: Collection[str]) -> bool:
    meant = {one, *kin(one)}
    return bool(meant & set(said)) or bool(meant & set(beside))


def _alone(text: str) -> bool:
    """Whether the speaker alone acts: "I" comes early, and nobody else comes up."""
    bare = _BODY.sub(" ", text)
    opening = " ".join(bare.split()[:4])
    first = words("doings", "self").search(opening)
    if first is None:
        return False
    after = " ".join(bare[bare.find(first[0]) + len(first[0]) :].split()[:3])
    if words("doings", "reporting").search(after):
        return False
    return not (words("doings", "others").search(bare) or words("doings", "ours").search(bare))


@lru_cache(maxsize=1)
def _formers() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(table('doings')['former'])})\b", re.IGNORECASE)


def _former(text: str) -> bool:
    return bool(_formers().search(text))


def _owned(asked: Asked, text: str) -> float:
    """Less than 1 where those who are asked about are another's in the text, and not so asked."""
    if not asked.who or _owner_named(asked.text):
        return 1.0
    meant = frozenset().union(*({one, *kin(one)} for one in asked.who))
    for shape in (_OWNED, _THERE):
        for match in shape.finditer(text):
            if match["owner"] not in asked.text and meant & set(map(root, split(match["what"]))):
                return FOREIGN
    if asked.people or words("doings", "ours").search(asked.text):
        for match in words("doings", "theirs").finditer(text):
            after = [root(word) for word in list(split(text[match.end() :]))[:2]]
            if meant & set(after):
                return FOREIGN
    return 1.0


def _owner_named(question: str) -> bool:
    return bool(_OWNED.search(question) or words("doings", "theirs").search(question)
                or re.search(r"\b(?:at|of|bei|von)\s+[A-Z]\w", question))  # fmt: skip
