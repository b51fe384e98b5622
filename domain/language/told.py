"""A text about the business (a pasted page, a pitch) read into guesses for the profile.

Each sentence goes to the groups of questions that it would answer. What comes out is a guess that
the founder confirms; its confidence is low on purpose (decisions: unconfirmed guesses enter low).
"""

import re
from collections.abc import Mapping

from domain.interview import Mark, Turn, bank
from domain.language.answers import read
from domain.language.sentences import sentences

GUESS = 0.35
MOST_CHARACTERS = 20_000
LONGEST_ITEM, MOST_WORDS = 60, 7
UNGUESSED = frozenset({"business_name", "icp_pains", "features", "visual_logo", "industry"})
"""Fields whose parse takes whole sentences, or that are asked for by themselves."""


def guesses(text: str) -> dict[str, Mark]:
    """Field → guess, with the sentence of `text` that it rests on as its quote."""
    found: dict[str, Mark] = {}
    for group, said in _by_group(text[:MOST_CHARACTERS]).items():
        fields = set(bank()["groups"][group]["fields"]) - UNGUESSED
        question = _question(group)
        result = read([Turn(question=question, answer=one) for one in said])
        for field in fields & result.profile.keys():
            mark = _small(result.profile[field])
            if mark is not None:
                found.setdefault(field, mark)
    return found


def _by_group(text: str) -> Mapping[str, list[str]]:
    told: dict[str, list[str]] = {}
    for one in sentences(text):
        for group, row in bank()["groups"].items():
            if row.get("told") and re.search(row["told"], one.quote, re.IGNORECASE):
                told.setdefault(group, []).append(one.quote)
    return told


def _question(group: str) -> str:
    """A question that is known to be about a whole group: its first cue, asked."""
    return f"{bank()['groups'][group]['cues'][0].rstrip('*')}?"


def _small(mark: Mark) -> Mark | None:
    """The guess with what is too long to be one left out."""
    value = mark.value
    if isinstance(value, list):
        value = [each for each in value if not isinstance(each, str) or _short(each)]
    elif isinstance(value, str) and not _short(value):
        value = None
    if value in (None, []):
        return None
    evidence = [one.model_copy(update={"turn": 0}) for one in mark.evidence[:3]]
    return Mark(value=value, confidence=min(GUESS, mark.confidence), evidence=evidence)


def _short(item: str) -> bool:
    return len(item) <= LONGEST_ITEM and len(item.split()) <= MOST_WORDS
