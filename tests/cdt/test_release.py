"""A version is filed whole; promoting and going back change one row."""

import pytest

from cdt import release
from cdt.preference import fit
from cdt.release import NoSuchVersion
from domain.work import ReinforceBeliefs, TrainCdt
from jobs import reinforce_beliefs, train_cdt
from memory import releases
from memory.ctx import Ctx
from tests.worlds import facts, quarter
from tools.releases import Nothing, Number, list_versions, roll_back_version


async def trained(ctx: Ctx, *months: str) -> None:
    """Versions of some months."""
    await quarter(ctx)
    await reinforce_beliefs.run(ctx, ReinforceBeliefs(cause="performance", subject_id="p"))
    for month in months:
        await train_cdt.run(ctx, TrainCdt(month=month))


async def test_before_the_first_release_nothing_answers(ctx: Ctx) -> None:
    assert await release.live_preference(ctx) == (None, frozenset(), None)


async def test_a_promoted_version_answers_with_what_it_pinned(ctx: Ctx) -> None:
    await trained(ctx, "2026-10")
    await release.promote(ctx, 1)
    model, saw, number = await release.live_preference(ctx)
    manifest = (await releases.version(ctx, 1)).manifest
    assert model is not None
    assert model.hash == manifest["preference"]["hash"]
    assert (saw, number) == (frozenset(manifest["trained_on"]), 1)
    assert type(model) is type(fit([], ctx.at))


async def test_going_back_makes_the_older_one_live_and_keeps_both(ctx: Ctx) -> None:
    await trained(ctx, "2026-09", "2026-10")
    await release.promote(ctx, 2)
    lines = (await roll_back_version(ctx, Number(version=1))).items
    assert [(line.version, line.live) for line in lines] == [(1, True), (2, False)]
    assert await facts(ctx, "CdtReleased") >= 2


async def test_a_version_that_is_not_there_is_named(ctx: Ctx) -> None:
    with pytest.raises(NoSuchVersion, match="version 7"):
        await release.promote(ctx, 7)


async def test_every_version_says_that_it_has_no_adapter(ctx: Ctx) -> None:
    await trained(ctx, "2026-10")
    (line,) = (await list_versions(ctx, Nothing())).items
    assert (line.adapter, line.month) == (None, "2026-10")
    name = (await releases.version(ctx, 1)).name
    assert name.startswith(f"cdt-{str(ctx.business_id)[:8]}-v1-")
