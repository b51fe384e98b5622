"""Who looks at the pages: what the frame around every page says of a person and their business.

Not in the catalog: it is for the person themselves, in whichever role they sit.
"""

from domain.access import Actor
from memory import events, people
from memory.ctx import open_ctx
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


async def see(actor: Actor) -> Seen:
    """What the frame of a page says of `actor`; empty where the account is gone."""
    async with open_ctx(actor, read_only=True) as ctx:
        person = await people.person(ctx)
        house = await people.business(ctx) if actor.business_id else None
        newest = await events.newest(ctx) if actor.business_id else 0
    of_person = {"name": person.name, "email": person.email} if person else {}
    of_house = (
        {"business": house.name, "currency": house.currency, "timezone": house.timezone}
        if house
        else {}
    )
    verified = bool(person and person.verified_at)
    return Seen(verified=verified, newest=newest, **of_person, **of_house)
