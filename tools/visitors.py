"""Who looks at the pages: what the frame around every page says of a person and their business.

Not in the catalog: it is for the person themselves, in whichever role they sit.
"""

from uuid import UUID

from domain.access import Actor
from memory import visitors
from memory.ctx import open_ctx
from tools import accounts
from tools.base import Answer


class Seen(Answer):
    """A person as the frame shows them, and the business in which they sit."""

    name: str = ""
    email: str = ""
    verified: bool = False
    business: str = ""
    currency: str = "USD"
    timezone: str = "UTC"
    newest: int = 0  # number of the newest event, from which a page is kept fresh
    unread: int = 0  # notices that the person has not read
    seats: int = 1  # places that the person may choose among
    language: str = ""  # what the person chose in their settings; empty before they chose
    zone: str = ""
    theme: str = ""


async def see(actor: Actor, session: UUID | None = None) -> Seen:
    """What the frame of a page says of `actor`; empty where the account is gone.

    Raises `SessionOver` where the session was ended elsewhere.
    """
    async with open_ctx(actor, read_only=True) as ctx:
        row = await visitors.seen(ctx, session)
    if session and not row.lives:
        raise accounts.SessionOver(remedy="Sign in again.")
    known = {name: value for name, value in row._mapping.items() if value is not None}
    return Seen(**known, verified=row.verified_at is not None)
