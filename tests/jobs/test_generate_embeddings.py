"""The index changes its model while it is searched; kills, dead models and refused texts do no
harm."""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from cdt import embed as built_in
from core import clock
from core.ids import new_id
from core.settings import use
from domain.access import Actor, worker_for
from domain.facets import Facets
from domain.work import GenerateEmbeddings, TendVault
from jobs import generate_embeddings, schedule, tend_vault, worker
from memory import building, generations, index, meanings, queue, server, vectors
from memory.ctx import Ctx, open_ctx
from memory.recurrence import KIND
from tests import embedding
from tests.embedding import Embedder
from tools import indexing

SAID = [f"Note {number}: people ask for a smaller plan." for number in range(70)]


class Killed(BaseException):
    """The process ended here."""


@pytest.fixture
def model() -> Iterator[Embedder]:
    """Another model than the built-in one is wanted."""
    with embedding.embedding() as it:
        yield it


@pytest.fixture
def chroma(data_dir: Any) -> None:
    """A search index that answers."""
    server.ensure_chroma()


def rows(ctx: Ctx, said: Sequence[str], facets: Facets | None = None) -> list[dict[str, Any]]:
    """Passages of notes, as they are kept."""
    return [
        {"source_type": "vent", "source_id": new_id(), "position": 0, "text_chunk": words,
         "said_at": ctx.at, "facets": facets or {"kind": ["vent"]}}
        for words in said
    ]  # fmt: skip


async def keep(actor: Actor, said: Sequence[str]) -> None:
    """Keep notes as reading them does."""
    async with open_ctx(actor) as ctx:
        await indexing.keep(ctx, rows(ctx, said))


async def found(actor: Actor, words: str, most: int = 1) -> list[str]:
    """What a search finds, whichever model is live."""
    async with open_ctx(actor) as ctx:
        (asked,), _ = await asyncio.to_thread(await indexing.reader(ctx), [words])
        _, opened = await meanings.meanings(ctx)
        near = sorted(opened.values(), key=lambda one: -float(one.vector @ asked))[:most]
        said = await vectors.look_up(ctx, [one.id for one in near if one.id])
        return [said[one.id].text_chunk for one in near if one.id]


async def state(actor: Actor) -> list[tuple[int, str, str]]:
    """Number, model and state of every generation."""
    async with open_ctx(actor) as ctx:
        return [(row.number, row.model, row.state) for row in await generations.rows(ctx)]


def acting_for(house: Actor) -> Actor:
    """The worker of a business."""
    assert house.business_id is not None
    return worker_for(house.business_id)


async def test_another_model_takes_over_without_a_gap(
    lasting: Actor, chroma: None, simulated: clock.SimulatedClock
) -> None:
    actor, seen = acting_for(lasting), []
    await keep(actor, SAID)
    assert await found(actor, SAID[3]) == [SAID[3]]
    with embedding.embedding():

        def look(step: str, done: int, total: int) -> None:
            seen.append((step, done, total))

        assert await found(actor, SAID[4]) == [SAID[4]]
        done = await generate_embeddings.bring_over(actor, embedding.MODEL, look)
        assert (done.generation, done.made, done.left_out) == (2, 70, [])
        assert seen == [("embed", 64, 70), ("embed", 70, 70), ("index", 70, 70)]
        assert await found(actor, SAID[5]) == [SAID[5]]
        assert await state(actor) == [
            (2, embedding.MODEL, "live"), (1, built_in.MODEL, "gone"),
        ]  # fmt: skip
        async with open_ctx(actor) as ctx:
            live, opened = await meanings.meanings(ctx)
            assert {len(one.vector) for one in opened.values()} == {live.width} == {embedding.WIDTH}
            assert all(one.signs is not None for one in opened.values())
            assert index.generations_of(ctx.business_id) == [2]
            assert index.held(ctx.business_id, 2) == await vectors.ids_of(
                ctx, await generations.live(ctx)
            )
            assert await vectors.count(ctx, generations.Generation(1)) == 0


