"""A feed is found by the hash of its address until it is revoked."""

from core.ids import new_id
from memory import feeds
from memory.ctx import Ctx
from tests.memory.rows import as_actor, in_role


async def test_a_feed_is_found_by_its_hash_until_it_is_revoked(ctx: Ctx) -> None:
    made = await feeds.start_feed(ctx, "Mine", "hash-of-it", ghosts=True)
    stranger = in_role(ctx.actor, "stranger", user_id=None, business_id=None)
    async with as_actor(ctx, stranger) as nobody:
        found = await feeds.subscription_of(nobody, "hash-of-it")
        assert found == feeds.Subscription(made, ctx.business_id, ctx.actor.user_id)
        assert await feeds.subscription_of(nobody, "another") is None
    assert (await feeds.feed_read(ctx, made)).read_at == ctx.at
    assert await feeds.revoke_feed(ctx, made)
    assert not await feeds.revoke_feed(ctx, made)
    assert (await feeds.subscription_of(ctx, "hash-of-it"), await feeds.feeds(ctx)) == (None, [])


async def test_nobody_ends_the_feed_of_another(ctx: Ctx) -> None:
    made = await feeds.start_feed(ctx, "Mine", "hash", ghosts=False)
    async with as_actor(ctx, in_role(ctx.actor, "team", user_id=new_id())) as other:
        assert not await feeds.revoke_feed(other, made)
        assert await feeds.feeds(other) == []
