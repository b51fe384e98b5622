"""What people put in: answers, vents, activities.

Words are sealed; a hash makes a repeat land on its row.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    Integer,
    Row,
    Table,
    Text,
    Uuid,
    literal,
    null,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from core.ids import new_id
from memory import files, market_signals, vectors
from memory.ctx import Ctx
from memory.tables import among, document, moment, sealed, tenant_table, texts, unique


@dataclass(frozen=True)
class Heard:
    """Words of a person: a note, an answer of the interview, or the notes of a team activity."""

    kind: str
    id: UUID
    text: str
    at: datetime


@dataclass(frozen=True)
class FileWords:
    """The words of a file as `words_of` gives them."""

    text: str
    at: datetime
    author_id: UUID | None
    visibility: str


_TEAM = literal("team").label("visibility")
_PRIVATE = literal("private").label("visibility")

onboarding_responses = tenant_table(
    "onboarding_responses",
    Column("thread_id", Uuid, nullable=False),
    Column("turn", Integer, nullable=False),
    sealed("question", nullable=False),
    sealed("answer"),
    texts("fields"),
    sealed("implicit"),
    Column("author_id", Uuid),
    moment("at", nullable=False),
    moment("corrected_at"),
    unique("thread_id", "turn"),
)

answer_corrections = tenant_table(
    "answer_corrections",
    sealed("answer"),
    Column("author_id", Uuid),
    moment("at", nullable=False),
    refers={"answer_id": "onboarding_responses"},
)
"""What an answer said before it was corrected, and when it was said."""

vent_entries = tenant_table(
    "vent_entries",
    sealed("text", nullable=False),
    texts("tags"),
    moment("at", nullable=False),
    Column("author_id", Uuid),
    Column("visibility", Text, nullable=False, server_default="private"),
    Column("source", Text, nullable=False, server_default="web"),
    Column("content_hash", Text, nullable=False),
    moment("deleted_at"),
    Column("care", Boolean, nullable=False, server_default="false"),
    moment("care_shown_at"),
    moment("edited_at"),
    unique("content_hash"),
)

activities = tenant_table(
    "activities",
    Column("kind", Text, nullable=False),
    moment("at", nullable=False),
    Column("minutes", Integer),
    document("participants", default="[]"),
    sealed("notes"),
    Column("content_hash", Text, nullable=False),
    unique("content_hash"),
)

activity_artifacts = tenant_table(
    "activity_artifacts",
    Column("kind", Text, nullable=False),
    Column("blob", Text),
    sealed("transcript"),
    refers={"activity_id": "activities"},
)


async def keep_vents(ctx: Ctx, rows: Sequence[dict[str, Any]]) -> list[UUID]:
    """Keep vents; returns the ids that were new.

    A vent with the same words and time is the same.
    """
    return await _keep(ctx, vent_entries, rows)


async def keep_activity(ctx: Ctx, row: dict[str, Any]) -> list[UUID]:
    """Keep a team activity; an empty list when it was there already."""
    return await _keep(ctx, activities, [row])


async def keep_answer(ctx: Ctx, row: dict[str, Any]) -> list[UUID]:
    """Keep one answer (or skip, with `answer` None) of an interview."""
    return await _keep(ctx, onboarding_responses, [row])


async def correct_answer(ctx: Ctx, answer_id: UUID, words: str | None) -> None:
    """Put other words (None: a skip) in the place of an answer's; the old ones are kept aside."""
    table = onboarding_responses
    old = await ctx.row(select(table).where(table.c.id == answer_id).with_for_update())
    aside = {
        "id": new_id(), "business_id": ctx.business_id, "answer_id": answer_id,
        "answer": old.answer, "author_id": old.author_id, "at": old.corrected_at or old.at,
    }  # fmt: skip
    await ctx.db.execute(insert(answer_corrections).values(aside))
    new = {"answer": words, "author_id": ctx.actor.user_id, "corrected_at": ctx.at}
    await ctx.db.execute(update(table).where(table.c.id == answer_id).values(**new))


