"""One generation is live, at most one of a model is built, and each is turned its own way."""

from memory import generations
from memory.ctx import Ctx
from memory.generations import BEFORE, Generation


async def test_before_there_are_any_the_plain_vectors_are_live(ctx: Ctx) -> None:
    assert await generations.live(ctx) == BEFORE
    assert BEFORE.purpose is None
    assert Generation(3).purpose == "generation 3"


async def test_the_first_words_begin_a_live_one_and_another_model_one_that_is_built(
    ctx: Ctx,
) -> None:
    for _ in range(2):
        (first,) = await generations.of_model(ctx, "a", 4, any_before=False)
        assert (first.number, first.state) == (1, "live")
        (second,) = await generations.of_model(ctx, "b", 8, any_before=False)
        assert (second.number, second.width, second.state) == (2, 8, "building")
    assert await generations.live(ctx) == first


async def test_where_there_are_plain_vectors_the_first_one_is_built_beside_them(ctx: Ctx) -> None:
    (first,) = await generations.of_model(ctx, "a", 4, any_before=True)
    assert first.state == "building"
    assert await generations.live(ctx) == BEFORE


async def test_a_switch_retires_the_one_before(ctx: Ctx) -> None:
    first = await generations.begin(ctx, "a", 4, "live")
    second = await generations.begin(ctx, "b", 4)
    await generations.switch(ctx, second)
    assert (await generations.live(ctx)).number == 2
    assert [one.number for one in await generations.known(ctx, "retired")] == [first.number]
    assert [row.switched_at for row in await generations.rows(ctx)] == [ctx.at, None]


async def test_the_live_model_can_be_built_anew(ctx: Ctx) -> None:
    first = await generations.begin(ctx, "a", 4, "live")
    again = await generations.begin(ctx, "a", 4)
    assert (first.number, again.number, again.state) == (1, 2, "building")
    assert (await generations.begin(ctx, "a", 4)).number == 2
    places = await generations.of_model(ctx, "a", 4, any_before=False)
    assert [one.number for one in places] == [1, 2]
