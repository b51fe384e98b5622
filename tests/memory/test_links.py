"""A link belongs to its person and its kind, and is spent once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import ProgrammingError

from core.ids import new_id
from domain.access import Actor
from memory import links, people
from memory.ctx import Ctx
from tests.memory.rows import as_actor


async def test_a_link_belongs_to_its_person_and_kind(ctx: Ctx) -> None:
    await people.make_user(ctx, f"{new_id()}@example.com", "", "hash")
    token = f"{new_id()}"
    await links.make(ctx, "reset", token, ctx.at + timedelta(hours=1))
    assert await links.owner(ctx, token, "reset") == ctx.actor.user_id
    assert await links.owner(ctx, token, "verify") is None
    async with as_actor(ctx, replace(ctx.actor, user_id=new_id())) as other:
        assert await links.one(other, token) is None
        await links.use_up(other, "reset")
    found = await links.one(ctx, token)
    assert found is not None
    assert found.used_at is None
    await links.use_up(ctx, "reset")
    found = await links.one(ctx, token, lock=True)
    assert found is not None
    assert found.used_at is not None


async def test_nobody_makes_a_link_for_somebody_else(ctx: Ctx) -> None:
    await people.make_user(ctx, f"{new_id()}@example.com", "", "hash")
    stolen = links.links.insert().values(
        hash="x", kind="reset", user_id=ctx.actor.user_id, expires_at=ctx.at
    )
    async with as_actor(ctx, Actor("founder", user_id=new_id())) as other:
        with pytest.raises(ProgrammingError, match="row-level security"):
            await other.db.execute(stolen)
