"""A map's deciding pieces, the rhythm, what is due and where work stands."""

from datetime import timedelta

from memory.ctx import Ctx, as_worker
from tests import worlds
from tools.base import Nothing
from tools.timeline import (
    DueAsk,
    MapAsk,
    critical_path,
    publishing_rhythm,
    what_is_due,
    work_status,
)


async def test_the_one_piece_of_a_map_decides_its_end(ctx: Ctx) -> None:
    await worlds.bought(ctx)
    found = await critical_path(ctx, MapAsk(title="quality managers"))
    assert found.value == 14
    assert "“The record that was lost” (due 15 November 2026)" in found.said


async def test_a_steady_rhythm_is_seen(ctx: Ctx) -> None:
    await worlds.content(ctx)
    found = await publishing_rhythm(ctx, Nothing())
    assert found.n == 60
    assert found.figures["longest silence in days"] == 6


async def test_what_is_due_names_entries_and_pieces_of_bought_maps(ctx: Ctx) -> None:
    await worlds.content(ctx)
    await worlds.bought(ctx)
    found = await what_is_due(ctx, DueAsk())
    assert [part.name for part in found.parts] == ["The next one", "The record that was lost"]
    today = ctx.at.date()
    none = await what_is_due(ctx, DueAsk(start=today, end=today + timedelta(days=1)))
    assert none.value == 0


async def test_work_is_told_from_map_to_review(ctx: Ctx) -> None:
    async with as_worker(ctx) as worker:
        await worlds.passed(worker)
    found = await work_status(ctx, Nothing())
    assert "1 map was proposed: 1 bought" in found.said
    assert found.figures["passed"] == 1
