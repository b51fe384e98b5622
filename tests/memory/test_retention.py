"""Windows are kept, removals are told in numbers, old chats and pulls are found."""

from datetime import timedelta

from memory import connections, retention, threads
from memory.ctx import Ctx


async def test_a_window_that_was_set_replaces_the_default(ctx: Ctx) -> None:
    assert (await retention.rules(ctx))["exports"] == 7
    await retention.keep_rule(ctx, "exports", 2)
    await retention.keep_rule(ctx, "exports", 3)
    assert (await retention.rules(ctx))["exports"] == 3


async def test_nothing_is_nothing_to_tell(ctx: Ctx) -> None:
    await retention.tell(ctx, "vents", "window", 0)
    await retention.tell(ctx, "vents", "window", 4)
    assert [(one.kind, one.count) for one in await retention.told(ctx)] == [("vents", 4)]


async def test_a_chat_goes_when_nobody_wrote_in_it(ctx: Ctx) -> None:
    await threads.start(ctx, threads.CHAT)
    assert await retention.drop_chats(ctx, ctx.at - timedelta(days=1)) == 0
    assert await retention.drop_chats(ctx, ctx.at + timedelta(days=1)) == 1


async def test_a_pull_is_emptied_once(ctx: Ctx) -> None:
    row = {"id": ctx.business_id, "business_id": ctx.business_id, "tool": "hubspot",
           "month": "2026-10", "extraction_date": ctx.at, "raw": {"a": 1}}  # fmt: skip
    await ctx.db.execute(connections.tooling_extractions.insert(), row)
    after = ctx.at + timedelta(days=1)
    assert [await retention.drop_pulls(ctx, after) for _ in range(2)] == [1, 0]
