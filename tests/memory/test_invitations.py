"""Invitations stay in their business; a creator is one person."""

from datetime import timedelta

from core.ids import new_id
from memory import invitations, market
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


async def test_a_creator_is_one_person(worker: Ctx) -> None:
    (creator,) = await market.keep_creators(worker, [{"external_id": "c", "name": "Cy"}])
    first, second = new_id(), new_id()
    assert await invitations.seat_creator(worker, creator, first)
    assert not await invitations.seat_creator(worker, creator, second)
    found = await invitations.creator(worker, creator)
    assert found is not None
    assert found.user_id == first
