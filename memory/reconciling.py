"""Hold the index against Postgres, which is right: find what is missing, surplus or different.

Repair is writing what Postgres says; whoever is cut off begins again and finds less to do.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from core.settings import settings
from memory import generations, index, vault, vectors
from memory.ctx import Ctx
from memory.generations import Generation

PAGE = 500
SAME = 1e-5
"""Two numbers of a vector that differ by less are the same."""


@dataclass
class Divergence:
    """What a check found: ids that the index lacks, has too many, or holds with another vector."""

    held: int = 0
    missing: int = 0
    surplus: int = 0
    different: int = 0

    @property
    def found(self) -> int:
        """All that diverged."""
        return self.missing + self.surplus + self.different


Watch = Callable[[int, int], None]
"""Hears how many vectors are done, of how many."""


def quiet(_done: int, _total: int) -> None:
    """Nobody watches."""


async def check(ctx: Ctx, *, repair: bool = True, watch: Watch = quiet) -> Divergence:
    """Compare the business's part of the index with Postgres, id by id and number by number.

    What diverges is repaired, and the counts are noted in the vault. Raises `index.IndexLost`.
    """
    found = Divergence()
    if settings().vectors == "chroma":
        if not index.reachable():
            raise index.IndexLost
        for it in [await generations.live(ctx), *await generations.known(ctx, "building")]:
            await _compare(ctx, it, found, repair, watch)
        await _drop_strangers(ctx, repair=repair)
    else:
        found.held = await vectors.count(ctx, await generations.live(ctx))
    if repair:
        row = await vault.noted(ctx)
        repaired = (row.repaired if row else 0) + found.found
        counts = {"held": found.held, "missing": found.missing, "surplus": found.surplus}
        await vault.note(
            ctx, checked_at=ctx.at, repaired=repaired, different=found.different, **counts
        )
    return found


async def fill(ctx: Ctx, it: Generation, watch: Watch = quiet) -> int:
    """Put every vector of a generation into the index; returns how many."""
    total, done, after = await vectors.count(ctx, it), 0, None
    while rows := await vectors.stored(ctx, it, after, PAGE):
        wanted = {row.id: row.embedding for row in rows}
        await asyncio.to_thread(index.put, ctx.business_id, wanted, it.number)
        after, done = rows[-1].id, done + len(rows)
        watch(done, max(total, done))
    return done


async def rebuild(ctx: Ctx, watch: Watch = quiet) -> int:
    """Delete the business's part of the index and fill it from Postgres; returns how many vectors.

    Nothing is embedded anew. Whoever searches meanwhile finds all, only slower.
    """
    if settings().vectors != "chroma":
        return 0
    if not index.reachable():
        raise index.IndexLost
    await asyncio.to_thread(index.drop, ctx.business_id)
    return await fill(ctx, await generations.live(ctx), watch)


async def _compare(ctx: Ctx, it: Generation, found: Divergence, repair: bool, watch: Watch) -> None:
    there = await asyncio.to_thread(index.held, ctx.business_id, it.number)
    total, after = await vectors.count(ctx, it), None
    ours: set[UUID] = set()
    while rows := await vectors.stored(ctx, it, after, PAGE):
        wanted = {row.id: np.asarray(row.embedding, np.float32) for row in rows}
        wrong = await _wrong(ctx, it, wanted, there)
        found.missing += len(wrong - there)
        found.different += len(wrong & there)
        if repair and wrong:
            anew = {one: wanted[one] for one in wrong}
            await asyncio.to_thread(index.put, ctx.business_id, anew, it.number)
        ours |= wanted.keys()
        after = rows[-1].id
        watch(len(ours), max(total, len(ours)))
    stray = there - ours
    found.surplus += len(stray)
    found.held += len(ours)
    if repair and stray:
        await asyncio.to_thread(index.forget, ctx.business_id, [*stray], it.number)


async def _wrong(
    ctx: Ctx, it: Generation, wanted: dict[UUID, np.ndarray], there: set[UUID]
) -> set[UUID]:
    """Ids that the index lacks or holds with another vector."""
    ids = [one for one in wanted if one in there]
    held = await asyncio.to_thread(index.vectors_of, ctx.business_id, ids, it.number) if ids else {}
    return {
        one for one, vector in wanted.items() if one not in held or not _same(held[one], vector)
    }


def _same(one: np.ndarray, other: np.ndarray) -> bool:
    return one.shape == other.shape and float(np.abs(one - other).max()) <= SAME


async def _drop_strangers(ctx: Ctx, *, repair: bool) -> None:
    """Collections of generations that are gone go too."""
    if not repair:
        return
    kept = {(await generations.live(ctx)).number}
    kept |= {it.number for it in await generations.known(ctx, "building")}
    for number in await asyncio.to_thread(index.generations_of, ctx.business_id):
        if number not in kept:
            await asyncio.to_thread(index.drop, ctx.business_id, number)
