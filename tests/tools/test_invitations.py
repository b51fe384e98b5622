"""Invitations: a link that works once, for the one it was made for, until it ends."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
from pydantic import SecretStr

from core import clock
from core.ids import new_id
from core.security import Claims
from domain.access import Actor, ScopeMissing, worker_for
from memory import events, invitations, market, people, wiping
from memory.ctx import open_ctx
from tools import accounts, businesses
from tools.accounts import Acceptance, Registration, Tokens, WrongPassword
from tools.applications import Application, apply_as_creator
from tools.base import Nothing
from tools.invitations import (
    AlreadyMember,
    CreatorTaken,
    Invitation,
    InvitationId,
    InvitationOver,
    Invited,
    NoSuchInvitation,
    NotVerified,
    Prepared,
    invite_person,
    list_invitations,
    prepare,
    revoke_invitation,
)
from tools.market import CreatorLine, list_creators
from tools.passwords import PasswordTooShort

PASSWORD = SecretStr("a long pass phrase")
pytestmark = pytest.mark.usefixtures("_pool")


def address() -> str:
    """An e-mail address that nobody has."""
    return f"{new_id()}@example.com"


async def house() -> UUID:
    """A business in which nobody sits yet."""
    async with open_ctx(businesses.keeper(None)) as ctx:
        return (await businesses.found(ctx, "Empty House")).id


async def invited(business_id: UUID, email: str, role: str = "founder") -> Prepared:
    """An invitation as the command makes it."""
    async with open_ctx(worker_for(business_id)) as ctx:
        return await prepare(ctx, Invited(email, role))


async def accepted(token: str, password: SecretStr = PASSWORD) -> Tokens:
    """Somebody opens the link."""
    async with open_ctx(accounts.stranger()) as ctx:
        return await accounts.accept_invitation(ctx, Acceptance(token=token, password=password))


async def registered(email: str) -> Tokens:
    """A founder with a business of their own."""
    async with open_ctx(accounts.newcomer()) as ctx:
        ask = Registration(email=email, password=PASSWORD, business_name="Own House")
        return await accounts.register(ctx, ask)


async def test_a_business_without_anybody_is_claimed_by_its_first_founder() -> None:
    business = await house()
    email = address()
    made = await invited(business, email)
    async with open_ctx(accounts.stranger(), read_only=True) as ctx:
        card = await accounts.read_invitation(ctx, made.token)
    assert (card.business_name, card.email, card.known) == ("Empty House", email, False)
    tokens = await accepted(made.token)
    assert (tokens.business_id, tokens.role) == (business, "founder")
    founder = Actor("founder", user_id=tokens.user_id, business_id=business)
    async with open_ctx(founder) as ctx:
        assert [(each.email, each.role) for each in await people.members(ctx)] == [
            (email, "founder")
        ]
        assert not await people.unverified(ctx)
        fact = await events.latest(ctx, "InvitationAccepted")
        assert fact is not None
        assert fact.payload["user_id"] == str(tokens.user_id)


async def test_who_has_an_account_joins_with_it() -> None:
    email = address()
    own = await registered(email)
    made = await invited(await house(), email.upper(), "evaluator")
    with pytest.raises(WrongPassword):
        await accepted(made.token, SecretStr("another pass phrase"))
    tokens = await accepted(made.token)
    assert (tokens.user_id, tokens.role) == (own.user_id, "evaluator")
    assert tokens.business_id != own.business_id


async def test_a_link_works_once() -> None:
    made = await invited(await house(), address())
    await accepted(made.token)
    with pytest.raises(InvitationOver, match="used"):
        await accepted(made.token)


async def test_ten_who_open_a_link_at_once_get_one_place() -> None:
    made = await invited(await house(), address())
    answers = await asyncio.gather(
        *(accepted(made.token) for _ in range(10)), return_exceptions=True
    )
    assert sum(isinstance(each, Tokens) for each in answers) == 1
    assert sum(isinstance(each, InvitationOver) for each in answers) == 9


async def test_a_link_ends_after_seven_days(simulated: clock.SimulatedClock) -> None:
    made = await invited(await house(), address())
    simulated.move_to(clock.now() + timedelta(days=7, seconds=1))
    with pytest.raises(InvitationOver, match="ran out"):
        await accepted(made.token)


async def test_a_forged_link_reads_like_one_that_never_was() -> None:
    made = await invited(await house(), address())
    for token in (made.token[:-1] + "!", "x" * 43):
        with pytest.raises(NoSuchInvitation) as wrong:
            await accepted(token)
        assert str(wrong.value).endswith("Ask whoever invited you for a new link.")


async def test_an_invitation_taken_back_does_not_work() -> None:
    business = await house()
    made = await invited(business, address())
    founder = Actor("founder", user_id=new_id(), business_id=business)
    async with open_ctx(founder) as ctx:
        ask = InvitationId(invitation_id=made.line.id)
        assert (await revoke_invitation(ctx, ask)).status == "revoked"
    with pytest.raises(InvitationOver, match="taken back"):
        await accepted(made.token)


async def test_a_later_invitation_ends_the_one_before() -> None:
    business, email = await house(), address()
    first = await invited(business, email)
    second = await invited(business, email, "team")
    with pytest.raises(InvitationOver):
        await accepted(first.token)
    assert (await accepted(second.token)).role == "team"
    async with open_ctx(Actor("founder", user_id=new_id(), business_id=business)) as ctx:
        listed = await list_invitations(ctx, Nothing())
    assert [each.status for each in listed.items] == ["accepted", "revoked"]


async def test_a_member_is_not_invited_again() -> None:
    business, email = await house(), address()
    await accepted((await invited(business, email)).token)
    with pytest.raises(AlreadyMember):
        await invited(business, email, "team")


async def test_a_short_password_makes_no_account_and_leaves_the_link_good() -> None:
    made = await invited(await house(), address())
    with pytest.raises(PasswordTooShort):
        await accepted(made.token, SecretStr("short"))
    assert (await accepted(made.token)).role == "founder"


async def test_who_is_not_verified_invites_nobody() -> None:
    tokens = await registered(address())
    founder = accounts.actor_of(Claims(tokens.user_id, "founder", tokens.business_id))
    async with open_ctx(founder) as ctx:
        with pytest.raises(NotVerified):
            await invite_person(ctx, Invitation(email=address()))
        await people.verify(ctx)
        assert (await invite_person(ctx, Invitation(email=address()))).status == "open"


async def test_the_team_invites_nobody() -> None:
    async with open_ctx(Actor("team", user_id=new_id(), business_id=await house())) as ctx:
        with pytest.raises(ScopeMissing):
            await invite_person(ctx, Invitation(email=address()))


async def test_a_known_creator_gets_their_seat_and_nobody_else_gets_it() -> None:
    business, email = await house(), address()
    async with open_ctx(worker_for(business)) as ctx:
        row = {"external_id": f"{new_id()}", "name": "Cy"}
        (creator_id,) = await market.keep_creators(ctx, [row])
        made = await prepare(ctx, Invited(email, "creator", creator_id))
        rival = await prepare(ctx, Invited(address(), "creator", creator_id))
    tokens = await accepted(made.token)
    assert (tokens.role, tokens.business_id) == ("creator", None)
    with pytest.raises(CreatorTaken):
        await accepted(rival.token)
    founder = Actor("founder", user_id=new_id(), business_id=business)
    async with open_ctx(founder) as ctx:
        with pytest.raises(ScopeMissing):
            await prepare(ctx, Invited(address(), "creator", creator_id))


async def test_only_the_hash_of_a_token_is_kept() -> None:
    business = await house()
    made = await invited(business, address())
    async with open_ctx(worker_for(business)) as ctx:
        (row,) = await invitations.listed(ctx)
    assert made.token not in repr(row)
    assert made.link.endswith(f"/invitations/{made.token}")


async def test_a_creator_of_ones_own_is_asked_by_nobody_else_until_vetted() -> None:
    ours, theirs = await house(), await house()
    email = address()
    tokens = await accepted((await invited(ours, email, "creator")).token)
    assert (tokens.role, tokens.business_id) == ("creator", None)

    async def seen_by(business_id: UUID) -> CreatorLine | None:
        async with open_ctx(Actor("founder", new_id(), business_id)) as ctx:
            items = (await list_creators(ctx, Nothing())).items
        return next((one for one in items if one.id == market.own_id(tokens.user_id)), None)

    line = await seen_by(ours)
    assert line is not None
    assert (line.invited, line.vetted) == (True, False)
    assert await seen_by(theirs) is None
    again = await invited(ours, email, "creator")
    with pytest.raises(CreatorTaken):
        await accepted(again.token)
    async with open_ctx(Actor("stranger", tokens.user_id)) as ctx:
        form = {"name": "Mara", "specializations": ["saas"], "artifact_types": ["email"]}
        await apply_as_creator(ctx, Application.model_validate({**form, "consent": True}))
    for business_id, mine in ((ours, True), (theirs, False)):  # vetted by the rule in force here
        line = await seen_by(business_id)
        assert line is not None
        assert (line.invited, line.vetted) == (mine, True)


async def test_an_erased_business_leaves_its_creator_to_nobody_until_vetted() -> None:
    ours = await house()
    tokens = await accepted((await invited(ours, address(), "creator")).token)
    async with open_ctx(worker_for(ours)) as ctx:
        await wiping.drop_business(ctx)
    async with open_ctx(Actor("operator", new_id())) as ctx:
        row = await market.creator(ctx, market.own_id(tokens.user_id))
    assert (row.vetted, row.invited_by) == (False, None)
