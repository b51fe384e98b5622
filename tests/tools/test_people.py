"""People of a business: roles change at once, the last founder stays, a removal can be undone."""

import asyncio
from datetime import timedelta

import pytest

from core import clock
from core.errors import RefleqtError
from core.security import read_access_token
from domain.access import ScopeMissing
from memory import people
from memory.ctx import open_ctx
from tests.people import actor, address, joined, registered
from tools import accounts
from tools.accounts import Tokens
from tools.base import Nothing
from tools.people import (
    LastFounder,
    MemberId,
    NewRole,
    NoSuchMember,
    change_role,
    leave,
    list_members,
    remove_member,
    restore_member,
)

pytestmark = pytest.mark.usefixtures("_pool")


async def house() -> tuple[Tokens, Tokens]:
    """A founder who is verified, and a member of the team."""
    founder = await registered(address())
    async with open_ctx(actor(founder)) as ctx:
        await people.verify(ctx)
    assert founder.business_id is not None
    return founder, await joined(founder.business_id, "team")


async def roles(one: Tokens) -> list[str]:
    """The roles of the people of a business, first joined first."""
    async with open_ctx(actor(one), read_only=True) as ctx:
        return [each.role for each in (await list_members(ctx, Nothing())).items]


async def test_a_member_sees_who_is_there_and_changes_nobody() -> None:
    founder, member = await house()
    async with open_ctx(actor(member)) as ctx:
        listed = (await list_members(ctx, Nothing())).items
        assert [(each.role, each.me) for each in listed] == [("founder", False), ("team", True)]
        with pytest.raises(ScopeMissing):
            await remove_member(ctx, MemberId(user_id=founder.user_id))


async def test_a_new_role_ends_the_sessions_of_the_old_one() -> None:
    founder, member = await house()
    session = read_access_token(member.access_token).session
    async with open_ctx(actor(founder)) as ctx:
        await change_role(ctx, NewRole(user_id=member.user_id, role="founder"))
    async with open_ctx(actor(member)) as ctx:
        assert not await accounts.lives(ctx, session)
    assert await roles(founder) == ["founder", "founder"]


async def test_the_last_founder_stays() -> None:
    founder, member = await house()
    async with open_ctx(actor(founder)) as ctx:
        with pytest.raises(LastFounder):
            await leave(ctx)
    async with open_ctx(actor(founder)) as ctx:
        with pytest.raises(LastFounder):
            await change_role(ctx, NewRole(user_id=founder.user_id, role="team"))
        await change_role(ctx, NewRole(user_id=member.user_id, role="founder"))
        await leave(ctx)
    assert await roles(founder) == ["founder"]


async def test_of_two_founders_who_leave_at_once_one_stays() -> None:
    founder, member = await house()
    async with open_ctx(actor(founder)) as ctx:
        await change_role(ctx, NewRole(user_id=member.user_id, role="founder"))

    async def gone(one: Tokens) -> None:
        async with open_ctx(actor(one)) as ctx:
            await leave(ctx)

    answers = await asyncio.gather(gone(founder), gone(member), return_exceptions=True)
    assert sum(isinstance(each, RefleqtError) for each in answers) == 1
    assert await roles(founder) == ["founder"]


async def test_a_removal_is_undone_within_ten_minutes(simulated: clock.SimulatedClock) -> None:
    founder, member = await house()
    async with open_ctx(actor(founder)) as ctx:
        ask = MemberId(user_id=member.user_id)
        await remove_member(ctx, ask)
        await restore_member(ctx, ask)
    assert sorted(await roles(founder)) == ["founder", "team"]
    async with open_ctx(actor(founder)) as ctx:
        await remove_member(ctx, ask)
        simulated.move_to(clock.now() + timedelta(minutes=11))
        with pytest.raises(NoSuchMember):
            await restore_member(ctx, ask)


async def test_nobody_is_brought_in_by_an_undo() -> None:
    (founder, member), stranger = await house(), await registered(address())
    async with open_ctx(actor(founder)) as ctx:
        await remove_member(ctx, MemberId(user_id=member.user_id))
        with pytest.raises(NoSuchMember):
            await restore_member(ctx, MemberId(user_id=stranger.user_id))


async def test_somebody_of_another_business_is_no_member() -> None:
    (founder, _), stranger = await house(), await registered(address())
    async with open_ctx(actor(founder)) as ctx:
        for ask in (remove_member(ctx, MemberId(user_id=stranger.user_id)),
                    change_role(ctx, NewRole(user_id=stranger.user_id, role="team"))):  # fmt: skip
            with pytest.raises(NoSuchMember):
                await ask
