"""Who runs this installation. Not in the catalog: only whoever holds the machine decides that."""

from core.errors import NotFound
from domain.access import STRANGER, Actor
from memory import people
from memory.ctx import Ctx, acting
from tools.base import Answer


class NoSuchAccount(NotFound):
    """Nobody has an account with this e-mail address."""


class Operating(Answer):
    """Whether a person runs this installation."""

    email: str
    operator: bool


async def set_operator(ctx: Ctx, email: str, *, runs: bool) -> Operating:
    """Let a person run this installation, or no longer. Raises `NoSuchAccount`."""
    address = email.strip().lower()
    known = await people.login_of(ctx, address)
    if known is None:
        raise NoSuchAccount(f"({address})", remedy="They sign up first.", field="email")
    async with acting(ctx.db, Actor(STRANGER, user_id=known.user_id)) as mine:
        await people.set_operator(mine, runs=runs)
    return Operating(email=address, operator=runs)
