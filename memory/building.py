"""Build a generation of the index beside the live one: what it lacks, and what is left behind.

Passages that have no vector yet are parked in a generation that nobody searches.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy import delete, distinct, func, select, tuple_
from sqlalchemy.dialects.postgresql import insert

from memory import generations, turning
from memory.ctx import Ctx
from memory.generations import BEFORE, Generation
from memory.vectors import (
    GISTS,
    GISTS_TURN,
    TURNED,
    context_embeddings,
    lock,
    of_generation,
    stored_rows,
)

PARKED = Generation(-1, width=1)
"""Where passages wait that no model has made a vector of yet."""


async def lacking(ctx: Ctx, it: Generation, most: int, *, skip: Sequence[UUID] = ()) -> list[Any]:
    """Passages that another generation holds and `it` does not: one row each, with `plain`."""
    table, other = context_embeddings, context_embeddings.alias()
    place = (table.c.source_type, table.c.source_id, table.c.position)
    same = [table.c[name] == other.c[name] for name in ("source_type", "source_id", "position")]
    held = select(other.c.id).where(*same, other.c.generation == it.number).exists()
    query = select(table).where(~held, table.c.source_type != GISTS).distinct(*place)
    if skip:
        query = query.where(table.c.id.not_in(skip))
    return await ctx.rows(query.order_by(*place, table.c.generation.desc()).limit(most))


async def fill(ctx: Ctx, it: Generation, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep vectors of `it` for passages that `lacking` gave (with `row` and `embedding`, and
    `facets` or `signs` where the row has none yet).

    What was taken back since then stays away: `forget` waits, and so sees what is written here.
    """
    await ctx.db.execute(select(func.pg_advisory_xact_lock(lock(ctx))))
    ids = [one["row"].id for one in rows]
    query = select(context_embeddings.c.id).where(context_embeddings.c.id.in_(ids))
    left = {row.id for row in await ctx.rows(query)}
    copied = ("source_type", "source_id", "position", "text_chunk", "facets", "said_at", "signs")
    given = [
        {**{name: getattr(one["row"], name) for name in copied},
         **{name: value for name, value in one.items() if name != "row"}}
        for one in rows if one["row"].id in left
    ]  # fmt: skip
    full = stored_rows(ctx, given, it.purpose, it.number, it.model)
    if full:
        await ctx.db.execute(insert(context_embeddings).on_conflict_do_nothing(), full)


async def park(ctx: Ctx, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep passages without a vector (rows as for `put`): found by `lacking`, by no search."""
    full = stored_rows(
        ctx, [{**row, "embedding": [0.0]} for row in rows], None, PARKED.number, "none"
    )
    await ctx.db.execute(insert(context_embeddings).on_conflict_do_nothing(), full)


async def set_aside(ctx: Ctx, ids: Sequence[UUID]) -> None:
    """Park passages whose vectors are about to be dropped, and which have no other."""
    table = context_embeddings
    moved = {"generation": PARKED.number, "embedding": [0.0], "model": "none"}
    await ctx.db.execute(table.update().where(table.c.id.in_(ids)).values(moved))


async def unpark(ctx: Ctx) -> int:
    """Forget parked passages that the live generation holds by now; returns how many."""
    it, table, other = await generations.live(ctx), context_embeddings, context_embeddings.alias()
    same = [table.c[name] == other.c[name] for name in ("source_type", "source_id", "position")]
    there = select(other.c.id).where(*same, other.c.generation == it.number).exists()
    gone = delete(table).where(table.c.generation == PARKED.number, there)
    return (await ctx.db.execute(gone)).rowcount


async def drop(ctx: Ctx, it: Generation, most: int) -> int:
    """Delete vectors of a generation, at most `most`; returns how many."""
    table = context_embeddings
    some = select(table.c.id).where(*of_generation(it)).limit(most)
    return (await ctx.db.execute(delete(table).where(table.c.id.in_(some)))).rowcount


async def turn_gists(ctx: Ctx, most: int) -> int:
    """Turn vectors of mentions that were kept plain; returns how many."""
    table = context_embeddings
    query = select(table.c.id, table.c.embedding).where(
        table.c.source_type == GISTS, table.c.generation == BEFORE.number
    )
    rows = await ctx.rows(query.limit(most).with_for_update())
    if rows:
        found = turning.turned(np.stack([row.embedding for row in rows]), GISTS_TURN)
        for row, vector in zip(rows, found, strict=True):
            await ctx.db.execute(
                table.update().where(table.c.id == row.id)
                .values(embedding=vector, generation=TURNED)
            )  # fmt: skip
    return len(rows)


async def count_passages(ctx: Ctx) -> int:
    """How many passages there are, in whatever generations."""
    table = context_embeddings
    place = tuple_(table.c.source_type, table.c.source_id, table.c.position)
    query = select(func.count(distinct(place))).where(table.c.source_type != GISTS)
    return int(await ctx.value(query) or 0)


async def any_at_all(ctx: Ctx) -> bool:
    """Whether any passage is kept."""
    query = select(context_embeddings.c.id).where(context_embeddings.c.source_type != GISTS)
    return await ctx.value(query.limit(1)) is not None
