"""The vector index port: Postgres keeps every vector; Chroma (or Postgres) finds the nearest."""

import asyncio
import hashlib
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from pgvector.sqlalchemy import Vector
from sqlalchemy import Column, Integer, Text, Uuid, delete, select
from sqlalchemy.dialects.postgresql import insert

from core.ids import new_id
from core.settings import settings
from memory import index
from memory.ctx import Ctx
from memory.tables import among, moment, sealed, tenant_table, unique

DIMENSIONS = 384
AT_ONCE = 2_000
UNSEARCHED = ("theme_quote",)
"""Chunks that are compared among themselves only."""

Key = tuple[str, UUID, int]

context_embeddings = tenant_table(
    "context_embeddings",
    Column("source_type", Text, nullable=False),
    Column("source_id", Uuid, nullable=False),
    Column("position", Integer, nullable=False, server_default="0"),
    Column("model", Text, nullable=False),
    Column("embedding", Vector(DIMENSIONS), nullable=False),
    sealed("text_chunk", nullable=False),
    moment("said_at", nullable=False),
    sealed("signs"),
    unique("source_type", "source_id", "position", "model"),
)


@dataclass(frozen=True)
class Meaning:
    """A passage's vector, the signs of its tokens' vectors (tokens, 48), a digest of its words."""

    vector: np.ndarray
    signs: np.ndarray | None
    digest: bytes


_meanings: dict[UUID, dict[UUID, tuple[Key, Meaning]]] = {}
"""Opened meanings by business and chunk, for as long as the index of the business is held."""


def digest(words: str) -> bytes:
    """By which a vector knows the words that it was made of."""
    return hashlib.blake2b(words.encode(), digest_size=16).digest()


def packed(signs: np.ndarray) -> str:
    """Signs as they are kept."""
    return b64encode(signs.tobytes()).decode()


async def meanings(ctx: Ctx) -> dict[Key, Meaning]:
    """(Source type, source id, position) → meaning, of every searchable chunk.

    Chunks never change, so that only what was not opened before is read.
    """
    table = context_embeddings
    searchable = table.c.source_type.not_in(UNSEARCHED)
    known = _meanings.setdefault(ctx.business_id, {})
    there = {row.id for row in await ctx.rows(select(table.c.id).where(searchable))}
    for gone in known.keys() - there:
        del known[gone]
    fresh = [*(there - known.keys())]
    for first in range(0, len(fresh), AT_ONCE):
        batch = table.c.id.in_(fresh[first : first + AT_ONCE])
        rows = await ctx.rows(select(table).where(batch).order_by(table.c.created_at))
        known.update(await asyncio.to_thread(_opened, rows))
    return dict(known.values())


def let_go(business_id: UUID) -> None:
    """Drop the opened meanings of a business from memory."""
    _meanings.pop(business_id, None)


