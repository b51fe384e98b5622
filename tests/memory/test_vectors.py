"""Postgres keeps every vector and has the last word on what the index proposes."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.ids import new_id
from core.settings import use
from memory import generations, index, meanings, server, turning, vectors
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


async def proposed(ctx: Ctx, vector: np.ndarray, most: int = 10) -> list[str]:
    """The words of what the index proposes."""
    _, opened = await meanings.meanings(ctx)
    ids = [opened[key].id for key in await vectors.proposed(ctx, vector, most)]
    words = await vectors.look_up(ctx, [one for one in ids if one])
    return [words[one].text_chunk for one in ids if one]


@pytest.fixture
def chroma(data_dir: Path) -> None:
    """A search index that answers."""
    server.ensure_chroma()


async def test_the_nearest_passage_comes_first(ctx: Ctx, chroma: None) -> None:
    await vectors.put(ctx, [a_chunk(ctx, place) for place in range(5)])
    query = axis(3) * 0.9 + axis(1) * 0.3
    found = await proposed(ctx, query / np.linalg.norm(query), 2)
    assert found == ["passage 3", "passage 1"]


async def test_what_was_just_written_is_found(ctx: Ctx, chroma: None) -> None:
    await vectors.put(ctx, [a_chunk(ctx, 0)])
    await proposed(ctx, axis(0))
    await vectors.put(ctx, [a_chunk(ctx, 1)])
    assert (await proposed(ctx, axis(1), 1)) == ["passage 1"]


async def test_another_business_is_never_searched(ctx: Ctx, chroma: None) -> None:
    await vectors.put(ctx, [a_chunk(ctx, 0)])
    async with as_actor(ctx, founder_of(new_id())) as other:
        assert await vectors.proposed(other, axis(0), 5) == []


async def test_a_hit_that_postgres_does_not_hold_is_dropped(ctx: Ctx, chroma: None) -> None:
    await vectors.put(ctx, [a_chunk(ctx, 5)])
    it = await generations.live(ctx)
    index.put(ctx.business_id, {new_id(): turning.turned(axis(0)[None], str(it.purpose))[0]}, 1)
    assert await proposed(ctx, axis(0)) == ["passage 5"]


async def test_without_an_index_or_for_another_model_nothing_is_proposed(
    ctx: Ctx, chroma: None
) -> None:
    await vectors.put(ctx, [a_chunk(ctx, 0)])
    assert await vectors.proposed(ctx, axis(0)[:32], 5) == []
    use(vectors="pgvector")
    assert await vectors.proposed(ctx, axis(0), 5) == []
    use(vectors="chroma")


async def test_a_vector_that_is_there_stays(ctx: Ctx) -> None:
    first = a_chunk(ctx, 0)
    await vectors.put(ctx, [first])
    await vectors.put(ctx, [{**first, "embedding": axis(7), "text_chunk": "other"}])
    await vectors.put(ctx, [])
    held = await vectors.vectors_of(ctx, "vent", [first["source_id"], new_id()])
    assert list(held) == [first["source_id"]]
    assert held[first["source_id"]] @ axis(0) == pytest.approx(1)


async def test_quotes_of_themes_are_not_searched(ctx: Ctx, chroma: None) -> None:
    await vectors.put(ctx, [a_chunk(ctx, 0, source_type="theme_quote"), a_chunk(ctx, 1)])
    assert await proposed(ctx, axis(0)) == ["passage 1"]
    assert await vectors.count(ctx, await generations.live(ctx)) == 1
