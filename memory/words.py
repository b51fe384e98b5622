"""The words of inputs: whose they are, hiding them, taking them out, deleting the input.

What was read from an input is forgotten by `memory.forgetting`; here it may stay without words:
topics, charge, how often a theme came up.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, null, or_, select, update

from domain.language.shapes import Extraction
from memory import (
    blobs,
    context,
    inputs,
    market_signals,
    outcomes,
    recurrence,
    threads,
    vectors,
    whole,
)
from memory.ctx import Ctx
from memory.people import idempotency_keys

TABLES: dict[str, Any] = {
    "vent": inputs.vent_entries,
    "answer": inputs.onboarding_responses,
    "activity": inputs.activities,
    "market_signal": market_signals.market_signals,
}

_WORDS = {"vent": "text", "answer": "answer", "activity": "notes", "market_signal": "note"}
_HIDDEN = ("vent", "market_signal")

MADE = ("voice_notes", "files", "answer_corrections", "comments")
"""What else a person wrote, said or handed in."""


async def source(ctx: Ctx, kind: str, source_id: UUID) -> Any:
    """The row of an input, or None."""
    table = TABLES[kind]
    return await ctx.row(select(table).where(table.c.id == source_id))


async def hide(ctx: Ctx, kind: str, source_id: UUID, at: datetime) -> None:
    """Show a vent or a market signal to nobody while its erasure waits; others have no mark."""
    if kind in _HIDDEN:
        table = TABLES[kind]
        shown = table.c.deleted_at.is_(None)
        await ctx.db.execute(
            update(table).where(table.c.id == source_id, shown).values(deleted_at=at)
        )


async def show(ctx: Ctx, kind: str, source_id: UUID, at: datetime) -> None:
    """Show again what was hidden at `at`; what was taken back before stays away."""
    if kind in _HIDDEN:
        table = TABLES[kind]
        hidden = table.c.deleted_at == at
        await ctx.db.execute(
            update(table).where(table.c.id == source_id, hidden).values(deleted_at=None)
        )


async def said_by(ctx: Ctx, person: UUID) -> list[tuple[str, UUID]]:
    """(kind, id) of every input of a person, oldest first."""
    found: list[tuple[str, UUID]] = []
    for kind in ("vent", "answer", "market_signal"):
        table = TABLES[kind]
        query = select(table.c.id).where(table.c.author_id == person).order_by(table.c.at)
        found += [(kind, row.id) for row in await ctx.rows(query)]
    return found


async def extractions_of(ctx: Ctx, kind: str, source_id: UUID) -> list[Any]:
    """What was read from an input, by each version of the reader."""
    table = context.context_extractions
    query = select(table).where(table.c.source_kind == kind, table.c.source_id == source_id)
    return await ctx.rows(query)


async def words_in(ctx: Ctx, kind: str, source_id: UUID) -> list[str]:
    """The texts of an input and the quotes that were taken from it."""
    row = await source(ctx, kind, source_id)
    if row is None:
        return []
    found = [getattr(row, _WORDS[kind]) or ""]
    for each in await extractions_of(ctx, kind, source_id):
        read = Extraction.model_validate(each.payload)
        found += [one.quote for one in (*read.topics, *read.themes, *read.signals)]
    return found


async def drop_passages(ctx: Ctx, kind: str, source_id: UUID, quotes: Sequence[UUID]) -> None:
    """Delete the vectors of an input and of its quotes; a job sweeps the index."""
    await vectors.forget(ctx, kind, [source_id])
    await vectors.forget(ctx, recurrence.KIND, quotes)
    recurrence.let_go(ctx, quotes)


async def quotes_of(ctx: Ctx, extractions: Sequence[UUID]) -> list[Any]:
    """The mentions that rest on extractions: id and theme."""
    table = context.theme_quotes
    query = select(table.c.id, table.c.theme_id).where(table.c.extraction_id.in_(extractions))
    return await ctx.rows(query)


async def empty_quotes(ctx: Ctx, quotes: Sequence[Any]) -> None:
    """Take the words out of mentions, which stay counted."""
    table = context.theme_quotes
    ids = [one.id for one in quotes]
    await ctx.db.execute(update(table).where(table.c.id.in_(ids)).values(quote="", start=0, end=0))
    for theme_id in {one.theme_id for one in quotes}:
        await _rename(ctx, theme_id)


async def empty_extractions(ctx: Ctx, rows: Sequence[Any]) -> None:
    """Leave of what was read only what is counted: topics, charge, sentiment."""
    table = context.context_extractions
    for row in rows:
        read = Extraction.model_validate(row.payload)
        bare = Extraction(
            id=read.id, sentiment=read.sentiment, charge=read.charge, pain=read.pain,
            certainty=read.certainty, language=read.language, version=read.version,
            topics=[t.model_copy(update={"quote": "", "start": 0, "end": 0}) for t in read.topics],
        )  # fmt: skip
        await ctx.db.execute(
            update(table).where(table.c.id == row.id).values(payload=bare.model_dump(mode="json"))
        )


async def drop_source(ctx: Ctx, kind: str, source_id: UUID) -> None:
    """Delete the input itself with its links, its line in the input ledger and its files."""
    if kind == "activity":
        artifacts = inputs.activity_artifacts
        mine = artifacts.c.activity_id == source_id
        for row in await ctx.rows(select(artifacts.c.blob).where(mine)):
            if row.blob:
                await blobs.forget(ctx, row.blob)
    await _unlink(ctx, source_id)
    table, ledger = TABLES[kind], outcomes.input_ledger
    await ctx.db.execute(delete(table).where(table.c.id == source_id))
    await ctx.db.execute(
        delete(ledger).where(ledger.c.input_kind == kind, ledger.c.input_id == source_id)
    )


async def empty_source(ctx: Ctx, kind: str, source_id: UUID) -> None:
    """Take the words and the name out of an input, which stays counted and is shown no more."""
    table = TABLES[kind]
    bare: dict[str, dict[str, Any]] = {
        "vent": {"text": "", "tags": [], "author_id": None, "deleted_at": ctx.at},
        "answer": {"answer": None, "question": "", "implicit": None, "author_id": None},
        "activity": {"notes": None, "participants": []},
        "market_signal": {
            "note": "", "link": None, "competitor": None, "author_id": None, "deleted_at": ctx.at,
        },
    }  # fmt: skip
    await ctx.db.execute(update(table).where(table.c.id == source_id).values(**bare[kind]))


async def drop_chats_of(ctx: Ctx, person: UUID) -> int:
    """Delete all chats of a person with what hangs on them, and the answers kept for repeats."""
    table, keys = threads.threads, idempotency_keys
    await ctx.db.execute(delete(keys).where(keys.c.user_id == person))
    gone = delete(table).where(table.c.kind == threads.CHAT, table.c.user_id == person)
    return len(await ctx.rows(gone.returning(table.c.id)))


async def drop_made_by(ctx: Ctx, person: UUID) -> int:
    """Delete files, voice notes, corrections and comments of a person, with the bytes of files."""
    gone = 0
    for name in MADE:
        table = whole.tables()[name]
        held = table.c.blob if "blob" in table.c else null()
        rows = await ctx.rows(delete(table).where(table.c.author_id == person).returning(held))
        for row in rows:
            if row[0]:
                await blobs.forget(ctx, row[0])
        gone += len(rows)
    return gone


async def _rename(ctx: Ctx, theme_id: UUID) -> None:
    """Name a theme by the first mention that still has words."""
    table = context.theme_quotes
    query = select(table.c.quote).where(table.c.theme_id == theme_id)
    left = [row.quote for row in await ctx.rows(query.order_by(table.c.said_at, table.c.id))]
    label = next((quote[:90] for quote in left if quote), "")
    themes = context.themes
    await ctx.db.execute(update(themes).where(themes.c.id == theme_id).values(label=label))


async def _unlink(ctx: Ctx, one: UUID) -> None:
    table = outcomes.evidence_links
    await ctx.db.execute(delete(table).where(or_(table.c.from_id == one, table.c.to_id == one)))
