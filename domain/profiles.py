"""A profile out of an interview: what was read from the words, over it what was chosen by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from domain.interview import Evidence, InterviewResult, Mark, Turn, coverage, next_question
from domain.language import answers
from domain.language.told import GUESS, guesses

CHOSEN, GUESSED = "chosen", "guessed"


@dataclass(frozen=True)
class Stated:
    """A field of the profile with its value, how sure it is, and the row that it rests on.

    Said in an interview, that is the `answer` with its words where one may read them; else the
    `profile` itself.
    """

    field: str
    value: Any
    confidence: float
    kind: str
    id: UUID
    said: datetime | None
    learned: datetime | None
    quote: str = ""


def understood(turns: Sequence[Turn], chosen: Sequence[Any], name: str = "") -> InterviewResult:
    """What is known from the turns of an interview with rows of `profile_choices` over it."""
    result = answers.read(turns, name)
    known = volunteered(turns) | dict(result.profile)
    return merged(result.model_copy(update={"profile": known}), chosen, answers.refused(turns))


def volunteered(turns: Sequence[Turn]) -> dict[str, Mark]:
    """What answers say beyond their questions: guesses, each with its turn and its sentence.

    The first guess of a field stays; a reading of the answer to its own question beats it.
    """
    found: dict[str, Mark] = {}
    for number, turn in enumerate(turns):
        for field, mark in guesses(turn.answer or "").items():
            said = [one.model_copy(update={"turn": number}) for one in mark.evidence]
            found.setdefault(field, mark.model_copy(update={"evidence": said}))
    return found


def merged(
    result: InterviewResult, chosen: Sequence[Any], refused: Sequence[str]
) -> InterviewResult:
    """A reading with rows of `profile_choices` over it.

    A choice stands against any reading; a guess only where nothing surer was said.
    """
    profile = dict(result.profile)
    for row in chosen:
        if row.source == CHOSEN and row.value is None:
            profile.pop(row.field, None)
        elif row.source == CHOSEN:
            profile[row.field] = _mark(row, 1.0, profile.get(row.field))
        elif row.value is not None and row.field not in profile:
            profile[row.field] = _mark(row, GUESS, None)
    taken_back = [row.field for row in chosen if row.value is None]
    return result.model_copy(
        update={
            "profile": profile,
            "coverage": coverage(profile),
            "next_question": next_question(profile, [*refused, *taken_back]),
        }
    )


def _mark(row: Any, confidence: float, read_as: Mark | None) -> Mark:
    evidence = [*read_as.evidence] if read_as else []
    if row.quote:
        evidence = [Evidence(turn=0, quote=row.quote)]
    return Mark(value=row.value, confidence=confidence, evidence=evidence)
