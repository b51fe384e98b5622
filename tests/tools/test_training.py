"""A version tells what it was trained on and what it believes otherwise than the one before."""

import pytest

from cdt.release import NoSuchVersion
from core import settings
from domain.work import ReinforceBeliefs
from jobs import reinforce_beliefs
from memory.ctx import Ctx
from tests.tools.test_releases import trained
from tools.base import Nothing
from tools.releases import Number
from tools.training import read_version, training_plan


async def test_a_version_says_what_it_was_trained_on(ctx: Ctx) -> None:
    await trained(ctx, "2026-09")
    found = await read_version(ctx, Number(version=1))
    assert found.run is not None
    assert (found.run.month, found.run.held_out) == ("2026-09", found.line.held_out)
    assert found.run.trained_on > 0
    assert sum(found.run.shares.values()) == pytest.approx(1, abs=0.01)
    assert found.reasons
    assert (found.older, found.newer) == (None, None)


async def test_what_moved_since_the_version_before_is_named(ctx: Ctx) -> None:
    await trained(ctx, "2026-09")
    await reinforce_beliefs.run(ctx, ReinforceBeliefs(cause="performance", subject_ids=("x",)))
    await trained(ctx, "2026-10")
    first = await read_version(ctx, Number(version=1))
    second = await read_version(ctx, Number(version=2))
    assert (first.newer, second.older) == (2, 1)
    assert second.beliefs > first.beliefs
    assert all(one.before is None for one in second.moved)
    gone = [abs(one.confidence - 0.5) for one in second.moved]
    assert gone == sorted(gone, reverse=True)


async def test_a_version_that_was_never_made_is_refused(ctx: Ctx) -> None:
    with pytest.raises(NoSuchVersion, match="version 7"):
        await read_version(ctx, Number(version=7))


async def test_the_plan_names_the_next_day_and_how_to_get_an_adapter(ctx: Ctx) -> None:
    plan = await training_plan(ctx, Nothing())
    assert plan.next_on.day == 28
    assert plan.next_on >= ctx.at.date()
    assert (plan.adapters, plan.enable) == (False, "REFLEQT_BASE_MODEL")
    settings.use(base_model="some/base")
    try:
        assert (await training_plan(ctx, Nothing())).enable == ""
    finally:
        settings.use(base_model="")
