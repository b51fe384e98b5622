"""Bring the index to an embedding model: a second generation beside the live one, then a switch.

Short transactions, a batch each: whoever is cut off goes on where it was. Searches go on in the
live generation until the new one is whole. A model that does not answer is asked again later, a
text that it refuses is left out and counted: nothing waits in the way.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

import numpy as np

from cdt import embedders
from core.errors import Unavailable
from core.settings import settings
from core.telemetry import logger
from domain.access import Actor
from domain.work import GenerateEmbeddings
from memory import building, generations, index, keys, locks, reconciling, vectors
from memory.ctx import Ctx, open_ctx
from memory.generations import BEFORE, Generation
from memory.meanings import packed
from tools import facets, indexing

BATCH = 64
PURGE = 1_000
PROBE = "Is anybody there?"
log = logger("index")
Watch = Callable[[str, int, int], None]


@dataclass
class Brought:
    """What became of it: the generation that is live, vectors made, passages left out."""

    generation: int = 0
    made: int = 0
    left_out: list[UUID] = field(default_factory=list)


def quiet(_step: str, _done: int, _total: int) -> None:
    """Nobody watches."""


async def run(actor: Actor, work: GenerateEmbeddings) -> None:
    """Give every passage a vector of `work.model`, and search in those; again changes nothing."""
    try:
        await bring_over(actor, work.model)
    except Unavailable as wrong:
        if isinstance(wrong, locks.HeldElsewhere):
            raise
        log.warning("no vectors", model=work.model, error=type(wrong).__name__)
        async with open_ctx(actor) as ctx:
            await indexing.try_later(ctx, work.model)


async def given_up(actor: Actor, work: GenerateEmbeddings, why: str) -> None:
    """The job is put aside; the live generation goes on, and the next day begins it again."""


async def bring_over(
    actor: Actor, model: str, watch: Watch = quiet, *, anew: bool = False
) -> Brought:
    """Build what the index lacks of `model`, and make it the live generation.

    `anew` builds a further generation of the live model. Raises `Unavailable` kinds where the model
    does not answer; what was made until then stays.
    """
    async with locks.alone("embeddings", actor.business_id) as mine:
        if not mine:
            raise locks.HeldElsewhere
        await _turn_gists(actor)
        it = await _begun(actor, model, anew=anew)
        build = _Build(actor, it, watch, copies=not anew)
        if it == BEFORE:
            return build.brought
        await _complete(build)
        if it.state != "live":
            await _into_index(build)
            async with open_ctx(actor) as ctx:
                await generations.switch(ctx, it)
        await _clear_away(build)
        return build.brought


@dataclass
class _Build:
    """A generation that is being built; `copies` what another one holds of the same model."""

    actor: Actor
    it: Generation
    watch: Watch
    copies: bool
    brought: Brought = field(default_factory=Brought)

    def __post_init__(self) -> None:
        self.brought.generation = self.it.number


async def _turn_gists(actor: Actor) -> None:
    turned = PURGE
    while turned == PURGE:
        async with open_ctx(actor) as ctx:
            turned = await building.turn_gists(ctx, PURGE)


async def _begun(actor: Actor, model: str, *, anew: bool) -> Generation:
    width = (await _embedded(actor, model, [PROBE])).shape[1]
    async with open_ctx(actor) as ctx:
        live = await generations.live(ctx)
        if live == BEFORE and not await building.any_at_all(ctx):
            return BEFORE
        same = live.model == model and not anew
        it = live if same else await generations.begin(ctx, model, width)
        for other in await generations.known(ctx, "building"):
            if other.number != it.number:
                await generations.tell(ctx, other.number, state="retired")
        await generations.tell(ctx, it.number, failed=0)
    return it


async def _complete(build: _Build) -> None:
    """Make what is lacking, batch by batch."""
    it, left_out = build.it, build.brought.left_out
    while True:
        async with open_ctx(build.actor, read_only=True) as ctx:
            rows = await building.lacking(ctx, it, BATCH, skip=left_out)
            total = await building.count_passages(ctx)
            known = _copied(build, rows)
        if not rows:
            return
        found, refused = await _made(build, rows, known)
        signs = await _signs(rows)
        left_out += refused
        async with open_ctx(build.actor) as ctx:
            full = [
                {"row": row, "embedding": found[row.id], **signs.get(row.id, {}),
                 **await _facets(ctx, row)}
                for row in rows if row.id in found
            ]  # fmt: skip
            await building.fill(ctx, it, full)
            held = await vectors.count(ctx, it)
            await generations.tell(ctx, it.number, done=held, total=total, failed=len(left_out))
        build.brought.made += len(full)
        build.watch("embed", held, max(held, total))


async def _facets(ctx: Ctx, row: Any) -> dict[str, Any]:
    """Facets for a passage that was kept before there were any."""
    if row.facets:
        return {}
    return {"facets": await facets.of_source(ctx, row.source_type, row.source_id, row.said_at)}


async def _signs(rows: Sequence[Any]) -> dict[UUID, dict[str, str]]:
    """Signs of tokens for passages that were kept before there were any."""
    bare = [row for row in rows if row.signs is None]
    if not bare:
        return {}
    _, made = await embedders.tokens_of([row.text_chunk for row in bare])
    return {row.id: {"signs": packed(bits)} for row, bits in zip(bare, made, strict=True)}


def _copied(build: _Build, rows: Sequence[Any]) -> dict[UUID, np.ndarray]:
    """Plain vectors that are there already, of the same model."""
    if not build.copies:
        return {}
    same = [row for row in rows if row.model == build.it.model]
    straight = vectors.plain("", same)
    return {row.id: vector for row, vector in zip(same, straight, strict=True)}


async def _made(
    build: _Build, rows: Sequence[Any], known: dict[UUID, np.ndarray]
) -> tuple[dict[UUID, np.ndarray], list[UUID]]:
    """Plain vectors by row, and the rows whose words the model refuses while it takes others."""
    found, refused = {**known}, []
    fresh = [row for row in rows if row.id not in found]
    model = build.it.model
    try:
        made = await _embedded(build.actor, model, [row.text_chunk for row in fresh])
        return found | {row.id: one for row, one in zip(fresh, made, strict=True)}, []
    except Unavailable:
        await _embedded(build.actor, model, [PROBE])  # raises where it is gone for all of them
    for row in fresh:
        try:
            found[row.id] = (await _embedded(build.actor, model, [row.text_chunk]))[0]
        except Unavailable:
            await _embedded(build.actor, model, [PROBE])
            refused.append(row.id)
    return found, refused


async def _embedded(actor: Actor, model: str, said: Sequence[str]) -> np.ndarray:
    return await embedders.vectors_of(cast("UUID", actor.business_id), model, said)


async def _into_index(build: _Build) -> None:
    """Fill the generation's part of the index before anybody searches in it."""
    if settings().vectors != "chroma" or not index.reachable():
        return  # a search puts there what is missing
    async with open_ctx(build.actor, read_only=True) as ctx:
        await reconciling.fill(ctx, build.it, lambda done, total: build.watch("index", done, total))


async def _clear_away(build: _Build) -> None:
    """Delete what is live no more, once nobody can be writing there alone."""
    async with open_ctx(build.actor) as ctx:
        since = await keys.now(ctx.db)
    async with open_ctx(build.actor) as ctx:
        gone = [*await generations.known(ctx, "retired"), BEFORE]
        if await keys.any_older(ctx.db, since):
            await indexing.try_later(ctx, build.it.model)
            return
    await _complete(build)
    async with open_ctx(build.actor) as ctx:
        await building.set_aside(ctx, build.brought.left_out)
    for old in gone:
        deleted = PURGE
        while deleted == PURGE:
            async with open_ctx(build.actor) as ctx:
                deleted = await building.drop(ctx, old, PURGE)
        if settings().vectors == "chroma" and index.reachable():
            await asyncio.to_thread(index.drop, ctx.business_id, old.number)
        async with open_ctx(build.actor) as ctx:
            await generations.tell(ctx, old.number, state="gone")
    async with open_ctx(build.actor) as ctx:
        await building.unpark(ctx)
