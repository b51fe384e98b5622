"""What a business says of itself, as it was known at any moment: each field with its evidence."""

from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from domain.business import PROFILE_KINDS
from domain.interview import InterviewResult, Turn
from domain.profiles import Stated, understood
from memory import inputs, people
from memory.ctx import Ctx
from memory.profile_choices import profile_choices


@dataclass(frozen=True)
class _Answer:
    row: Any
    text: str | None


async def stated(
    ctx: Ctx, moment: datetime, held: MutableMapping[object, Any] | None = None
) -> list[Stated]:
    """The fields that were known at a moment, in the order of the profile.

    `held` keeps what was read from interviews, for the next time.
    """
    profile = await people.profile(ctx)
    if profile is None or profile.created_at > moment:
        return []
    found: dict[str, Stated] = {}
    for answers in (await _interviews(ctx, moment)).values():
        choices = await _choices(ctx, answers[0].row.thread_id, moment)
        result = _understood(answers, choices, held)
        chosen = {row.field: row for row in choices}
        for field, mark in result.profile.items():
            base = Stated(
                field, mark.value, mark.confidence, "profile", profile.id, None, None
            )  # fmt: skip
            if field in chosen and chosen[field].value is not None:
                row = chosen[field]
                found[field] = _with(base, said=row.at, learned=row.created_at)
            elif mark.evidence and mark.evidence[-1].turn < len(answers):
                found[field] = _said(ctx, base, answers, mark.evidence[-1])
            else:
                found[field] = base
    if (profile.updated_at or profile.created_at) <= moment:
        _by_hand(profile, found)
    return [found[name] for name in PROFILE_KINDS if name in found]


def _understood(
    answers: Sequence[_Answer], choices: Sequence[Any], held: MutableMapping[object, Any] | None
) -> InterviewResult:
    said = tuple((one.row.question, one.text) for one in answers)
    key = ("understood", said, tuple(row.id for row in choices))
    found = held.get(key) if held is not None else None
    if found is None:
        turns = [Turn(question=question, answer=answer) for question, answer in said]
        found = understood(turns, choices)
        if held is not None:
            held[key] = found
    return found


def _by_hand(profile: Any, found: dict[str, Stated]) -> None:
    """Add what was written into the profile without an interview."""
    for name in PROFILE_KINDS:
        value = getattr(profile, name)
        if name not in found and value not in (None, [], ""):
            at = profile.updated_at or profile.created_at
            sure = float(profile.confidence.get(name, 1.0))
            found[name] = Stated(name, value, sure, "profile", profile.id, at, at)


def _said(ctx: Ctx, base: Stated, answers: Sequence[_Answer], evidence: Any) -> Stated:
    """A field as an answer told it; another person's answer lends its day, not its words."""
    row = answers[evidence.turn].row
    learned = row.corrected_at if answers[evidence.turn].text == row.answer else row.created_at
    told = _with(base, said=row.at, learned=learned or row.created_at)
    if row.author_id not in (None, ctx.actor.user_id) and ctx.actor.role != "worker":
        return told
    return Stated(
        told.field, told.value, told.confidence, "answer", row.id, told.said, told.learned,
        evidence.quote,
    )  # fmt: skip


def _with(one: Stated, *, said: datetime | None, learned: datetime | None) -> Stated:
    return Stated(one.field, one.value, one.confidence, one.kind, one.id, said, learned)


async def _interviews(ctx: Ctx, moment: datetime) -> dict[UUID, list[_Answer]]:
    """The answers of each interview by a moment, with the words that stood then."""
    rows = [row for row in await inputs.answers(ctx) if row.created_at <= moment]
    table = inputs.answer_corrections
    earlier: dict[UUID, str | None] = {}
    later = select(table).where(table.c.created_at > moment).order_by(table.c.created_at.desc())
    for row in await ctx.rows(later):
        earlier[row.answer_id] = row.answer
    found: dict[UUID, list[_Answer]] = {}
    for row in sorted(rows, key=lambda one: one.turn):
        text = earlier.get(row.id, row.answer)
        found.setdefault(row.thread_id, []).append(_Answer(row, text))
    return found


async def _choices(ctx: Ctx, thread_id: UUID, moment: datetime) -> list[Any]:
    """The values chosen by hand that stood at a moment, one for each field."""
    table = profile_choices
    stood = or_(table.c.replaced_at.is_(None), table.c.replaced_at > moment)
    query = select(table).where(table.c.thread_id == thread_id, table.c.at <= moment, stood)
    return await ctx.rows(query.order_by(table.c.field))
