"""The newest word counts, for a person and for the business apart."""

from memory import consents
from memory.ctx import Ctx


async def test_a_later_word_replaces_an_earlier_one(ctx: Ctx) -> None:
    me = ctx.actor.user_id
    await consents.keep(ctx, "vent", me, allowed=True)
    await consents.keep(ctx, "vent", None, allowed=True)
    await consents.keep(ctx, "vent", me, allowed=False)
    assert await consents.decisions(ctx) == {("vent", me): False, ("vent", None): True}
