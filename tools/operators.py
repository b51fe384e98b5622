"""Who runs this installation, and who vets for its market.

Not in the catalog: only whoever holds the machine decides that.
"""

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


class Vetter(Answer):
    """Whether a person vets those who apply as creators."""

    email: str
    vets: bool


async def set_operator(ctx: Ctx, email: str, *, runs: bool) -> Operating:
    """Let a person run this installation, or no longer. Raises `NoSuchAccount`."""
    address, person = await _account(ctx, email)
    async with acting(ctx.db, person) as mine:
        await people.set_operator(mine, runs=runs)
    return Operating(email=address, operator=runs)


async def set_reviewer(ctx: Ctx, email: str, *, vets: bool) -> Vetter:
    """Let a person vet those who apply as creators, or no longer. Raises `NoSuchAccount`.

    They get a reviewer's seat of the market, which belongs to no business.
    """
    address, person = await _account(ctx, email)
    async with acting(ctx.db, person) as mine:
        await people.set_vets(mine, vets=vets)
    return Vetter(email=address, vets=vets)


async def _account(ctx: Ctx, email: str) -> tuple[str, Actor]:
    address = email.strip().lower()
    known = await people.login_of(ctx, address)
    if known is None:
        raise NoSuchAccount(f"({address})", remedy="They sign up first.", field="email")
    return address, Actor(STRANGER, user_id=known.user_id)
