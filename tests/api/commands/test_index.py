"""`refleqt index`: what diverges is counted and repaired, and the index is built anew."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from core.ids import new_id
from domain.access import worker_for
from memory import generations, index, server, vectors
from memory.ctx import open_ctx
from tests.api.commands.running import refleqt
from tests.memory.test_vectors import axis
from tools import businesses, indexing


@pytest.fixture
async def house(_pool: None) -> AsyncIterator[UUID]:
    """A business with three passages, none of them in the index yet."""
    with server.held(chroma=True):
        server.ensure_chroma()
        async with open_ctx(businesses.keeper(None)) as ctx:
            made = await businesses.found(ctx, f"House {new_id()}")
        async with open_ctx(worker_for(made.id)) as ctx:
            rows = [
                {"source_type": "vent", "source_id": new_id(), "position": 0, "said_at": ctx.at,
                 "text_chunk": f"Note {number}.", "facets": {"kind": ["vent"]}}
                for number in range(3)
            ]  # fmt: skip
            await indexing.keep(ctx, rows)
        yield made.id
        server.stop_chroma()


async def test_what_diverges_is_counted_then_repaired_then_gone(house: UUID) -> None:
    index.put(house, {new_id(): axis(0)}, 1)
    looked = refleqt("index", "check", "--business", house, "--no-repair", "--json")
    (line,) = looked.document["items"]
    assert looked.code == 1
    assert (line["vectors"], line["missing"], line["surplus"]) == (3, 3, 1)
    told = refleqt("index", "check", "--business", house)
    assert "missing 3, surplus 1, different 0; repaired" in told.out
    again = refleqt("index", "check", "--business", house, "--json")
    assert again.document["items"][0]["missing"] == 0


async def test_the_index_is_built_anew_with_the_same_ids(house: UUID) -> None:
    refleqt("index", "check", "--business", house)
    before = index.held(house, 1)
    built = refleqt("index", "rebuild", "--business", house, "--json")
    assert built.document["items"][0]["vectors"] == 3
    assert index.held(house, 1) == before
    told = refleqt("index", "rebuild", "--business", house)
    assert "3 vectors in" in told.out
    assert "index 3 of 3" in told.err


async def test_every_vector_is_made_anew_in_a_further_generation(house: UUID) -> None:
    built = refleqt("index", "rebuild", "--business", house, "--embed", "--json")
    assert built.document["items"][0]["generation"] == 2
    async with open_ctx(worker_for(house)) as ctx:
        it = await generations.live(ctx)
        assert it.number == 2
        assert index.held(house, 2) == await vectors.ids_of(ctx, it)
    assert index.generations_of(house) == [2]


async def test_a_business_that_nobody_knows_is_refused(house: UUID) -> None:
    assert refleqt("index", "check", "--business", "nobody").code != 0
