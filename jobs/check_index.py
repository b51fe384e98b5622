"""Hold the search index against Postgres, and repair what diverges."""

import asyncio

from core.telemetry import logger
from domain.access import Actor
from domain.work import CheckIndex
from memory import index, locks, reconciling, server
from memory.ctx import open_ctx
from memory.reconciling import Divergence, Watch, quiet

log = logger("index")


async def run(actor: Actor, work: CheckIndex) -> None:
    """Check and repair; an index that is away is looked at again another day."""
    try:
        found = await check(actor)
    except index.IndexLost as wrong:
        log.warning("index is away", why=wrong.detail)
    else:
        log.info("index checked", held=found.held, repaired=found.found)


async def given_up(actor: Actor, work: CheckIndex, why: str) -> None:
    """The job is put aside; the next check begins anew."""


async def check(actor: Actor, *, repair: bool = True, watch: Watch = quiet) -> Divergence:
    """What the check found; files that were deleted below our own Chroma are made anew first.

    Raises `index.IndexLost` where it does not answer, `locks.HeldElsewhere` while another checks.
    """
    async with locks.alone("index", actor.business_id) as mine:
        if not mine:
            raise locks.HeldElsewhere
        if repair and server.own_chroma() and not server.chroma_lives():
            await asyncio.to_thread(server.ensure_chroma)
        async with open_ctx(actor, read_only=not repair) as ctx:
            return await reconciling.check(ctx, repair=repair, watch=watch)
