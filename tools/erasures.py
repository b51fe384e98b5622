"""Erasure: ask for it, call it off while it waits, see how far it is.

A business is erased by its founder, who types its name; words by whoever said them. A founder
erases notes that the team may read too, and the words of somebody else as a whole.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from domain.erasure import (
    AlreadyErasing,
    InputKind,
    Mode,
    NameDoesNotFit,
    NoSuchErasure,
    NothingToCallOff,
    NotYoursToErase,
    What,
    grace_of,
    same_name,
)
from domain.work import BeginErasure
from memory import erasures, people, schedule, words
from memory.ctx import Ctx
from tools.base import Answer, Ask, Nothing, tool


class WholeBusiness(Ask):
    """The name of the business, typed, and for how many days this may be called off."""

    name: str = Field(min_length=1, max_length=200)
    grace_days: float | None = Field(None, ge=0, le=30)


class SomeInput(Ask):
    """One input, whether to erase it or only its words and its name, and for how many days this
    may be called off (an hour where nothing is said)."""

    kind: InputKind
    id: UUID
    mode: Mode = "erase"
    grace_days: float | None = Field(None, ge=0, le=30)


class SomebodysWords(Ask):
    """All vents, answers and chats of a person: your own, where nobody is named."""

    person_id: UUID | None = None
    mode: Mode = "erase"
    grace_days: float | None = Field(None, ge=0, le=30)


class ErasureId(Ask):
    """An erasure that waits."""

    erasure_id: UUID


class ErasureLine(Answer):
    """An erasure: what, when it was asked for, when it is due, and where it stands.

    `status` is waiting, called_off, running or done; `counts` say what went.
    """

    id: UUID
    what: What
    mode: Mode
    asked_at: datetime
    due_at: datetime
    status: str
    counts: dict[str, int] = {}


class Erasures(Answer):
    """Erasures, newest first."""

    items: list[ErasureLine]


@tool("data:write")
async def erase_business(ctx: Ctx, ask: WholeBusiness) -> ErasureLine:
    """Erase the whole business once the grace is over; until then it may be called off."""
    row = await people.business(ctx)
    if row is None or not same_name(ask.name, row.name):
        raise NameDoesNotFit(remedy="Type it as the page shows it.", field="name")
    return await _ask(ctx, ask.grace_days, {"what": "business", "mode": "erase"})


@tool("words:write")
async def erase_input(ctx: Ctx, ask: SomeInput) -> ErasureLine:
    """Erase one input with all that came from it; a vent or market signal is hidden at once."""
    row = await words.source(ctx, ask.kind, ask.id)
    if row is None or not _may_erase(ctx, ask.kind, row):
        raise NotYoursToErase(field="id", value=str(ask.id))
    told = await _ask(
        ctx, ask.grace_days,
        {"what": "input", "mode": ask.mode, "subject_kind": ask.kind, "subject_id": ask.id},
    )  # fmt: skip
    await words.hide(ctx, ask.kind, ask.id, told.asked_at)
    return told


@tool("words:write")
async def erase_words(ctx: Ctx, ask: SomebodysWords) -> ErasureLine:
    """Erase all words of one person: their vents, answers and chats."""
    person = ask.person_id or ctx.actor.user_id
    if person is None:
        raise NotYoursToErase(remedy="Say whose words.", field="person_id")
    if person != ctx.actor.user_id:
        ctx.actor.must("data:write")
    wanted = {"what": "person", "mode": ask.mode, "subject_id": person}
    told = await _ask(ctx, ask.grace_days, wanted)
    for kind, source_id in await words.said_by(ctx, person):
        await words.hide(ctx, kind, source_id, told.asked_at)
    return told


@tool("words:write")
async def call_off_erasure(ctx: Ctx, ask: ErasureId) -> ErasureLine:
    """Call an erasure off while it waits: everything is as it was."""
    row = await erasures.request(ctx, ask.erasure_id)
    if row is None or not _may_see(ctx, row):
        raise NoSuchErasure(field="erasure_id", value=str(ask.erasure_id))
    if row.begun_at or row.called_off_at:
        raise NothingToCallOff(field="erasure_id", value=str(ask.erasure_id))
    await erasures.change_request(ctx, row.id, called_off_at=ctx.at)
    await schedule.cancel(ctx, BeginErasure(request_id=row.id))
    if row.what == "input":
        await words.show(ctx, row.subject_kind, row.subject_id, row.asked_at)
    elif row.what == "person":
        for kind, source_id in await words.said_by(ctx, row.subject_id):
            await words.show(ctx, kind, source_id, row.asked_at)
    return _line(await erasures.request(ctx, row.id))


@tool("data:read")
async def list_erasures(ctx: Ctx, ask: Nothing) -> Erasures:
    """Erasures that wait, run or are done; of other people's words the founder alone hears."""
    rows = [row for row in await erasures.requests(ctx) if _may_see(ctx, row)]
    return Erasures(items=[_line(row) for row in rows[:100]])


async def erasure_of(ctx: Ctx, request_id: UUID) -> UUID:
    """The id under which the steps of a request run, for a door that waits for them.

    Raises `NoSuchErasure` where none has begun.
    """
    row = await erasures.request(ctx, request_id)
    if row is None or row.erasure_id is None:
        raise NoSuchErasure(field="erasure_id", value=str(request_id))
    return row.erasure_id


async def _ask(ctx: Ctx, days: float | None, wanted: dict[str, Any]) -> ErasureLine:
    if await erasures.waiting(ctx, wanted["what"], wanted.get("subject_id")):
        raise AlreadyErasing(remedy="Call the earlier one off to change it.")
    due = ctx.at + grace_of(wanted["what"], days)
    request_id = await erasures.ask(ctx, {**wanted, "due_at": due})
    await schedule.wait_until(ctx, due, BeginErasure(request_id=request_id))
    return _line(await erasures.request(ctx, request_id))


def _may_erase(ctx: Ctx, kind: str, row: Any) -> bool:
    if kind == "activity":
        return "data:write" in ctx.actor.scopes
    if kind == "market_signal" and "data:write" in ctx.actor.scopes:
        return True
    mine = row.author_id in (None, ctx.actor.user_id)
    shared = getattr(row, "visibility", "private") == "team"
    return mine or (shared and "data:write" in ctx.actor.scopes)


def _may_see(ctx: Ctx, row: Any) -> bool:
    return row.asked_by == ctx.actor.user_id or "data:write" in ctx.actor.scopes


def _line(row: Any) -> ErasureLine:
    status = (
        "called_off" if row.called_off_at
        else "done" if row.done_at
        else "running" if row.begun_at
        else "waiting"
    )  # fmt: skip
    return ErasureLine(
        id=row.id, what=row.what, mode=row.mode, asked_at=row.asked_at, due_at=row.due_at,
        status=status, counts=row.counts,
    )  # fmt: skip
