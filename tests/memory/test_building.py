"""What a generation lacks is found, parked, copied and cleared away."""

from core.ids import new_id
from memory import building, generations, meanings, vectors
from memory.ctx import Ctx
from tests.memory.test_vectors import a_chunk, axis


async def test_what_one_generation_holds_and_another_lacks_is_found_once(ctx: Ctx) -> None:
    rows = [a_chunk(ctx, place) for place in range(3)]
    await vectors.put(ctx, [*rows, a_chunk(ctx, 9, source_type="theme_quote")])
    it = await generations.begin(ctx, "next", 384)
    lacking = await building.lacking(ctx, it, 9)
    assert {row.source_id for row in lacking} == {row["source_id"] for row in rows}
    assert len(await building.lacking(ctx, it, 9, skip=[lacking[0].id])) == 2
    await building.fill(ctx, it, [{"row": row, "embedding": axis(0)} for row in lacking])
    assert await building.lacking(ctx, it, 9) == []
    assert await building.count_passages(ctx) == 3


async def test_parked_passages_are_found_by_no_search_and_leave_once_they_have_vectors(
    ctx: Ctx,
) -> None:
    row = a_chunk(ctx, 0)
    bare = {name: row[name] for name in row if name not in ("model", "embedding")}
    assert not await building.any_at_all(ctx)
    await building.park(ctx, [bare])
    assert await building.any_at_all(ctx)
    assert await meanings.meanings(ctx) == (generations.BEFORE, {})
    it = await generations.begin(ctx, "m", 384, "live")
    assert len(await building.lacking(ctx, it, 9)) == 1
    assert await building.unpark(ctx) == 0
    await vectors.put(ctx, [row])
    assert await building.unpark(ctx) == 1
    assert await building.count_passages(ctx) == 1


async def test_a_generation_is_dropped_in_parts_and_what_has_no_other_vector_is_set_aside(
    ctx: Ctx,
) -> None:
    await vectors.put(ctx, [a_chunk(ctx, place) for place in range(3)])
    it = await generations.live(ctx)
    kept = (await vectors.stored(ctx, it))[0].id
    await building.set_aside(ctx, [kept])
    assert [await building.drop(ctx, it, 1) for _ in range(3)] == [1, 1, 0]
    assert await vectors.count(ctx, building.PARKED) == 1


async def test_plain_vectors_of_mentions_are_turned_once(ctx: Ctx) -> None:
    one = new_id()
    row = a_chunk(ctx, 4, source_type="theme_quote", source_id=one)
    old = vectors.stored_rows(ctx, [row], None, 0)
    await ctx.db.execute(vectors.context_embeddings.insert(), old)
    assert [await building.turn_gists(ctx, 5) for _ in range(2)] == [1, 0]
    assert (await vectors.vectors_of(ctx, "theme_quote", [one]))[one] @ axis(4) > 0.999
