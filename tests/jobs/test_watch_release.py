"""What is on trial goes live or is taken back by what was measured since."""

from datetime import timedelta
from typing import Any

from sqlalchemy import update

from cdt import release
from core import clock
from domain.work import WatchRelease
from jobs import watch_release
from memory import releases
from memory.ctx import Ctx
from tests.cdt.test_release import trained
from tests.worlds import quarter


async def test_before_any_release_there_is_nothing_to_watch(ctx: Ctx) -> None:
    await watch_release.run(ctx, WatchRelease(day="2026-11-01"))
    assert await release.watch(ctx) == "nothing to watch"


async def test_a_trial_that_shows_no_harm_ends_with_the_version_live(ctx: Ctx) -> None:
    await trained(ctx, "2026-09", "2026-10")
    await release.promote(ctx, 1)
    await releases.make_canary(ctx, 2)
    await watch_release.run(ctx, WatchRelease(day="2026-11-01"))
    assert (await releases.live(ctx)).version == 1
    with clock.running(clock.SimulatedClock(ctx.at + timedelta(days=8))):
        await watch_release.run(ctx, WatchRelease(day="2026-11-09"))
    assert ((await releases.live(ctx)).version, await releases.canary(ctx)) == (2, None)
    assert (await releases.decisions(ctx))[-1].act == "go_live"


async def harmful(ctx: Ctx) -> None:
    """Version 1 answered with its adapter; version 2 expects the opposite of what it learned, has
    an adapter too, and answers since somebody overruled the gate."""
    await trained(ctx, "2026-10")
    first = await releases.version(ctx, 1)
    learned = first.manifest["preference"]
    wrong = learned | {"mean": [-each for each in learned["mean"]]}
    row: dict[str, Any] = {
        "version": 2, "name": "cdt-wrong", "adapter": "cdt-0123456789ab-v2-22222222",
        "verdict": "keep", "reason": "It is worse.",
        "manifest": first.manifest | {"preference": wrong},
    }  # fmt: skip
    await releases.keep_version(ctx, row)
    table = releases.cdt_versions
    good = {"adapter": "cdt-0123456789ab-v1-11111111"}
    await ctx.db.execute(update(table).where(table.c.version == 1).values(**good))
    for number in (1, 2):
        await release.rule(ctx, ctx.actor, "override", number, "release", "We know better.")


async def test_a_live_version_that_harms_is_taken_back_with_its_adapter(ctx: Ctx) -> None:
    await harmful(ctx)
    (answers,) = await releases.in_use(ctx)
    assert (answers.version, answers.adapter) == (2, "cdt-0123456789ab-v2-22222222")
    before = (await releases.version(ctx, 1)).manifest
    with clock.running(clock.SimulatedClock(ctx.at + timedelta(days=70))):
        await quarter(ctx, per_cell=20, months=("2026-11", "2026-12"))
        await watch_release.run(ctx, WatchRelease(day="2027-01-10"))
        (answers,) = await releases.in_use(ctx)
        taken = (await releases.decisions(ctx))[-1]
    assert (answers.version, answers.adapter) == (1, "cdt-0123456789ab-v1-11111111")
    assert (taken.act, taken.live_before, taken.live_after) == ("take_back", 2, 1)
    assert (await releases.version(ctx, 1)).manifest == before
