"""Links that work once and end: to verify an address, to change it, to choose a new password."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Literal

from core import security
from core.errors import Gone, NotFound
from domain.access import STRANGER, Actor
from memory import db, links
from memory.ctx import Ctx, acting

Kind = Literal["verify", "address", "reset"]
LASTS: dict[Kind, timedelta] = {
    "verify": timedelta(days=2),
    "address": timedelta(days=2),
    "reset": timedelta(hours=1),
}
PAUSE = timedelta(minutes=1)
"""A second link of one kind is made after this at the earliest: nobody's box is filled by us."""


class NoSuchLink(NotFound):
    """This link does not exist."""


class LinkOver(Gone):
    """This link does not work any more."""


async def make(ctx: Ctx, kind: Kind, email: str | None = None) -> str | None:
    """The secret of a new link for the person of `ctx`, which ends those before it.

    None where they got one within the last minute.
    """
    if await links.made_since(ctx, kind, ctx.at - PAUSE):
        return None
    await links.use_up(ctx, kind)
    token = security.link_token()
    await links.make(ctx, kind, security.token_hash(token), ctx.at + LASTS[kind], email)
    return token


@asynccontextmanager
async def opened(ctx: Ctx, token: str, *kinds: Kind) -> AsyncIterator[tuple[Ctx, Kind, str | None]]:
    """Whose link of one of `kinds` this is, as a Ctx; its kind, and the address that it carries.

    Where something may be written the link is locked, so that it is used by one alone. Raises
    `NoSuchLink`, the same for forged and unknown, or `LinkOver`.
    """
    hashed = security.token_hash(token)
    for kind in kinds:
        user_id = await links.owner(ctx, hashed, kind)
        if user_id is None:
            continue
        async with acting(ctx.db, Actor(STRANGER, user_id=user_id)) as mine:
            held = await links.one(mine, hashed, lock=not ctx.read_only)
            if held is None or held.used_at is not None or held.expires_at <= ctx.at:
                told = "It was used." if held and held.used_at else "It ran out."
                raise LinkOver(told, remedy="Ask for a new one.")
            yield mine, kind, held.email
        await db.act_as(ctx.db, ctx.actor)
        return
    raise NoSuchLink(remedy="Open the newest mail, or ask for a new link.")
