"""Tell MLflow's store of a training; a training never waits for it."""

from cdt import tracking
from domain.access import Actor
from domain.work import TrackTraining
from memory.ctx import NoBusiness, open_ctx


async def run(actor: Actor, work: TrackTraining) -> None:
    """Write a version's run, and that of its adapter; twice is once."""
    if actor.business_id is None:
        raise NoBusiness
    async with open_ctx(actor, read_only=True) as ctx:
        runs = await tracking.told(ctx, work.version)
    await tracking.record(actor.business_id, runs)


async def given_up(actor: Actor, work: TrackTraining, why: str) -> None:
    """Nothing waits for it."""
