"""The vector index port: Postgres keeps every vector; Chroma proposes the nearest.

Callers give and get plain vectors. What is stored, here and in Chroma, is in the business's secret
turn (`memory.turning`), by generation (`memory.generations`).
"""

import asyncio
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

import numpy as np
from pgvector.sqlalchemy import Vector
from sqlalchemy import (
    Column,
    ColumnElement,
    Integer,
    Text,
    Uuid,
    delete,
    func,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import insert

from core.ids import new_id
from core.settings import settings
from domain.facets import Facet, Facets
from memory import facets, generations, index, turning, vault
from memory.ctx import Ctx
from memory.generations import BEFORE, Generation
from memory.tables import among, moment, sealed, tenant_table, texts, unique

DIMENSIONS = 384
GISTS = "theme_quote"
"""Vectors of mentions: compared with each other (`memory.recurrence`), never searched."""
GISTS_TURN, TURNED = "gists", 1

Key = tuple[str, UUID, int]
"""Source type, source id and position: the place of a passage."""

context_embeddings = tenant_table(
    "context_embeddings",
    Column("source_type", Text, nullable=False),
    Column("source_id", Uuid, nullable=False),
    Column("position", Integer, nullable=False, server_default="0"),
    Column("generation", Integer, nullable=False, server_default="0"),
    Column("model", Text, nullable=False),
    Column("embedding", Vector(), nullable=False),
    sealed("text_chunk", nullable=False),
    texts("facets"),
    moment("said_at", nullable=False),
    sealed("signs"),
    unique("source_type", "source_id", "position", "generation"),
)
"""`embedding` is turned from generation 1 on; `facets` are blinded (`memory.facets`); `signs` are
those of the tokens (`memory.meanings`)."""

_VERSION = literal_column("context_embeddings.xmin::text").label("version")
"""Another text whenever the row was written: what the vault's cache goes by."""

MOST_SYNCED = 1_000
_synced: OrderedDict[tuple[UUID, int], tuple[tuple[Any, ...], int]] = OrderedDict()
"""What Postgres and the index said of themselves when their ids were compared last."""


@dataclass(frozen=True)
class Words:
    """A passage with its source."""

    id: UUID
    source_type: str
    source_id: UUID
    position: int
    text_chunk: str
    said_at: datetime


async def put(ctx: Ctx, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep vectors with their words; a vector that is there already stays.

    A row has source_type, source_id, position, model, embedding (plain), text_chunk, said_at, and
    may have facets (name → values) and signs (packed). It goes to every generation of its model
    that is live or built.
    """
    full: list[dict[str, Any]] = []
    for model in dict.fromkeys(row["model"] for row in rows):
        own = [row for row in rows if row["model"] == model]
        searched = [row for row in own if row["source_type"] != GISTS]
        full += stored_rows(ctx, [row for row in own if row["source_type"] == GISTS], GISTS_TURN, 1)
        if searched:
            for it in await _places(ctx, model, len(searched[0]["embedding"])):
                full += stored_rows(ctx, searched, it.purpose, it.number)
    if full:
        await ctx.db.execute(insert(context_embeddings).on_conflict_do_nothing(), full)


async def vectors_of(ctx: Ctx, source_type: str, ids: Sequence[UUID]) -> dict[UUID, np.ndarray]:
    """Source id → plain vector, for chunks at position 0."""
    table = context_embeddings
    query = select(table.c.source_id, table.c.embedding, table.c.generation).where(
        table.c.source_type == source_type, among(table.c.source_id, ids), table.c.position == 0
    )
    if source_type != GISTS:
        query = query.where(table.c.generation == (await generations.live(ctx)).number)
    rows = await ctx.rows(query)
    return {row.source_id: it for row, it in zip(rows, plain(source_type, rows), strict=True)}


def plain(source_type: str, rows: Sequence[Any]) -> list[np.ndarray]:
    """The plain vectors of stored rows of one kind (with `embedding` and `generation`)."""
    if len({len(row.embedding) for row in rows}) > 1:
        return [each for row in rows for each in plain(source_type, [row])]
    found = [np.asarray(row.embedding, np.float32) for row in rows]
    for number in {row.generation for row in rows}:
        if purpose := _purpose(source_type, number):
            own = [place for place, row in enumerate(rows) if row.generation == number]
            straight = turning.plain(np.stack([found[place] for place in own]), purpose)
            for place, vector in zip(own, straight, strict=True):
                found[place] = vector
    return found


async def look_up(ctx: Ctx, ids: Sequence[UUID]) -> dict[UUID, Words]:
    """Id → passage, for those that are there; words that were opened lately are at hand."""
    query = select(context_embeddings.c.id, _VERSION).where(among(context_embeddings.c.id, ids))
    there = {row.id: row.version for row in await ctx.rows(query)}
    return await vault.look_up(ctx, there, partial(_fetch, ctx))


async def matching(ctx: Ctx, wanted: Facets) -> set[tuple[str, UUID]]:
    """Type and id of every source whose passages fit facets."""
    table = context_embeddings
    query = select(table.c.source_type, table.c.source_id).where(
        *of_generation(await generations.live(ctx)), facets.fits(table.c.facets, wanted)
    )
    return {(row.source_type, row.source_id) for row in await ctx.rows(query.distinct())}


async def proposed(ctx: Ctx, vector: np.ndarray, most: int) -> list[Key]:
    """The places that the index holds nearest to a plain vector, nearest first.

    [] where no index answers, or it is of another model than the vector. Postgres has the last word
    on each.
    """
    it = await generations.live(ctx)
    if len(vector) != it.width or settings().vectors != "chroma" or not index.reachable():
        return []
    asked = turning.turned(vector[None], it.purpose)[0] if it.purpose else vector
    try:
        await _sync(ctx, it)
        ids = await asyncio.to_thread(index.search, ctx.business_id, asked, most * 2, it.number)
    except index.IndexLost:
        return []
    table = context_embeddings
    columns = table.c.id, table.c.source_type, table.c.source_id, table.c.position
    rows = await ctx.rows(select(*columns).where(among(table.c.id, ids), *of_generation(it)))
    found = {row.id: (row.source_type, row.source_id, row.position) for row in rows}
    return [found[each] for each in ids if each in found][:most]


async def stored(
    ctx: Ctx, it: Generation, after: UUID | None = None, most: int | None = None
) -> list[Any]:
    """Id and vector, as the index holds it, of a generation's chunks, by id."""
    table = context_embeddings
    query = select(table.c.id, table.c.embedding).where(*of_generation(it)).order_by(table.c.id)
    if after is not None:
        query = query.where(table.c.id > after)
    return await ctx.rows(query.limit(most))


async def ids_of(ctx: Ctx, it: Generation) -> set[UUID]:
    """The ids of a generation's chunks."""
    query = select(context_embeddings.c.id).where(*of_generation(it))
    return {row.id for row in await ctx.rows(query)}


async def count(ctx: Ctx, it: Generation) -> int:
    """How many chunks a generation holds."""
    query = select(func.count()).select_from(context_embeddings).where(*of_generation(it))
    return int(await ctx.value(query) or 0)


async def refacet(ctx: Ctx, source_type: str, source_id: UUID, visibility: str) -> None:
    """Say anew who may read the passages of a source."""
    table = context_embeddings
    ours = table.c.source_type == source_type, table.c.source_id == source_id
    for row in await ctx.rows(select(table.c.id, table.c.facets).where(*ours)):
        left = [one for one in row.facets if one not in facets.any_visibility()]
        new = [*left, *facets.blinded({"visibility": [visibility]})]
        await ctx.db.execute(table.update().where(table.c.id == row.id).values(facets=new))


async def forget(ctx: Ctx, source_type: str, source_ids: Sequence[UUID]) -> None:
    """Delete the vectors of sources, with their words; `sweep` takes them out of the index."""
    table = context_embeddings
    ours = table.c.source_type == source_type, table.c.source_id.in_(source_ids)
    await ctx.db.execute(select(func.pg_advisory_xact_lock_shared(lock(ctx))))
    await ctx.db.execute(delete(table).where(*ours))


async def sweep(ctx: Ctx) -> int:
    """Take out of the index what Postgres does not hold any more; returns how many."""
    if settings().vectors != "chroma" or not index.reachable():
        return 0
    gone = 0
    for it in [await generations.live(ctx), *await generations.known(ctx, "building")]:
        held = index.held(ctx.business_id, it.number)
        stray = held - await ids_of(ctx, it)
        index.forget(ctx.business_id, [*stray], it.number)
        gone += len(stray)
    return gone


def lock(ctx: Ctx) -> ColumnElement[int]:
    """What keeps copying passages into a generation and taking them back apart."""
    return func.hashtextextended(f"vectors:{ctx.business_id}", 0)


async def _fetch(ctx: Ctx, ids: Sequence[UUID]) -> dict[UUID, Words]:
    columns = [context_embeddings.c[each.name] for each in fields(Words)]
    query = select(*columns).where(among(context_embeddings.c.id, ids))
    return {row.id: Words(**row._mapping) for row in await ctx.rows(query)}


def stored_rows(
    ctx: Ctx, rows: Sequence[Mapping[str, Any]], purpose: str | None, number: int, model: str = ""
) -> list[dict[str, Any]]:
    """Rows as the table holds them, of given vectors; turned for `purpose`."""
    if not rows:
        return []
    vectors = np.stack([np.asarray(row["embedding"], np.float32) for row in rows])
    if purpose:
        vectors = turning.turned(vectors, purpose)
    return [
        # a fresh id each time: words that were edited must not meet their old vector in the index
        {
            "id": new_id(), "business_id": ctx.business_id, "generation": number,
            "signs": None, **row, "model": model or row["model"], "embedding": vector,
            "facets": _blinded(row.get("facets", {})),
        }
        for row, vector in zip(rows, vectors, strict=True)
    ]  # fmt: skip


def _blinded(given: Mapping[Facet, Iterable[str]] | Sequence[str]) -> list[str]:
    """Facets as they are stored; those that were read from the table are so already."""
    return facets.blinded(given) if isinstance(given, Mapping) else [*given]


async def _places(ctx: Ctx, model: str, width: int) -> list[Generation]:
    before = select(context_embeddings.c.id).where(*of_generation(BEFORE)).limit(1)
    old = (await generations.live(ctx)) == BEFORE and await ctx.value(before) is not None
    places = await generations.of_model(ctx, model, width, any_before=old)
    return [BEFORE, *places] if old and width == BEFORE.width else places


def of_generation(it: Generation) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The condition that a row is a searchable passage of a generation."""
    table = context_embeddings
    return table.c.generation == it.number, table.c.source_type != GISTS


def _purpose(source_type: str, number: int) -> str | None:
    if source_type == GISTS:
        return GISTS_TURN if number == TURNED else None
    return Generation(number).purpose


async def _sync(ctx: Ctx, it: Generation) -> None:
    """Read your writes: what Postgres holds and the index lacks is put there before a search.

    Ids are compared only when either side changed since they were compared last.
    """
    table, place = context_embeddings, (ctx.business_id, it.number)
    query = select(func.count(), func.max(table.c.created_at)).where(*of_generation(it))
    there = tuple(await ctx.row(query) or ()), await asyncio.to_thread(index.size, *place)
    if _synced.get(place) == there:
        return
    ids = await ids_of(ctx, it)
    missing = await asyncio.to_thread(index.missing, ctx.business_id, [*ids], it.number)
    if missing:
        query = select(table.c.id, table.c.embedding).where(among(table.c.id, missing))
        found = {row.id: row.embedding for row in await ctx.rows(query)}
        await asyncio.to_thread(index.put, ctx.business_id, found, it.number)
    _synced[place] = there[0], await asyncio.to_thread(index.size, *place)
    _synced.move_to_end(place)
    while len(_synced) > MOST_SYNCED:
        _synced.popitem(last=False)
