"""A creator's desks: they belong to no business, and work for each that made them an offer.

Not in the catalog: a door asks it in which businesses a creator's request is to be done.
"""

from dataclasses import replace

from pydantic import BaseModel

from domain.access import Actor
from memory import market
from memory.ctx import open_ctx
from tools.base import Everywhere


async def places(actor: Actor, ask: BaseModel) -> list[Actor]:
    """The actor, in each business that the request concerns; for all but creators just the actor.

    For a creator that is the business of the assignment or file named, else all that made an
    offer; where the question is over all of their work at once, none.
    """
    if actor.role != "creator" or isinstance(ask, Everywhere):
        return [actor]
    async with open_ctx(actor, read_only=True) as ctx:
        if file_id := getattr(ask, "file_id", None):
            desks = await market.desk_of_file(ctx, file_id)
        else:
            desks = await market.desks(ctx, getattr(ask, "assignment_id", None))
    return [replace(actor, business_id=desk) for desk in desks] or [actor]
