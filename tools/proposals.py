"""Ask for proposals now, without waiting for the morning or for Monday."""

from domain.events import ProposalsWanted
from memory import events
from memory.ctx import Ctx
from tools.base import Answer, Nothing, tool


class Looking(Answer):
    """Somebody looks through what is known; what is found shows where it always does."""

    looking: bool = True


@tool("plans:write")
async def look_for_proposals(ctx: Ctx, ask: Nothing) -> Looking:
    """Look for maps and suggestions now; what was proposed before is not proposed again."""
    day = ctx.at.date()
    await events.record(ctx, ProposalsWanted(day=f"{day}", week=f"{day:%G-W%V}"))
    return Looking()
