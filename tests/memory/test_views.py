"""A view is its owner's; what is shared is seen by all and taken away by its owner alone."""

from core.ids import new_id
from memory import views
from memory.ctx import Ctx
from tests.memory.rows import as_actor, in_role


async def test_a_view_of_the_same_name_is_written_over(ctx: Ctx) -> None:
    first = await views.keep_view(ctx, "Mine", {"text": "a"}, shared=False)
    assert await views.keep_view(ctx, "Mine", {"text": "b"}, shared=True) == first
    (row,) = await views.views(ctx)
    assert (row.filters, row.shared) == ({"text": "b"}, True)


async def test_a_colleague_sees_what_is_shared_and_takes_nothing_away(ctx: Ctx) -> None:
    shared = await views.keep_view(ctx, "Ours", {}, shared=True)
    await views.keep_view(ctx, "Mine", {}, shared=False)
    colleague = in_role(ctx.actor, "team", user_id=new_id())
    async with as_actor(ctx, colleague) as other:
        assert [row.name for row in await views.views(other)] == ["Ours"]
        assert await views.drop_view(other, shared) is None
    assert (await views.drop_view(ctx, shared)).name == "Ours"
