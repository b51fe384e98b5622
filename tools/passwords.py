"""Passwords: forgotten, changed, checked. A new one ends sessions.

Like accounts these are not in the catalog: no agent may call them.
"""

import asyncio
from uuid import UUID

from pydantic import EmailStr, Field, SecretStr

from core import security
from core.errors import BadInput, NotSignedIn
from domain.access import STRANGER, Actor
from memory import links as kept_links
from memory import people
from memory.ctx import Ctx, acting
from tools import letters, links
from tools.base import Answer, Ask

SHORTEST = 12
"""Characters that a new password has at least."""


class WrongPassword(NotSignedIn):
    """E-mail address or password are not right."""


class PasswordTooShort(BadInput):
    """A password has at least 12 characters."""


class Done(Answer):
    """It is done."""

    done: bool = True


class Forgotten(Ask):
    """The e-mail address of an account, or of none: the answer is the same."""

    email: EmailStr = Field(max_length=254)


class NewPassword(Ask):
    """The secret of a link from the mail, and the password to come."""

    token: str = Field(min_length=20, max_length=200)
    password: SecretStr = Field(min_length=SHORTEST, max_length=200)


class OtherPassword(Ask):
    """The password that is, and the password to come."""

    current: SecretStr = Field(min_length=1, max_length=200)
    password: SecretStr = Field(min_length=SHORTEST, max_length=200)


class ResetCard(Answer):
    """Whose password a link changes."""

    email: str


async def ask_reset(ctx: Ctx, ask: Forgotten) -> Done:
    """Mail a link to the account of that address, if there is one; the answer is always the same.

    `ctx` belongs to a stranger.
    """
    email = ask.email.strip().lower()
    known = await people.login_of(ctx, email)
    if known is not None:
        async with acting(ctx.db, Actor(STRANGER, user_id=known.user_id)) as mine:
            token = await links.make(mine, "reset")
            if token is not None:
                until = mine.at + links.LASTS["reset"]
                await letters.to_me(mine, "reset", f"/reset/{token}", to=email, until=until)
    return Done()


async def read_reset(ctx: Ctx, token: str) -> ResetCard:
    """Whose password the link changes. Raises `NoSuchLink` or `LinkOver`."""
    async with links.opened(ctx, token, "reset") as (mine, _, _email):
        return ResetCard(email=await _address(mine))


async def reset_password(ctx: Ctx, ask: NewPassword) -> Done:
    """Set a password by a link, once; every session of the account ends.

    The link came by mail, so the address is proved too. Raises `NoSuchLink` or `LinkOver`.
    """
    async with links.opened(ctx, ask.token, "reset") as (mine, _, _email):
        await kept_links.use_up(mine, "reset")
        await people.verify(mine)
        await _set(mine, ask.password, None)
    return Done()


async def change_password(ctx: Ctx, ask: OtherPassword, session: UUID | None) -> Done:
    """Set another password; every session ends but `session`. Raises `WrongPassword`."""
    await must_match(ctx, ask.current)
    await _set(ctx, ask.password, session)
    return Done()


async def must_match(ctx: Ctx, password: SecretStr) -> None:
    """Raise `WrongPassword` unless it is that of the person of `ctx`."""
    mine = await people.person(ctx)
    given, known = password.get_secret_value(), mine.password_hash if mine else None
    if not await asyncio.to_thread(security.password_matches, given, known):
        raise WrongPassword(field="current")


async def hashed(password: SecretStr) -> str:
    """The hash of a new password. Raises `PasswordTooShort`."""
    given = password.get_secret_value()
    if len(given) < SHORTEST:
        raise PasswordTooShort(remedy="Use a sentence that you remember.", field="password")
    return await asyncio.to_thread(security.hash_password, given)


async def _set(ctx: Ctx, password: SecretStr, session: UUID | None) -> None:
    await people.change_me(ctx, password_hash=await hashed(password))
    await people.revoke_sessions(ctx, but=session)
    await kept_links.use_up(ctx, "reset")
    await letters.to_me(ctx, "password_changed", "/reset", to=await _address(ctx))


async def _address(ctx: Ctx) -> str:
    mine = await people.person(ctx)
    return mine.email if mine else ""
