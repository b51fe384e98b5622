"""Versions are listed with their verdicts; going back deletes nothing."""

import pytest

from cdt.release import NoSuchVersion
from core.ids import new_id
from domain.access import Actor, ScopeMissing
from domain.work import TrainCdt
from jobs import train_cdt
from memory import releases
from memory.ctx import Ctx
from tests.memory.rows import as_actor
from tests.worlds import facts, quarter
from tools.releases import Nothing, Number, list_versions, roll_back_version


async def trained(ctx: Ctx, *months: str) -> None:
    """A version of each month."""
    await quarter(ctx)
    for month in months:
        await train_cdt.run(ctx, TrainCdt(month=month))


async def test_a_version_says_what_was_decided_and_why(ctx: Ctx) -> None:
    await trained(ctx, "2026-09", "2026-10")
    lines = (await list_versions(ctx, Nothing())).items
    assert [(line.version, line.month) for line in lines] == [(1, "2026-09"), (2, "2026-10")]
    assert [line.id for line in lines] == [row.id for row in await releases.versions(ctx)]
    assert all(line.reason and line.held_out > 0 for line in lines)
    assert not any(line.live for line in lines)


async def test_going_back_makes_one_version_live_and_keeps_the_other(ctx: Ctx) -> None:
    await trained(ctx, "2026-09", "2026-10")
    for number in (2, 1, 2):
        lines = (await roll_back_version(ctx, Number(version=number))).items
        assert [line.version for line in lines if line.live] == [number]
    assert len(lines) == 2
    assert await facts(ctx, "CdtReleased") == 3


async def test_a_version_that_was_never_made_is_refused(ctx: Ctx) -> None:
    with pytest.raises(NoSuchVersion, match="version 3"):
        await roll_back_version(ctx, Number(version=3))
    assert (await list_versions(ctx, Nothing())).items == []


async def test_an_evaluator_reads_versions_and_moves_none(ctx: Ctx) -> None:
    await trained(ctx, "2026-10")
    evaluator = Actor("evaluator", user_id=new_id(), business_id=ctx.business_id)
    async with as_actor(ctx, evaluator) as other:
        with pytest.raises(ScopeMissing, match="releases:write"):
            await roll_back_version(other, Number(version=1))
    assert await releases.live(ctx) is None
