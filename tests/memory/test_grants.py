"""A grant is found by its person, the widest first, while it holds; the log only grows."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import ProgrammingError

from memory import grants
from memory.ctx import Ctx
from tests.evaluations import account


async def test_the_widest_grant_of_a_business_comes_first(ctx: Ctx) -> None:
    one, email = await account(ctx)
    until = ctx.at + timedelta(days=1)
    for level in ("metrics", "words", "cases"):
        await grants.give(ctx, email, until, {"level": level})
    held = await grants.held_by(ctx, one)
    assert [each.level for each in held] == ["words", "cases", "metrics"]
    assert {each.business_id for each in held} == {ctx.business_id}
    assert await grants.held_by(ctx, None) == []


async def test_what_has_run_out_or_was_revoked_is_not_held(ctx: Ctx) -> None:
    one, email = await account(ctx)
    await grants.give(ctx, email, ctx.at, {"level": "words"})
    gone = await grants.give(ctx, email, ctx.at + timedelta(days=1), {"level": "words"})
    assert await grants.revoke(ctx, gone)
    assert not await grants.revoke(ctx, gone)
    assert await grants.held_by(ctx, one) == []
    assert len(await grants.given(ctx)) == 2


@pytest.mark.parametrize("act", ["update", "delete"])
async def test_the_log_is_append_only(ctx: Ctx, act: str) -> None:
    one, email = await account(ctx)
    await grants.give(ctx, email, ctx.at + timedelta(days=1), {"level": "words"})
    (held,) = await grants.held_by(ctx, one)
    await grants.log(ctx, held, one, "case", "H-1")
    assert [row.what for row in await grants.looks(ctx, 10)] == ["case"]
    table = grants.access_log
    change = update(table).values(what="nothing") if act == "update" else delete(table)
    with pytest.raises(ProgrammingError, match="append-only"):
        await ctx.db.execute(change)
