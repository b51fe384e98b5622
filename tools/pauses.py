"""Pause everything (product X7): models, suggestions, offers and outgoing posts of a business.

Work waits in the schedule and is done when the business is resumed. What somebody is owed goes on:
answers to questions (by code), an offer's end, a creator's review and bonus, archives, erasure.
"""

from datetime import datetime

from cdt import routes
from memory import models, pauses
from memory.ctx import Ctx
from tools.base import Answer, Nothing, tool


class Standing(Answer):
    """Whether everything stands still, and since when."""

    paused: bool
    since: datetime | None = None


@tool("data:read")
async def read_pause(ctx: Ctx, ask: Nothing) -> Standing:
    """Whether everything of the business is paused."""
    row = await pauses.current(ctx)
    return Standing(paused=row is not None, since=row.paused_at if row else None)


@tool("data:write")
async def pause_business(ctx: Ctx, ask: Nothing) -> Standing:
    """Stop models, suggestions, offers and posts; their work waits and nothing is lost."""
    if await pauses.current(ctx) is None:
        limits = await models.limits(ctx)
        await pauses.begin(ctx, models_too=not (limits and limits.paused))
        await models.keep_limits(ctx, {"paused": True})
        routes.forget(ctx.business_id)
    return await read_pause(ctx, ask)


@tool("data:write")
async def resume_business(ctx: Ctx, ask: Nothing) -> Standing:
    """Let everything go on; work that waited is done now."""
    row = await pauses.current(ctx)
    if row is not None:
        await pauses.end(ctx)
        if row.models_too:
            await models.keep_limits(ctx, {"paused": False})
            routes.forget(ctx.business_id)
    return await read_pause(ctx, ask)
