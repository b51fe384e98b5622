"""Shared keywords are counted; a point without a keyword is told."""

from memory.ctx import Ctx, as_worker
from tests import worlds
from tools.base import Nothing
from tools.keywords import keyword_gaps, keyword_overlap


async def test_shared_keywords_are_counted(ctx: Ctx) -> None:
    await worlds.content(ctx)
    found = await keyword_overlap(ctx, Nothing())
    assert (found.value, found.n) == (25, 60)
    assert found.parts[0].value == 3


async def test_a_point_that_comes_back_without_a_keyword_is_told(ctx: Ctx) -> None:
    await worlds.content(ctx)
    async with as_worker(ctx) as worker:
        await worlds.notes(worker)
    found = await keyword_gaps(ctx, Nothing())
    assert found.value
    assert any("Hiring" in part.name or "hire" in part.name for part in found.parts)
