"""Accounts: one person may sit in several places, and chooses where to sign in."""

from uuid import UUID

import pytest
from pydantic import SecretStr, ValidationError
from sqlalchemy import text

from core.ids import new_id
from core.security import Claims, read_access_token
from domain.access import worker_for
from memory import people
from memory.ctx import open_ctx
from tools import accounts, businesses, seats
from tools.accounts import Credentials, Registration, Tokens

PASSWORD = SecretStr("a long pass phrase")
pytestmark = pytest.mark.usefixtures("_pool")


async def registered(email: str) -> Tokens:
    """A new founder with a business."""
    async with open_ctx(accounts.newcomer()) as ctx:
        ask = Registration(email=email, password=PASSWORD, business_name="Test House")
        return await accounts.register(ctx, ask)


async def signed_in(email: str, **choice: object) -> Tokens:
    """The same person, later."""
    async with open_ctx(accounts.stranger()) as ctx:
        ask = Credentials.model_validate({"email": email, "password": PASSWORD, **choice})
        return await accounts.login(ctx, ask)


async def test_a_member_of_two_businesses_chooses_and_begins_in_the_first() -> None:
    email = f"{new_id()}@example.com"
    first = await registered(email)
    async with open_ctx(businesses.keeper(None)) as ctx:
        second = await businesses.found(ctx, "Second House")
    async with open_ctx(worker_for(second.id)) as ctx:
        await people.join(ctx, first.user_id, "team")
    assert (await signed_in(email)).business_id == first.business_id
    chosen = await signed_in(email, business_id=second.id)
    assert (chosen.business_id, chosen.role) == (second.id, "team")


async def test_an_operator_chooses_that_seat() -> None:
    email = f"{new_id()}@example.com"
    made = await registered(email)
    with pytest.raises(seats.NoSuchSeat):
        await signed_in(email, seat="operator")
    async with open_ctx(accounts.actor_of(Claims(made.user_id, "founder", None))) as ctx:
        await ctx.db.execute(text("update users set operator = true where id = app_user()"))
    seated = await signed_in(email, seat="operator")
    assert (seated.role, seated.business_id) == ("operator", None)


async def test_a_token_says_who_where_and_in_which_session() -> None:
    made = await registered(f"{new_id()}@example.com")
    claims = read_access_token(made.access_token)
    assert (claims.user_id, claims.business_id, claims.role) == (
        made.user_id, made.business_id, "founder",
    )  # fmt: skip
    assert isinstance(claims.session, UUID)


@pytest.mark.parametrize("role", ["worker", "emperor", ""])
async def test_nobody_signs_in_as_the_worker(role: str) -> None:
    with pytest.raises(accounts.SessionOver):
        accounts.actor_of(Claims(new_id(), role, new_id()))


@pytest.mark.parametrize(("email", "password"), [("no address", "x" * 12), ("a@b.net", "short")])
async def test_a_weak_password_or_no_address_is_refused(email: str, password: str) -> None:
    with pytest.raises(ValidationError):
        Registration.model_validate(
            {"email": email, "password": password, "business_name": "House"}
        )
