"""Team activities: what a team said to each other in an exercise, kept and read like a vent."""

from uuid import UUID

from pydantic import AwareDatetime, Field

from core.ids import content_hash, derived_id
from core.text import kept_text
from domain.events import InputKept
from memory import events, inputs, outcomes
from memory.ctx import Ctx
from tools.base import Answer, Ask, tool


class Participant(Ask):
    """Who took part."""

    name: str = Field(min_length=1)
    role: str = ""


class Activity(Ask):
    """One exercise with its notes; lines `Name: words` say who spoke."""

    kind: str = Field(min_length=1, max_length=80)
    notes: str
    at: AwareDatetime | None = None
    minutes: int | None = Field(None, ge=0, le=24 * 60)
    participants: list[Participant] = []


class ActivityKept(Answer):
    """Where the activity is, and whether it was new."""

    id: UUID
    new: bool


@tool("inputs:write")
async def submit_activity(ctx: Ctx, ask: Activity) -> ActivityKept:
    """Keep the notes of a team activity; they are read in the background."""
    notes = kept_text(ask.notes, field="notes")
    key = content_hash(ask.kind, notes)
    row = {
        "id": derived_id(ctx.business_id, "activity", key),
        "kind": ask.kind,
        "at": ask.at or ctx.at,
        "minutes": ask.minutes,
        "participants": [person.model_dump() for person in ask.participants],
        "notes": notes,
        "content_hash": key,
    }
    new = await inputs.keep_activity(ctx, row)
    if new:
        await outcomes.account_for(ctx, "activity", new)
        await events.record(ctx, InputKept(kind="activity", id=new[0]))
    return ActivityKept(id=row["id"], new=bool(new))