async def test_words_kept_meanwhile_are_found_before_and_after(
    lasting: Actor, model: Embedder, simulated: clock.SimulatedClock
) -> None:
    actor = acting_for(lasting)
    use(embedding_model="")
    await keep(actor, SAID[:3])
    use(embedding_model=embedding.MODEL)
    await keep(actor, ["Said while it was built."])
    assert await found(actor, "Said while it was built.") == ["Said while it was built."]
    await generate_embeddings.run(actor, GenerateEmbeddings(model=embedding.MODEL))
    assert (await state(actor))[0] == (2, embedding.MODEL, "live")
    assert await found(actor, "Said while it was built.") == ["Said while it was built."]
    assert len(await found(actor, "Note", 9)) == 4


@pytest.mark.parametrize("after", [1, 2, 3])
async def test_it_goes_on_after_a_kill(
    lasting: Actor, model: Embedder, simulated: clock.SimulatedClock, after: int, chroma: None
) -> None:
    actor, seen = acting_for(lasting), 0
    use(embedding_model="")
    await keep(actor, SAID)
    use(embedding_model=embedding.MODEL)

    def kill(_step: str, _done: int, _total: int) -> None:
        nonlocal seen
        seen += 1
        if seen == after:
            raise Killed

    with pytest.raises(Killed):
        await generate_embeddings.bring_over(actor, embedding.MODEL, kill)
    assert await found(actor, SAID[5]) == [SAID[5]]
    asked = len(model.asked)
    await generate_embeddings.bring_over(actor, embedding.MODEL)
    assert (await state(actor))[0] == (2, embedding.MODEL, "live")
    assert len(model.asked) - asked <= 70 - 64 * (after > 0) + 3
    assert len(await found(actor, "Note", 99)) == 70


async def test_a_model_that_dies_in_a_batch_leaves_no_dead_letter(
    lasting: Actor, model: Embedder, simulated: clock.SimulatedClock
) -> None:
    actor = acting_for(lasting)
    use(embedding_model="")
    await keep(actor, SAID)
    use(embedding_model=embedding.MODEL)
    model.dies_after = 30
    async with open_ctx(actor) as ctx:
        await queue.enqueue(ctx, [GenerateEmbeddings(model=embedding.MODEL)])
    assert await worker.drain() == 1
    async with queue.connected() as connection:
        assert await queue.dead_letters(connection) == []
    assert await found(actor, SAID[5]) == [SAID[5]]
    model.recover()
    simulated.move_to(simulated.now() + timedelta(minutes=11))
    await schedule.tick()
    assert await worker.drain() == 1
    assert (await state(actor))[0] == (2, embedding.MODEL, "live")
    assert len(await found(actor, "Note", 99)) == 70


async def test_a_text_that_the_model_refuses_is_left_out_and_counted(
    lasting: Actor, model: Embedder, simulated: clock.SimulatedClock
) -> None:
    actor = acting_for(lasting)
    use(embedding_model="")
    await keep(actor, [*SAID[:6], "POISON"])
    use(embedding_model=embedding.MODEL)
    model.refuses = "POISON"
    done = await generate_embeddings.bring_over(actor, embedding.MODEL)
    assert len(done.left_out) == 1
    async with open_ctx(actor) as ctx:
        (live, _) = await generations.rows(ctx)
        assert (live.state, live.done, live.failed) == ("live", 6, 1)
    assert len(await found(actor, "Note", 99)) == 6


async def test_words_are_kept_when_no_model_answers_and_found_once_one_does(
    lasting: Actor, model: Embedder, simulated: clock.SimulatedClock
) -> None:
    actor = acting_for(lasting)
    model.dead = True
    await keep(actor, SAID[:3])
    assert await found(actor, SAID[0]) == []
    model.recover()
    simulated.move_to(simulated.now() + timedelta(minutes=11))
    await schedule.tick()
    assert await worker.drain() == 1
    assert await found(actor, SAID[0]) == [SAID[0]]
    async with open_ctx(actor) as ctx:
        assert await vectors.count(ctx, building.PARKED) == 0


