"""One version is live at a time; none is ever lost."""

from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from memory import releases
from memory.ctx import Ctx


def a_run(ctx: Ctx, month: str = "2026-10") -> dict[str, Any]:
    """A row for a finished training run."""
    return {"month": month, "status": "done", "data_hash": "d", "code_hash": "c",
            "metrics": {"candidate": 0.7}, "started_at": ctx.at, "finished_at": ctx.at}  # fmt: skip


def a_version(number: int) -> dict[str, Any]:
    """A row for a judged version."""
    return {"version": number, "name": f"cdt-v{number}", "verdict": "release", "reason": "Better.",
            "manifest": {"beliefs": [number]}}  # fmt: skip


async def test_a_month_is_trained_once(ctx: Ctx) -> None:
    first = await releases.keep_run(ctx, a_run(ctx))
    again = await releases.keep_run(ctx, {**a_run(ctx), "data_hash": "other"})
    assert first == again
    assert (await releases.run_of(ctx, "2026-10")).data_hash == "d"
    assert await releases.run_of(ctx, "2026-09") is None


async def test_runs_stand_in_the_order_of_their_months(ctx: Ctx) -> None:
    for month in ("2026-10", "2026-08", "2026-09"):
        await releases.keep_run(ctx, a_run(ctx, month))
    months = [row.month for row in await releases.runs(ctx)]
    assert months == ["2026-08", "2026-09", "2026-10"]


async def test_a_filed_version_is_not_live_before_it_is_promoted(ctx: Ctx) -> None:
    await releases.keep_version(ctx, a_version(1))
    assert await releases.live(ctx) is None
    await releases.make_live(ctx, 1)
    live = await releases.live(ctx)
    assert (live.version, live.released_at, live.archived_at) == (1, ctx.at, None)


async def test_the_version_before_is_archived_and_comes_back_whole(ctx: Ctx) -> None:
    for number in (1, 2):
        await releases.keep_version(ctx, a_version(number))
        await releases.make_live(ctx, number)
    assert (await releases.version(ctx, 1)).archived_at == ctx.at
    await releases.make_live(ctx, 1)
    assert (await releases.live(ctx)).manifest == {"beliefs": [1]}
    assert [row.live for row in await releases.versions(ctx)] == [True, False]


async def test_two_live_versions_are_refused_by_the_database(ctx: Ctx) -> None:
    for number in (1, 2):
        await releases.keep_version(ctx, a_version(number))
    with pytest.raises(DBAPIError, match="uq_cdt_versions_one_live"):
        await ctx.db.execute(update(releases.cdt_versions).values(live=True))
