"""Versions are listed with their verdicts; going back deletes nothing."""

import pytest

from cdt import release
from cdt.release import NeverAnswered, NoSuchVersion
from core.ids import new_id
from domain.access import Actor, ScopeMissing
from domain.work import TrainCdt
from jobs import train_cdt
from memory import releases
from memory.ctx import Ctx
from tests.evaluations import seen_by
from tests.memory.rows import as_actor
from tests.worlds import facts, quarter
from tools.grants import NotOpened
from tools.releases import (
    Nothing,
    Number,
    Override,
    list_decisions,
    list_versions,
    override_verdict,
    roll_back_version,
)

RELEASE = Override(version=1, ruling="release", reason="We left the channel of the lost cases.")


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
    for number in (1, 2):
        await release.promote(ctx, number)
    for number in (1, 2):
        lines = (await roll_back_version(ctx, Number(version=number))).items
        assert [line.version for line in lines if line.live] == [number]
    assert len(lines) == 2
    assert await facts(ctx, "CdtReleased") == 4


async def test_there_is_no_way_back_to_a_version_that_never_answered(ctx: Ctx) -> None:
    await trained(ctx, "2026-10")
    with pytest.raises(NeverAnswered, match="with a reason"):
        await roll_back_version(ctx, Number(version=1))
    assert await releases.live(ctx) is None


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


async def test_an_evaluator_overrides_where_the_founder_lets_them(ctx: Ctx) -> None:
    await trained(ctx, "2026-10")
    async with seen_by(ctx, "metrics") as other:
        with pytest.raises(NotOpened, match="does not let you override"):
            await override_verdict(other, RELEASE)
    async with seen_by(ctx, "metrics", may_override=True) as other:
        made = await override_verdict(other, RELEASE)
        assert (made.role, made.user_id, made.check) == ("evaluator", other.actor.user_id, "valid")
        assert made.who.endswith("@firm.example")
        assert (await list_versions(other, Nothing())).items[0].live


async def test_an_override_stands_beside_the_verdict_with_its_reason(ctx: Ctx) -> None:
    await trained(ctx, "2026-10")
    (before,) = (await list_versions(ctx, Nothing())).items
    await override_verdict(ctx, RELEASE)
    (line,) = (await list_decisions(ctx, Nothing())).items
    assert (line.reason, line.gate_said, line.ruling, line.check) == (
        RELEASE.reason, before.verdict, "release", "valid",
    )  # fmt: skip
    (after,) = (await list_versions(ctx, Nothing())).items
    assert (after.verdict, after.reason, after.live) == (before.verdict, before.reason, True)
    assert await facts(ctx, "VersionRuled") == 1


async def test_the_reason_of_a_decision_is_a_word_and_withheld_as_one(ctx: Ctx) -> None:
    await trained(ctx, "2026-10")
    await override_verdict(ctx, RELEASE)
    async with seen_by(ctx, "cases") as other:
        (line,) = (await list_decisions(other, Nothing())).items
    assert (line.reason, line.withheld, line.check) == ("", True, "valid")