async def test_plain_vectors_of_before_are_turned_and_get_facets(
    lasting: Actor, simulated: clock.SimulatedClock
) -> None:
    actor = acting_for(lasting)
    async with open_ctx(actor) as ctx:
        plain = [{**row, "facets": {}} for row in rows(ctx, SAID[:5])]
        made = built_in.embed([row["text_chunk"] for row in plain])
        old = [
            {**row, "model": built_in.MODEL, "embedding": vector}
            for row, vector in zip(plain, made, strict=True)
        ]
        gist = {**old[0], "source_type": KIND, "source_id": new_id()}
        full = vectors.stored_rows(ctx, [*old, gist], None, 0)
        await ctx.db.execute(vectors.context_embeddings.insert(), full)
        kept = await vectors.vectors_of(ctx, KIND, [gist["source_id"]])
    assert await found(actor, SAID[2]) == [SAID[2]]
    await keep(actor, ["New beside the old."])
    assert await found(actor, "New beside the old.") == ["New beside the old."]
    async with open_ctx(actor) as ctx:
        await tend_vault.run(ctx, TendVault(day="2026-11-03"))
    assert await worker.drain() == 1
    assert await state(actor) == [(1, built_in.MODEL, "live")]
    assert await found(actor, SAID[2]) == [SAID[2]]
    async with open_ctx(actor) as ctx:
        table = vectors.context_embeddings
        every = await ctx.rows(table.select())
        assert {row.generation for row in every} == {1}
        assert [row for row in every if row.source_type != KIND and not row.facets] == []
        stored = next(row for row in every if row.text_chunk == SAID[2] and row.source_type != KIND)
        assert float(np.asarray(stored.embedding) @ made[2]) < 0.5
        again = await vectors.vectors_of(ctx, KIND, [gist["source_id"]])
        assert np.allclose(again[gist["source_id"]], kept[gist["source_id"]], atol=1e-6)
        assert len(await vectors.matching(ctx, {"month": ["2026-11"]})) == 5


async def test_what_is_taken_back_while_it_is_copied_stays_away(
    lasting: Actor, model: Embedder, simulated: clock.SimulatedClock
) -> None:
    actor = acting_for(lasting)
    use(embedding_model="")
    await keep(actor, SAID[:2])
    use(embedding_model=embedding.MODEL)
    async with open_ctx(actor) as ctx:
        it = await generations.begin(ctx, embedding.MODEL, embedding.WIDTH)
    async with open_ctx(actor) as ctx:
        lacking = await building.lacking(ctx, it, 9)
    async with open_ctx(actor) as ctx:
        await vectors.forget(ctx, "vent", [lacking[0].source_id])
    async with open_ctx(actor) as ctx:
        vector = embedding.vector_of("any")
        await building.fill(ctx, it, [{"row": row, "embedding": vector} for row in lacking])
    async with open_ctx(actor) as ctx:
        assert await vectors.count(ctx, it) == 1


async def test_nothing_to_do_changes_nothing(
    lasting: Actor, simulated: clock.SimulatedClock
) -> None:
    actor = acting_for(lasting)
    await generate_embeddings.run(actor, GenerateEmbeddings(model=built_in.MODEL))
    assert await state(actor) == []
    await keep(actor, SAID[:3])
    for _ in range(2):
        await generate_embeddings.run(actor, GenerateEmbeddings(model=built_in.MODEL))
    assert await state(actor) == [(1, built_in.MODEL, "live")]
    again = await generate_embeddings.bring_over(actor, built_in.MODEL, anew=True)
    assert (again.generation, again.made) == (2, 3)
    assert await state(actor) == [(2, built_in.MODEL, "live"), (1, built_in.MODEL, "gone")]
    assert await found(actor, SAID[1]) == [SAID[1]]
