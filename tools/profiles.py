"""The profile as an interview gives it: what was read from the words, over it what was chosen.

Not in the catalog: `tools/onboarding.py` and `tools/interviews.py` call these.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from domain.business import PROFILE_KINDS
from domain.interview import (
    Evidence,
    InterviewResult,
    Mark,
    Turn,
    coverage,
    next_question,
)
from domain.language import answers
from domain.language.told import GUESS, guesses
from memory import inputs, people, profile_choices
from memory.ctx import Ctx

CHOSEN, GUESSED = "chosen", "guessed"


async def rows_of(ctx: Ctx, thread_id: UUID) -> list[Any]:
    """The answers of an interview in the order of their turns."""
    mine = [row for row in await inputs.answers(ctx) if row.thread_id == thread_id]
    return sorted(mine, key=lambda row: row.turn)


async def read(ctx: Ctx, thread_id: UUID, without: Sequence[str] = ()) -> InterviewResult:
    """What is known from an interview; `without` leaves hand-made values of those fields out."""
    turns = [
        Turn(question=row.question, answer=row.answer) for row in await rows_of(ctx, thread_id)
    ]
    chosen = [
        row for row in await profile_choices.standing(ctx, thread_id) if row.field not in without
    ]
    result = answers.read(turns, str(thread_id))
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


async def keep(ctx: Ctx, marks: Mapping[str, Mark], gone: Sequence[str] = ()) -> None:
    """Bring the business's profile up to date; fields in `gone` are emptied."""
    fields = {name: typed(name, mark.value) for name, mark in marks.items()}
    sure = {name: mark.confidence for name, mark in marks.items()}
    empty = [name for name in gone if name not in fields]
    fields |= {name: [] if PROFILE_KINDS[name] == "list" else None for name in empty}
    sure |= dict.fromkeys(empty, 0.0)
    if fields:
        await people.keep_profile(ctx, fields, sure)


def typed(name: str, value: Any) -> Any:
    """A value in the type of its column."""
    kind = PROFILE_KINDS[name]
    if kind == "list":
        return [str(each) for each in value] if isinstance(value, list) else [str(value)]
    return float(value) if kind == "axis" else str(value)
