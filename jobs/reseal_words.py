"""Seal anew what older keys of a business sealed; once nothing is left, those are destroyed.

Batches in transactions of their own: people go on reading and writing, and whoever is cut off
begins again and finds less to do.
"""

from collections.abc import Callable
from datetime import timedelta

from core.telemetry import logger
from domain.access import Actor
from domain.work import ResealWords
from memory import keys, locks, resealing, schedule, vault
from memory.ctx import open_ctx
from memory.tables import held_keys

SOON = timedelta(minutes=1)
BLOBS = 50
log = logger("vault")
Watch = Callable[[int], None]


def quiet(_done: int) -> None:
    """Nobody watches."""


async def run(actor: Actor, work: ResealWords) -> None:
    """Go on until everything is sealed with key `work.version`; again changes nothing."""
    await go_through(actor, work)


async def go_through(actor: Actor, work: ResealWords, watch: Watch = quiet) -> None:
    """As `run`; `watch` hears how many values are done just before each batch is committed."""
    async with locks.alone("reseal", actor.business_id) as mine:
        if not mine:
            raise locks.HeldElsewhere
        async with open_ctx(actor) as ctx:
            if held_keys().newest != work.version:
                return  # a later change has a job of its own
            since = await keys.now(ctx.db)
            await vault.note(ctx, seals=await resealing.waiting(ctx), resealed=0)
        await _pass(actor, watch)
        async with open_ctx(actor) as ctx:
            if await keys.any_older(ctx.db, since):  # it may still seal with an older key
                await schedule.put_back(ctx, work, ctx.at + SOON)
                return
        await _pass(actor, watch)
        await _end(actor, work)


async def given_up(actor: Actor, work: ResealWords, why: str) -> None:
    """The job is put aside; older keys stay, and the next day begins it again."""


async def _pass(actor: Actor, watch: Watch) -> None:
    """Every table, then every file."""
    done = 0
    for name in resealing.sealed_columns():
        after, more = None, True
        while more:
            async with open_ctx(actor) as ctx:
                count, after = await resealing.reseal_rows(ctx, name, after)
                done += count
                if count:
                    await vault.note(ctx, resealed=done)
                    watch(done)
            more = after is not None
    async with open_ctx(actor, read_only=True) as ctx:
        names = await resealing.older_blobs(ctx)
    for first in range(0, len(names), BLOBS):
        async with open_ctx(actor) as ctx:
            done += await resealing.reseal_blobs(ctx, names[first : first + BLOBS])
            await vault.note(ctx, resealed=done)
            watch(done)


async def _end(actor: Actor, work: ResealWords) -> None:
    """Destroy older keys, unless something is left that they alone could open."""
    async with open_ctx(actor) as ctx:
        left = await resealing.waiting(ctx)
        if left:
            log.warning("values that no key opens", business=str(actor.business_id), count=left)
            return
        gone = await keys.destroy_older(ctx.db, ctx.business_id, work.version)
        await vault.note(ctx, seals=0, resealed=0, resealed_at=ctx.at)
        log.info("keys destroyed", business=str(actor.business_id), count=gone)
