"""Postgres keeps every vector and has the last word; with or without an index the nearest is."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from core.ids import new_id
from core.settings import use
from memory import index, server, vectors
from memory.ctx import Ctx
from tests.memory.rows import as_actor, founder_of


def axis(place: int) -> np.ndarray:
    """A unit vector along one axis."""
    vector = np.zeros(vectors.DIMENSIONS, np.float32)
    vector[place] = 1
    return vector


def a_chunk(ctx: Ctx, place: int, **changes: Any) -> dict[str, Any]:
    """A row for a passage that points along an axis."""
    return {"source_type": "vent", "source_id": new_id(), "position": 0, "model": "m",
            "embedding": axis(place), "text_chunk": f"passage {place}", "said_at": ctx.at,
            **changes}  # fmt: skip


@pytest.fixture(params=["pgvector", "chroma"])
def engine(request: pytest.FixtureRequest) -> Iterator[str]:
    """Each way of finding the nearest."""
    if request.param == "chroma":
        server.ensure_chroma()
    use(vectors=request.param)
    yield request.param
    use(vectors="chroma")


async def test_the_nearest_passage_comes_first(ctx: Ctx, engine: str) -> None:
    await vectors.put(ctx, [a_chunk(ctx, place) for place in range(5)])
    query = axis(3) * 0.9 + axis(1) * 0.3
    found = await vectors.nearest(ctx, query / np.linalg.norm(query), 2)
    assert [row.text_chunk for row in found] == ["passage 3", "passage 1"]
    assert found[0].distance == pytest.approx(1 - 0.9 / np.sqrt(0.9), abs=1e-3)


async def test_what_was_just_written_is_found(ctx: Ctx, engine: str) -> None:
    await vectors.put(ctx, [a_chunk(ctx, 0)])
    await vectors.nearest(ctx, axis(0))
    await vectors.put(ctx, [a_chunk(ctx, 1)])
    assert (await vectors.nearest(ctx, axis(1), 1))[0].text_chunk == "passage 1"


async def test_another_business_is_never_searched(ctx: Ctx, engine: str) -> None:
    await vectors.put(ctx, [a_chunk(ctx, 0)])
    async with as_actor(ctx, founder_of(new_id())) as other:
        assert await vectors.nearest(other, axis(0)) == []


async def test_a_hit_that_postgres_does_not_hold_is_dropped(ctx: Ctx) -> None:
    server.ensure_chroma()
    index.put(ctx.business_id, {new_id(): axis(0)})
    await vectors.put(ctx, [a_chunk(ctx, 5)])
    found = await vectors.nearest(ctx, axis(0), 1)
    assert [row.text_chunk for row in found] == ["passage 5"]


async def test_a_vector_that_is_there_stays(ctx: Ctx) -> None:
    first = a_chunk(ctx, 0)
    await vectors.put(ctx, [first])
    await vectors.put(ctx, [{**first, "embedding": axis(7), "text_chunk": "other"}])
    await vectors.put(ctx, [])
    held = await vectors.vectors_of(ctx, "vent", [first["source_id"], new_id()])
    assert list(held) == [first["source_id"]]
    assert held[first["source_id"]] @ axis(0) == pytest.approx(1)


async def test_quotes_of_themes_are_not_searched(ctx: Ctx, engine: str) -> None:
    await vectors.put(ctx, [a_chunk(ctx, 0, source_type="theme_quote"), a_chunk(ctx, 1)])
    assert [row.text_chunk for row in await vectors.nearest(ctx, axis(0))] == ["passage 1"]
    assert len(await vectors.everything(ctx)) == 1
