"""Accounts for tests of tools: people who registered, and their actors."""

from uuid import UUID

from pydantic import SecretStr

from core.ids import new_id
from core.security import Claims
from domain.access import Actor, worker_for
from memory.ctx import open_ctx
from memory.invitations import Invited
from tools import accounts
from tools.accounts import Acceptance, Credentials, Registration, Tokens
from tools.invitations import prepare

PASSWORD = SecretStr("a long pass phrase")


def address() -> str:
    """An e-mail address that nobody has."""
    return f"{new_id()}@example.com"


async def registered(email: str) -> Tokens:
    """A founder with a business of their own, not verified yet."""
    async with open_ctx(accounts.newcomer()) as ctx:
        ask = Registration(email=email, password=PASSWORD, business_name="Own House")
        return await accounts.register(ctx, ask)


async def signed_in(email: str, password: SecretStr = PASSWORD) -> Tokens:
    """The same person, somewhere else."""
    async with open_ctx(accounts.stranger()) as ctx:
        return await accounts.login(ctx, Credentials(email=email, password=password))


async def joined(business_id: UUID, role: str, email: str | None = None) -> Tokens:
    """Somebody who was invited into a business and came."""
    async with open_ctx(worker_for(business_id)) as ctx:
        made = await prepare(ctx, Invited(email or address(), role))
    async with open_ctx(accounts.stranger()) as ctx:
        return await accounts.accept_invitation(
            ctx, Acceptance(token=made.token, password=PASSWORD)
        )


def actor(tokens: Tokens) -> Actor:
    """The actor that somebody's tokens speak for."""
    return accounts.actor_of(Claims(tokens.user_id, tokens.role, tokens.business_id))
