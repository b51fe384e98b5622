"""Ask the payment provider for money that is wanted: no transaction is open while it answers."""

from domain.access import Actor
from domain.providers import KeyUsedOtherwise, ProviderRefused
from domain.work import MoveMoney
from memory.ctx import open_ctx
from tools import moves
from tools.payments import hold_paid


async def run(actor: Actor, work: MoveMoney) -> None:
    """One movement, once. A provider that is away is asked again by the queue, by the same key."""
    async with open_ctx(actor) as ctx:
        found = await moves.begin(ctx, work.move_id)
    if found is None:
        return
    try:
        answer = await moves.call(found)
    except (ProviderRefused, KeyUsedOtherwise) as wrong:
        async with open_ctx(actor) as ctx:
            await moves.refuse(ctx, found["row"], wrong)
        return
    async with open_ctx(actor) as ctx:
        paid = await moves.settle(ctx, work.move_id, answer)
        if paid is not None:
            await hold_paid(ctx, paid)


async def given_up(actor: Actor, work: MoveMoney, why: str) -> None:
    """The job is put aside; the movement is still owed, and goes on when the job is replayed."""
    async with open_ctx(actor) as ctx:
        await moves.put_aside(ctx, work.move_id, why)
