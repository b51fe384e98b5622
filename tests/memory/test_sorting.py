"""Mentions stand where a person put them, and the themes say so."""

from core.ids import new_id
from memory import context, joining, sorting
from memory.ctx import Ctx


async def a_theme(ctx: Ctx, *quotes: str) -> tuple[object, list[object]]:
    theme_id, ids = new_id(), []
    await context.start_theme(ctx, theme_id, "hiring", quotes[0], ctx.at)
    for quote in quotes:
        source = new_id()
        row = {
            "id": new_id(), "source_kind": "vent", "source_id": source, "version": "1",
            "payload": {}, "topics": [], "said_at": ctx.at,
        }  # fmt: skip
        await context.keep_extractions(ctx, [row])
        ids.append(new_id())
        mention = {
            "id": ids[-1], "theme_id": theme_id, "extraction_id": row["id"], "quote": quote,
            "start": 0, "end": len(quote), "said_at": ctx.at,
        }  # fmt: skip
        standing = await joining.load(ctx)
        standing.join(mention)
        await standing.write(ctx)
    return theme_id, ids


async def test_a_mention_knows_whence_it_was_taken_until_it_is_back(ctx: Ctx) -> None:
    home, (first, second) = await a_theme(ctx, "Nobody applies.", "Still nobody.")
    other, _ = await a_theme(ctx, "The van broke down.")
    await sorting.move(ctx, [second], other, home)
    await sorting.settle(ctx, [home, other], by_hand=True)
    assert [row.id for row in await sorting.mentions(ctx, other, sorted_from=home)] == [second]
    assert (await sorting.theme(ctx, other)).count == 2
    assert await sorting.shaped(ctx) == {home, other}
    await sorting.move(ctx, [second], home, None)
    await sorting.settle(ctx, [home, other], by_hand=False)
    assert {row.id for row in await sorting.mentions(ctx, home)} == {first, second}
    assert await sorting.mentions(ctx, other, sorted_from=home) == []
    assert not await sorting.shaped(ctx)