async def words_of(ctx: Ctx, kind: str, source_id: UUID) -> Any:
    """The words of one input with `text`, `at`, `author_id` and `visibility`.

    None for what is not there, or was taken back.
    """
    return (await words_of_many(ctx, kind, [source_id])).get(source_id)


async def words_of_many(ctx: Ctx, kind: str, source_ids: Sequence[UUID]) -> dict[UUID, Any]:
    """As `words_of`, of several inputs of one kind; what is not there is left out."""
    if kind == "file":
        found = {each: await _words_of_file(ctx, each) for each in source_ids}
        return {each: row for each, row in found.items() if row is not None}
    if kind == "vent":
        table = vent_entries
        columns = (table.c.text, table.c.at, table.c.author_id, table.c.visibility)
    elif kind == "market_signal":
        table = market_signals.market_signals
        columns = (table.c.note.label("text"), table.c.at, table.c.author_id, _TEAM)
    elif kind == "activity":
        table = activities
        columns = (table.c.notes.label("text"), table.c.at, null().label("author_id"), _TEAM)
    else:
        table = onboarding_responses
        columns = (table.c.answer.label("text"), table.c.at, table.c.author_id, _PRIVATE)
    query = select(table.c.id, *columns).where(among(table.c.id, source_ids))
    if kind in ("vent", "market_signal"):
        query = query.where(table.c.deleted_at.is_(None))
    return {row.id: row for row in await ctx.rows(query)}


async def may_read(ctx: Ctx, kind: str, source_id: UUID) -> bool:
    """Whether the actor may be shown the words of an input (decisions: visibility)."""
    row = await words_of(ctx, kind, source_id)
    if row is None or row.visibility == "off_record":
        return False
    mine = row.author_id in (None, ctx.actor.user_id) or ctx.actor.role == "worker"
    return row.visibility == "team" or mine


async def _words_of_file(ctx: Ctx, source_id: UUID) -> Any:
    row = await files.file(ctx, source_id)
    if row is None or row.withdrawn_at is not None:
        return None
    return FileWords(files.whole(row), row.at, row.author_id, row.visibility)


async def authors(ctx: Ctx) -> dict[UUID, UUID]:
    """Input → who said it, where that is known; notes of a team activity are nobody's alone."""
    found: dict[UUID, UUID] = {}
    for table in (vent_entries, onboarding_responses):
        query = select(table.c.id, table.c.author_id).where(table.c.author_id.is_not(None))
        found |= {row.id: row.author_id for row in await ctx.rows(query)}
    return found


async def vent(ctx: Ctx, vent_id: UUID, *, held: bool = False) -> Row[Any] | None:
    """One vent, taken back or not; `held` until the transaction ends, whoever else wants it."""
    query = select(vent_entries).where(vent_entries.c.id == vent_id)
    return await ctx.row(query.with_for_update() if held else query)


async def change_vent(ctx: Ctx, vent_id: UUID, **values: Any) -> None:
    """Write columns of one vent; what was read from it follows who may read it."""
    await ctx.db.execute(update(vent_entries).where(vent_entries.c.id == vent_id).values(**values))
    if "visibility" in values:
        await vectors.refacet(ctx, "vent", vent_id, values["visibility"])


async def vents_among(ctx: Ctx, vent_ids: Sequence[UUID]) -> dict[UUID, Any]:
    """Several vents, taken back or not."""
    rows = await ctx.rows(select(vent_entries).where(among(vent_entries.c.id, vent_ids)))
    return {row.id: row for row in rows}


async def moved_on(ctx: Ctx, said: Mapping[UUID, str]) -> set[UUID]:
    """Which of these vents were taken back, say something else or may not be used by now.

    Who wants to change one of them waits until this transaction ends.
    """
    table = vent_entries
    columns = (table.c.id, table.c.text, table.c.deleted_at, table.c.visibility)
    query = select(*columns).where(among(table.c.id, said)).order_by(table.c.id)
    return {
        row.id
        for row in await ctx.rows(query.with_for_update(read=True))
        if row.deleted_at is not None or row.text != said[row.id] or row.visibility == "off_record"
    }