def _opened(rows: Sequence[Any]) -> dict[UUID, tuple[Key, Meaning]]:
    return {
        row.id: (
            (row.source_type, row.source_id, row.position),
            Meaning(
                np.asarray(row.embedding, np.float32),
                np.frombuffer(b64decode(row.signs), np.uint8).reshape(-1, DIMENSIONS // 8)
                if row.signs is not None else None,
                digest(row.text_chunk),
            ),
        )
        for row in rows
    }  # fmt: skip


async def put(ctx: Ctx, rows: Sequence[dict[str, Any]]) -> None:
    """Keep vectors with their words; a vector that is there already stays.

    A row has source_type, source_id, position, model, embedding (384 numbers), text_chunk, said_at,
    and signs (see `packed`) or None.
    """
    if not rows:
        return
    full = [
        # a fresh id each time: words that were edited must not meet their old vector in the index
        {"id": new_id(), "business_id": ctx.business_id, "signs": None, **row}
        for row in rows
    ]
    await ctx.db.execute(insert(context_embeddings).on_conflict_do_nothing(), full)


async def without(ctx: Ctx, model: str) -> list[Any]:
    """Chunks that have a vector, but none of `model`."""
    table, other = context_embeddings, context_embeddings.alias()
    same = [table.c[name] == other.c[name] for name in ("source_type", "source_id", "position")]
    held = select(other.c.id).where(*same, other.c.model == model).exists()
    query = select(table).where(~held).order_by(table.c.source_id, table.c.position)
    return await ctx.rows(query)


async def vectors_of(ctx: Ctx, source_type: str, ids: Sequence[UUID]) -> dict[UUID, np.ndarray]:
    """Source id → vector, for chunks at position 0."""
    table = context_embeddings
    query = select(table.c.source_id, table.c.embedding).where(
        table.c.source_type == source_type, among(table.c.source_id, ids), table.c.position == 0
    )
    return {row.source_id: np.asarray(row.embedding, np.float32) for row in await ctx.rows(query)}


async def nearest(ctx: Ctx, vector: np.ndarray, most: int = 10) -> list[Any]:
    """The chunks nearest to `vector` within this business, with `distance` (cosine, 0 to 2)."""
    ids = await _candidates(ctx, vector, most)
    table = context_embeddings
    distance = table.c.embedding.cosine_distance(vector.tolist()).label("distance")
    query = select(table, distance).where(table.c.source_type.not_in(UNSEARCHED))
    if ids is not None:
        query = query.where(table.c.id.in_(ids))
    return await ctx.rows(query.order_by(distance).limit(most))


async def proposed(ctx: Ctx, vector: np.ndarray, most: int) -> list[Key]:
    """What the index holds nearest to `vector`, nearest first; [] without an index."""
    ids = await _candidates(ctx, vector, most)
    table = context_embeddings
    columns = table.c.id, table.c.source_type, table.c.source_id, table.c.position
    rows = await ctx.rows(select(*columns).where(table.c.id.in_(ids or [])))
    found = {row.id: (row.source_type, row.source_id, row.position) for row in rows}
    return [found[each] for each in ids or [] if each in found]


async def everything(ctx: Ctx) -> list[Any]:
    """Id and vector of every searchable chunk: what the index is rebuilt from."""
    table = context_embeddings
    query = select(table.c.id, table.c.embedding).where(table.c.source_type.not_in(UNSEARCHED))
    return await ctx.rows(query)


async def forget(ctx: Ctx, source_type: str, source_ids: Sequence[UUID]) -> None:
    """Delete the vectors of sources, with their words; `sweep` takes them out of the index."""
    table = context_embeddings
    ours = table.c.source_type == source_type, table.c.source_id.in_(source_ids)
    await ctx.db.execute(delete(table).where(*ours))


async def sweep(ctx: Ctx) -> int:
    """Take out of the index what Postgres does not hold any more; returns how many."""
    if settings().vectors != "chroma" or not index.reachable():
        return 0
    held = index.held(ctx.business_id)
    stray = held - {row.id for row in await everything(ctx)}
    index.forget(ctx.business_id, [*stray])
    return len(stray)


async def _candidates(ctx: Ctx, vector: np.ndarray, most: int) -> list[UUID] | None:
    """Ids that the index proposes; None = scan exactly. Postgres has the last word on each."""
    if settings().vectors != "chroma" or not index.reachable():
        return None
    await _sync(ctx)
    return [*index.search(ctx.business_id, vector, most * 2)]


async def _sync(ctx: Ctx) -> None:
    """Read your writes: whatever Postgres holds and the index lacks is put there before a
    search."""
    table = context_embeddings
    searchable = table.c.source_type.not_in(UNSEARCHED)
    ids = [row.id for row in await ctx.rows(select(table.c.id).where(searchable))]
    missing = index.missing(ctx.business_id, ids)
    if missing:
        query = select(table.c.id, table.c.embedding).where(table.c.id.in_(missing))
        index.put(ctx.business_id, {row.id: row.embedding for row in await ctx.rows(query)})
