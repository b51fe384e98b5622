"""Addresses: proving that an e-mail address is one's own, and changing it.

Like accounts these are not in the catalog: no agent may call them.
"""

from pydantic import EmailStr, Field, SecretStr

from memory import links as kept_links
from memory import people
from memory.ctx import Ctx
from tools import letters, links
from tools.base import Answer, Ask
from tools.passwords import Done, must_match


class NewAddress(Ask):
    """Another e-mail address, and the password of the account."""

    email: EmailStr = Field(max_length=254)
    password: SecretStr = Field(min_length=1, max_length=200)


class Verified(Answer):
    """The address that is proved now; `changed` where it took the place of another."""

    email: str
    changed: bool = False


class AddressTaken(links.LinkOver):
    """There is an account with this e-mail address by now."""


async def ask_proof(ctx: Ctx) -> Done:
    """Mail the person of `ctx` a link that proves their address; at most one in a minute."""
    mine = await people.person(ctx)
    if mine is not None and mine.verified_at is None:
        token = await links.make(ctx, "verify")
        if token is not None:
            until = ctx.at + links.LASTS["verify"]
            await letters.to_me(ctx, "verify", f"/verify/{token}", to=mine.email, until=until)
    return Done()


async def change_address(ctx: Ctx, ask: NewAddress) -> Done:
    """Mail a link to the new address; the change is made when it is opened.

    Raises `WrongPassword`. Whether the address has an account already is not told.
    """
    await must_match(ctx, ask.password)
    email = ask.email.strip().lower()
    if await people.login_of(ctx, email) is None:
        token = await links.make(ctx, "address", email)
        if token is not None:
            until = ctx.at + links.LASTS["address"]
            await letters.to_me(ctx, "new_address", f"/verify/{token}", to=email, until=until)
    return Done()


async def read_proof(ctx: Ctx, token: str) -> Verified:
    """Which address a link proves, without doing it. Raises `NoSuchLink` or `LinkOver`."""
    async with links.opened(ctx, token, "verify", "address") as (mine, _, email):
        person = await people.person(mine)
        return Verified(email=email or (person.email if person else ""), changed=email is not None)


async def verify(ctx: Ctx, token: str) -> Verified:
    """Open a link of either kind. Raises `NoSuchLink`, `LinkOver` or `AddressTaken`.

    `ctx` belongs to anybody: whoever has the link has the mail.
    """
    async with links.opened(ctx, token, "verify", "address") as (mine, kind, email):
        await kept_links.use_up(mine, kind)
        before = await people.person(mine)
        if email is None or before is None:
            await people.verify(mine)
            return Verified(email=before.email if before else "")
        if not await people.change_me(mine, email=email, verified_at=mine.at):
            raise AddressTaken(remedy="Choose another address in your settings.")
        await kept_links.use_up(mine, "reset")  # links in the old box open nothing any more
        await letters.to_me(mine, "address_changed", "/", to=before.email, email=email)
        return Verified(email=email, changed=True)
