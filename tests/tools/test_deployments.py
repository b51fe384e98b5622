"""Who runs the installation sees states and moves of versions, and may go back to one."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest
from sqlalchemy import text

from cdt import release
from core.ids import new_id
from domain.access import Actor
from memory import releases
from memory.ctx import Ctx
from tests.cdt.test_release import trained
from tests.evaluations import account
from tests.memory.rows import as_actor
from tools.base import Nothing
from tools.deployments import (
    GoBack,
    NoSuchBusiness,
    count_releases,
    restore_version,
)

WHY = "The founder asked for it by telephone."


@pytest.fixture
async def three(ctx: Ctx) -> Ctx:
    """A business with a live version, the one before it, and one on trial."""
    await trained(ctx, "2026-08", "2026-09", "2026-10")
    for number in (1, 2):
        await release.rule(ctx, ctx.actor, "override", number, "release", "We know why.")
    await releases.make_canary(ctx, 3)
    return ctx


@pytest.fixture
async def operator(three: Ctx) -> AsyncIterator[Ctx]:
    """Somebody with an account who runs the installation."""
    user_id, _ = await account(three)
    async with as_actor(three, Actor("operator", user_id=user_id)) as it:
        yield it


async def test_states_shares_and_the_end_of_a_trial_are_told(three: Ctx, operator: Ctx) -> None:
    found = await count_releases(operator, Nothing())
    ours = {one.version: one for one in found.items if one.business_id == three.business_id}
    assert {n: one.state for n, one in ours.items()} == {1: "archived", 2: "live", 3: "canary"}
    assert [round(ours[n].share, 2) for n in (1, 2, 3)] == [0, 0.8, 0.2]
    assert ours[3].until == three.at + release.CANARY_LASTS
    moves = [one for one in found.moves if one.business_id == three.business_id]
    assert [(one.live_before, one.live_after) for one in moves] == [(1, 2), (None, 1)]
    assert "We know why" not in found.model_dump_json()


async def test_an_operator_lets_an_earlier_version_answer_and_it_is_signed(
    three: Ctx, operator: Ctx
) -> None:
    ask = GoBack(business_id=three.business_id, version=1, reason=WHY)
    done = await restore_version(operator, ask)
    assert (done.before, done.after) == (2, 1)
    async with as_actor(operator, three.actor) as owner:
        row, check = (await release.verified(owner))[-1]
        assert (row.role, row.reason, check) == ("operator", WHY, "valid")
        assert "@" in row.who
        live = await releases.live(owner)
    assert live.version == 1


@pytest.mark.parametrize("version", [3, 9])
async def test_what_never_answered_is_no_way_back(three: Ctx, operator: Ctx, version: int) -> None:
    ask = GoBack(business_id=three.business_id, version=version, reason=WHY)
    with pytest.raises((release.NeverAnswered, release.NoSuchVersion)):
        await restore_version(operator, ask)


async def test_an_unknown_business_is_refused(operator: Ctx) -> None:
    nobody: UUID = new_id()
    with pytest.raises(NoSuchBusiness):
        await restore_version(operator, GoBack(business_id=nobody, version=1, reason=WHY))


async def test_only_operators_count_past_the_walls(three: Ctx) -> None:
    async with as_actor(three, Actor("founder", business_id=new_id())) as stranger:
        assert await stranger.value(text("select count(*) from release_moves()")) == 0
