"""The profile as an interview gives it: what was read from the words, over it what was chosen.

Not in the catalog: `tools/onboarding.py` and `tools/interviews.py` call these.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from domain.business import PROFILE_KINDS
from domain.interview import InterviewResult, Mark, Turn
from domain.profiles import understood
from memory import inputs, people, profile_choices
from memory.ctx import Ctx


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
    return understood(turns, chosen, str(thread_id))


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
