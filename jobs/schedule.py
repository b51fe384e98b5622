"""Turn EVERY into work, once per period and business, and hand what falls due to the queue.

A period that began while nobody ran this (a Monday the machine was off) is caught up with. The
rows of `memory/schedule.py` remember what was begun, so any number of schedulers may run.
"""

import asyncio
from contextlib import suppress
from datetime import date
from uuid import UUID

from core import clock
from core.telemetry import logger
from domain.access import Actor, worker_for
from graphs import base, cycling
from memory import db, people, schedule
from memory.ctx import Ctx, open_ctx

log = logger("schedule")
PAUSE_SECONDS = 2.0


async def tick(today: date | None = None) -> int:
    """Begin the periods that `today` lies in (None: only hand over); returns how many fell due."""
    if today is not None:
        for business_id in await _businesses():
            async with open_ctx(worker_for(business_id)) as ctx:
                await begin(ctx, today)
    return await schedule.hand_over(clock.now())


async def begin(ctx: Ctx, today: date) -> None:
    """Run the monthly cycle: schedule the work of each period begun since the business is here."""
    business = await people.business(ctx)
    since = business.created_at.date() if business else today
    await base.run(cycling.graph, ctx, {"today": today, "since": since})


async def something_waits() -> bool:
    """Whether any business waits for anything."""
    return await schedule.next_due() is not None


async def run(stop: asyncio.Event) -> None:
    """Tick until `stop` is set; a store that is away for a while is waited for."""
    seen: date | None = None
    while not stop.is_set():
        today = clock.today()
        try:
            await tick(today if today != seen else None)
            seen = today
        except db.LOST as wrong:
            log.warning("scheduler waits for the store", error=type(wrong).__name__)
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), PAUSE_SECONDS)


async def _businesses() -> list[UUID]:
    async with open_ctx(Actor("operator"), read_only=True) as ctx:
        return await people.all_businesses(ctx)
