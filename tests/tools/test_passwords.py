"""Forgotten passwords: one link, one hour, one use; nobody learns who has an account."""

import asyncio
from datetime import timedelta

import pytest
from pydantic import SecretStr

from core import clock
from core.ids import new_id
from core.security import Claims, read_access_token
from domain.access import STRANGER, Actor
from memory.ctx import open_ctx
from tests.people import PASSWORD, address, registered, signed_in
from tests.post import letters_to, secret_to
from tools import accounts
from tools.links import LinkOver, NoSuchLink
from tools.passwords import (
    Done,
    Forgotten,
    NewPassword,
    OtherPassword,
    WrongPassword,
    ask_reset,
    change_password,
    read_reset,
    reset_password,
)

NEW = SecretStr("another pass phrase")
pytestmark = pytest.mark.usefixtures("_pool")


async def asked(email: str) -> Done:
    """Somebody forgot the password of an address."""
    async with open_ctx(accounts.stranger()) as ctx:
        return await ask_reset(ctx, Forgotten(email=email))


async def reset(token: str) -> Done:
    """Somebody opens the link and chooses."""
    async with open_ctx(accounts.stranger()) as ctx:
        return await reset_password(ctx, NewPassword(token=token, password=NEW))


async def test_a_link_sets_a_new_password_and_ends_every_session() -> None:
    email = address()
    before = await registered(email)
    await asked(email.upper())
    token = await secret_to(email, "reset")
    async with open_ctx(accounts.stranger(), read_only=True) as ctx:
        assert (await read_reset(ctx, token)).email == email
    await reset(token)
    with pytest.raises(WrongPassword):
        await signed_in(email, PASSWORD)
    assert (await signed_in(email, NEW)).user_id == before.user_id
    session = read_access_token(before.access_token).session
    async with open_ctx(Actor(STRANGER, user_id=before.user_id)) as ctx:
        assert not await accounts.lives(ctx, session)
    assert "password_changed" in [each.kind for each in await letters_to(email)]


async def test_a_link_works_once_even_for_ten_at_once() -> None:
    email = address()
    await registered(email)
    await asked(email)
    token = await secret_to(email, "reset")
    answers = await asyncio.gather(*(reset(token) for _ in range(10)), return_exceptions=True)
    assert sum(isinstance(each, Done) for each in answers) == 1
    assert sum(isinstance(each, LinkOver) for each in answers) == 9


async def test_a_link_ends_after_an_hour(simulated: clock.SimulatedClock) -> None:
    email = address()
    await registered(email)
    await asked(email)
    token = await secret_to(email, "reset")
    simulated.move_to(clock.now() + timedelta(hours=1))
    with pytest.raises(LinkOver, match="ran out"):
        await reset(token)


async def test_forged_and_unknown_links_and_those_of_another_kind_read_the_same() -> None:
    email = address()
    await registered(email)
    said = set()
    for token in ("x" * 43, await secret_to(email, "verify"), new_id().hex):
        with pytest.raises(NoSuchLink) as wrong:
            await reset(token)
        said.add(str(wrong.value))
    assert len(said) == 1


async def test_nobody_learns_whether_an_address_has_an_account() -> None:
    email, unknown = address(), address()
    await registered(email)
    assert await asked(email) == await asked(unknown)
    assert await letters_to(unknown) == []


async def test_a_box_is_not_filled_with_links(simulated: clock.SimulatedClock) -> None:
    email = address()
    await registered(email)
    for _ in range(5):
        await asked(email)
    assert [each.kind for each in await letters_to(email)].count("reset") == 1
    first = await secret_to(email, "reset")
    simulated.move_to(clock.now() + timedelta(minutes=1, seconds=1))
    await asked(email)
    with pytest.raises(LinkOver):
        await reset(first)
    await reset(await secret_to(email, "reset"))


async def test_changing_a_password_keeps_this_session_and_ends_the_others() -> None:
    email = address()
    here, there = await registered(email), await signed_in(email, PASSWORD)
    sessions = [read_access_token(each.access_token).session for each in (here, there)]
    founder = accounts.actor_of(Claims(here.user_id, "founder", here.business_id))
    async with open_ctx(founder) as ctx:
        with pytest.raises(WrongPassword):
            await change_password(ctx, OtherPassword(current=NEW, password=NEW), sessions[0])
        await change_password(ctx, OtherPassword(current=PASSWORD, password=NEW), sessions[0])
        assert [await accounts.lives(ctx, each) for each in sessions] == [True, False]
