"""Fill the search index anew from Postgres, without embedding anything."""

import asyncio

from core.telemetry import logger
from domain.access import Actor
from domain.work import RebuildIndex
from memory import index, locks, reconciling, server
from memory.ctx import open_ctx
from memory.reconciling import Watch, quiet

log = logger("index")


async def run(actor: Actor, work: RebuildIndex) -> None:
    """Rebuild the business's part; an index that is away is filled by whoever searches next."""
    try:
        await rebuild(actor)
    except index.IndexLost as wrong:
        log.warning("index is away", why=wrong.detail)


async def given_up(actor: Actor, work: RebuildIndex, why: str) -> None:
    """The job is put aside; searches fill what is missing."""


async def rebuild(actor: Actor, *, watch: Watch = quiet) -> int:
    """Returns how many vectors were written. Raises as `jobs.check_index.check` does."""
    async with locks.alone("index", actor.business_id) as mine:
        if not mine:
            raise locks.HeldElsewhere
        if server.own_chroma() and not server.chroma_lives():
            await asyncio.to_thread(server.ensure_chroma)
        async with open_ctx(actor, read_only=True) as ctx:
            return await reconciling.rebuild(ctx, watch)
