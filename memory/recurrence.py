"""Gists of mentions: kept sealed beside their vectors, opened once per process, never changed."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy import func, select

from domain.recurrence import Gist, read_marks
from memory import inputs
from memory.ctx import Ctx
from memory.tables import among
from memory.vectors import GISTS, context_embeddings, plain, put

KIND = GISTS
HELD = 200
"""Businesses whose gists stay open, those that spoke last."""

KEPT_SECONDS = 600.0
"""How long gists that nobody asks for stay open."""

_held: OrderedDict[UUID, dict[UUID, Gist]] = OrderedDict()
_ends: dict[UUID, asyncio.TimerHandle] = {}
_about: dict[UUID, tuple[str, list[Gist]]] = {}


async def one_at_a_time(ctx: Ctx) -> None:
    """Wait until no other transaction joins mentions of this business."""
    key = func.hashtextextended(f"recurrence:{ctx.business_id}", 0)
    await ctx.db.execute(select(func.pg_advisory_xact_lock(key)))


async def keep_gists(
    ctx: Ctx, kept: Mapping[UUID, tuple[Gist, datetime]], *, model: str
) -> None:  # fmt: skip
    """Keep what mentions (quote id → gist, and when it was said) are compared by."""
    rows = [
        {
            "source_type": KIND, "source_id": quote_id, "position": 0, "model": model,
            "embedding": gist.vector, "text_chunk": gist.marks, "said_at": said_at,
        }
        for quote_id, (gist, said_at) in kept.items()
    ]  # fmt: skip
    await put(ctx, rows)


async def gists(ctx: Ctx, quote_ids: Sequence[UUID]) -> dict[UUID, Gist]:
    """Quote id → gist; ids without one are left out."""
    held = _held.setdefault(ctx.business_id, {})
    _held.move_to_end(ctx.business_id)
    fresh = [one for one in quote_ids if one not in held]
    if fresh:
        table = context_embeddings
        columns = ("source_id", "embedding", "generation", "text_chunk")
        query = select(*[table.c[name] for name in columns]).where(
            table.c.source_type == KIND, among(table.c.source_id, fresh), table.c.position == 0
        )
        rows = await ctx.rows(query)
        for row, vector in zip(rows, plain(KIND, rows), strict=True):
            held[row.source_id] = read_marks(vector, row.text_chunk)
    while len(_held) > HELD:
        _held.popitem(last=False)
    _end_later(ctx.business_id)
    return {one: held[one] for one in quote_ids if one in held}


async def central(ctx: Ctx, quotes: Sequence[Any]) -> Any:
    """The quote that is nearest to all others: what a theme is called by."""
    known = await gists(ctx, [one.id for one in quotes])
    held = [one for one in quotes if one.id in known]
    if not held:
        return quotes[0]
    vectors_of = np.stack([known[one.id].vector for one in held])
    return held[int((vectors_of @ vectors_of.sum(axis=0)).argmax())]


async def background(ctx: Ctx, read: Callable[[str], Gist]) -> list[Gist]:
    """Gists of the interview's answers: what the business is about. `read` makes them of words."""
    table = inputs.onboarding_responses
    moved = func.max(func.greatest(table.c.created_at, table.c.corrected_at))
    state = str(await ctx.value(select(func.concat_ws("/", func.count(), moved))))
    known = _about.get(ctx.business_id)
    if known is None or known[0] != state:
        said = [row.answer for row in await inputs.answers(ctx) if row.answer]
        known = state, await asyncio.to_thread(lambda: [read(words) for words in said])
        _about[ctx.business_id] = known
        _end_later(ctx.business_id)
    return known[1]


def forget(business_id: UUID) -> None:
    """Drop what is held of a business from memory."""
    _held.pop(business_id, None)
    _about.pop(business_id, None)
    if timer := _ends.pop(business_id, None):
        timer.cancel()


def _end_later(business_id: UUID) -> None:
    if timer := _ends.get(business_id):
        timer.cancel()
    _ends[business_id] = asyncio.get_running_loop().call_later(KEPT_SECONDS, forget, business_id)


def let_go(ctx: Ctx, quote_ids: Sequence[UUID]) -> None:
    """Close gists of mentions that are gone."""
    held = _held.get(ctx.business_id, {})
    for one in quote_ids:
        held.pop(one, None)
