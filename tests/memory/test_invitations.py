"""Invitations stay in their business, and links with their person."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import ProgrammingError

from core.ids import new_id
from domain.access import Actor
from memory import invitations, market, people
from memory.ctx import Ctx
from memory.invitations import Invited
from tests.memory.rows import as_actor, founder_of


async def test_another_business_reads_and_revokes_no_invitation(ctx: Ctx) -> None:
    until = ctx.at + timedelta(days=1)
    made = await invitations.invite(ctx, Invited("a@example.com", "team"), "h" * 64, until)
    assert await invitations.house_of(ctx, "h" * 64) == ctx.business_id
    async with as_actor(ctx, founder_of(new_id())) as other:
        assert await invitations.listed(other) == []
        assert not await invitations.revoke(other, made)
    assert await invitations.revoke(ctx, made)
    assert not await invitations.revoke(ctx, made)


async def test_a_link_belongs_to_its_person_and_kind(ctx: Ctx) -> None:
    await people.make_user(ctx, f"{new_id()}@example.com", "", "hash")
    token = f"{new_id()}"
    await invitations.make_link(ctx, "reset", token, ctx.at + timedelta(hours=1))
    assert await invitations.owner_of_link(ctx, token, "reset") == ctx.actor.user_id
    assert await invitations.owner_of_link(ctx, token, "verify") is None
    async with as_actor(ctx, replace(ctx.actor, user_id=new_id())) as other:
        assert await invitations.link(other, token) is None
        await invitations.use_links(other, "reset")
    found = await invitations.link(ctx, token)
    assert found is not None
    assert found.used_at is None
    await invitations.use_links(ctx, "reset")
    found = await invitations.link(ctx, token, lock=True)
    assert found is not None
    assert found.used_at is not None


async def test_nobody_makes_a_link_for_somebody_else(ctx: Ctx) -> None:
    await people.make_user(ctx, f"{new_id()}@example.com", "", "hash")
    stolen = invitations.links.insert().values(
        hash="x", kind="reset", user_id=ctx.actor.user_id, expires_at=ctx.at
    )
    async with as_actor(ctx, Actor("founder", user_id=new_id())) as other:
        with pytest.raises(ProgrammingError, match="row-level security"):
            await other.db.execute(stolen)


async def test_a_creator_is_one_person(worker: Ctx) -> None:
    (creator,) = await market.keep_creators(worker, [{"external_id": "c", "name": "Cy"}])
    first, second = new_id(), new_id()
    assert await invitations.seat_creator(worker, creator, first)
    assert not await invitations.seat_creator(worker, creator, second)
    found = await invitations.creator(worker, creator)
    assert found is not None
    assert found.user_id == first