async def taken_back(ctx: Ctx, since: datetime) -> list[Row[Any]]:
    """What the actor took back since then, the last first."""
    table = vent_entries
    mine = or_(table.c.author_id.is_(None), table.c.author_id == ctx.actor.user_id)
    query = select(table).where(table.c.deleted_at >= since, mine)
    return await ctx.rows(query.order_by(table.c.deleted_at.desc(), table.c.id))


async def vents(ctx: Ctx) -> list[Row[Any]]:
    """All vents of the business that were not taken back, oldest first."""
    table = vent_entries
    query = select(table).where(table.c.deleted_at.is_(None))
    return await ctx.rows(query.order_by(table.c.at, table.c.id))


async def vents_after(ctx: Ctx, after: UUID | None, most: int) -> list[Row[Any]] | None:
    """Vents that the actor may read (their own, and what is meant for the team), oldest first.

    None when there is no vent `after` that they may read.
    """
    table = vent_entries
    mine = or_(
        table.c.visibility == "team",
        table.c.author_id.is_(None),
        table.c.author_id == ctx.actor.user_id,
    )
    query = select(table).where(table.c.deleted_at.is_(None), mine)
    if after is not None:
        last = await ctx.row(select(table.c.at, table.c.id).where(table.c.id == after, mine))
        if last is None:
            return None
        query = query.where(tuple_(table.c.at, table.c.id) > tuple_(last.at, last.id))
    return await ctx.rows(query.order_by(table.c.at, table.c.id).limit(most))


async def heard(ctx: Ctx) -> list[Heard]:
    """All words that the actor may read and that may be used, oldest first.

    A private note is its author's (and the worker's); what is off the record is used for nothing.
    """
    every = ctx.actor.role == "worker"
    found = await heard_vents(ctx)
    for row in await answers(ctx):
        if row.answer and (every or row.author_id in (None, ctx.actor.user_id)):
            found.append(Heard("answer", row.id, row.answer, row.at))
    for row in await ctx.rows(select(activities)):
        if row.notes:
            found.append(Heard("activity", row.id, row.notes, row.at))
    return sorted(found, key=lambda one: (one.at, str(one.id)))


async def heard_vents(ctx: Ctx) -> list[Heard]:
    """As `heard`, of notes alone; in the order of `vents`."""
    every, table = ctx.actor.role == "worker", vent_entries
    columns = (table.c.id, table.c.text, table.c.at, table.c.visibility, table.c.author_id)
    query = select(*columns).where(table.c.deleted_at.is_(None)).order_by(table.c.at, table.c.id)
    return [
        Heard("vent", row.id, row.text, row.at)
        for row in await ctx.rows(query)
        if row.visibility == "team"
        or (
            (every or row.author_id in (None, ctx.actor.user_id)) and row.visibility != "off_record"
        )
    ]


async def team_activities(ctx: Ctx) -> list[Row[Any]]:
    """Every team activity, oldest first."""
    return await ctx.rows(select(activities).order_by(activities.c.at, activities.c.id))


async def answers(ctx: Ctx) -> list[Row[Any]]:
    """All answers of the business in the order of the interview."""
    table = onboarding_responses
    return await ctx.rows(select(table).order_by(table.c.at, table.c.turn, table.c.id))


async def _keep(ctx: Ctx, table: Table, rows: Sequence[dict[str, Any]]) -> list[UUID]:
    if not rows:
        return []
    full = [{"business_id": ctx.business_id, **row} for row in rows]
    write = insert(table).on_conflict_do_nothing().returning(table.c.id)
    kept = await ctx.db.execute(write, full)
    return [*kept.scalars()]
