"""An address is proved by the link that was mailed to it; a new one takes its place likewise."""

from datetime import timedelta

import pytest

from core import clock
from memory import people
from memory.ctx import open_ctx
from tests.people import PASSWORD, actor, address, registered, signed_in
from tests.post import letters_to, secret_to
from tools import accounts
from tools.accounts import Tokens
from tools.addresses import (
    AddressTaken,
    NewAddress,
    Verified,
    ask_proof,
    change_address,
    read_proof,
    verify,
)
from tools.links import LinkOver, NoSuchLink
from tools.passwords import WrongPassword

pytestmark = pytest.mark.usefixtures("_pool")


async def opened(token: str) -> Verified:
    """Somebody opens the link."""
    async with open_ctx(accounts.stranger()) as ctx:
        return await verify(ctx, token)


async def changed(tokens: Tokens, email: str) -> None:
    """Somebody asks for another address."""
    async with open_ctx(actor(tokens)) as ctx:
        await change_address(ctx, NewAddress(email=email, password=PASSWORD))


async def test_registering_mails_a_link_that_proves_the_address() -> None:
    email = address()
    tokens = await registered(email)
    token = await secret_to(email, "verify")
    async with open_ctx(actor(tokens), read_only=True) as ctx:
        assert await people.unverified(ctx)
        assert (await read_proof(ctx, token)).email == email
    assert (await opened(token)).changed is False
    async with open_ctx(actor(tokens), read_only=True) as ctx:
        assert not await people.unverified(ctx)
    with pytest.raises(LinkOver, match="used"):
        await opened(token)


async def test_a_link_ends_after_two_days_and_another_is_asked_for(
    simulated: clock.SimulatedClock,
) -> None:
    email = address()
    tokens = await registered(email)
    token = await secret_to(email, "verify")
    simulated.move_to(clock.now() + timedelta(days=2))
    with pytest.raises(LinkOver, match="ran out"):
        await opened(token)
    async with open_ctx(actor(tokens)) as ctx:
        await ask_proof(ctx)
        await ask_proof(ctx)
    assert [each.kind for each in await letters_to(email)] == ["verify", "verify"]
    await opened(await secret_to(email, "verify"))
    async with open_ctx(actor(tokens)) as ctx:
        simulated.move_to(clock.now() + timedelta(hours=1))
        await ask_proof(ctx)  # nothing is left to prove
    assert len(await letters_to(email)) == 2


async def test_a_forged_link_proves_nothing() -> None:
    with pytest.raises(NoSuchLink):
        await opened("x" * 43)


async def test_an_address_changes_when_the_link_in_the_new_box_is_opened() -> None:
    old, new = address(), address()
    tokens = await registered(old)
    await changed(tokens, new.upper())
    assert (await signed_in(old)).user_id == tokens.user_id
    done = await opened(await secret_to(new, "new_address"))
    assert (done.email, done.changed) == (new, True)
    assert (await signed_in(new)).user_id == tokens.user_id
    with pytest.raises(WrongPassword):
        await signed_in(old)
    assert "address_changed" in [each.kind for each in await letters_to(old)]


async def test_it_takes_the_password() -> None:
    tokens = await registered(address())
    async with open_ctx(actor(tokens)) as ctx:
        ask = NewAddress.model_validate({"email": address(), "password": "not the password"})
        with pytest.raises(WrongPassword):
            await change_address(ctx, ask)


async def test_an_address_that_somebody_has_is_not_told_and_not_taken() -> None:
    tokens, taken = await registered(address()), address()
    await registered(taken)
    before = len(await letters_to(taken))
    await changed(tokens, taken)
    assert len(await letters_to(taken)) == before


async def test_an_address_that_somebody_took_meanwhile_is_not_taken() -> None:
    tokens, wanted = await registered(address()), address()
    await changed(tokens, wanted)
    token = await secret_to(wanted, "new_address")
    await registered(wanted)
    with pytest.raises(AddressTaken):
        await opened(token)
