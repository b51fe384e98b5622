"""A pause begins, lasts, and ends, and remembers who did both."""

from memory import pauses
from memory.ctx import Ctx


async def test_a_pause_lasts_until_it_ends(ctx: Ctx) -> None:
    assert not await pauses.paused(ctx)
    await pauses.begin(ctx, models_too=False)
    row = await pauses.current(ctx)
    assert (row.paused_by, row.models_too) == (ctx.actor.user_id, False)
    await pauses.end(ctx)
    assert not await pauses.paused(ctx)
