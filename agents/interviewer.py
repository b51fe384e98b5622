"""Interviews: reads the answers by code, and asks the next question in the founder's own words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agents.base import Thought, think
from domain import fidelity
from domain.interview import CLOSED, InterviewResult, Question, Turn
from domain.language.answers import read
from domain.language.replies import replies
from memory.ctx import Ctx

MOST_WORDS = 25
LAST_TURNS = 12
"""Turns that a question is worded from; earlier ones are in the profile already."""
_NAME = re.compile(r"(?<=[\w,;:] )[A-Z][\w-]+")


def draft(turns: Sequence[Turn], name: str = "") -> InterviewResult:
    """Profile, manner, contradictions and next question after `turns`."""
    return read(turns, name)


async def word(ctx: Ctx, turns: Sequence[Turn], drafted: Question) -> Thought[Question]:
    """`drafted`, or a model's wording of it that follows from `turns` and asks for the same."""
    recent = list(turns[-LAST_TURNS:])

    def field_is_kept(answer: Question) -> list[str]:
        return fidelity.changed(drafted, answer, {"text"})

    def question_is_understood(answer: Question) -> list[str]:
        heard = replies([Turn(question=answer.text, answer=None)])[0]
        return [] if drafted.field in heard.fields else [f"it does not ask for {drafted.field}"]

    def question_is_one(answer: Question) -> list[str]:
        faults = ["it is too long"] if len(answer.text.split()) > MOST_WORDS else []
        return faults + ["it is not one question"] * (answer.text.count("?") != 1)

    def names_and_numbers_are_theirs(answer: Question) -> list[str]:
        said = " ".join(fidelity.strings([recent, drafted]))
        names = [name for name in _NAME.findall(answer.text) if name not in said]
        return fidelity.new_numbers(answer, recent, drafted) + [f"{n} is a new name" for n in names]

    checks = [field_is_kept, question_is_understood, question_is_one, names_and_numbers_are_theirs]
    field = drafted.field
    meaning = {"field": field.replace("_", " "), "one_of": CLOSED.get(field, ())}
    inputs = {"turns": recent, "field": field, "meaning": meaning}
    return await think(ctx, "onboarding/ask_next", inputs, drafted, checks)
