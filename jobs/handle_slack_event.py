"""A delivery from Slack becomes tool calls of its person, in one transaction."""

from domain.work import HandleSlackEvent
from memory.ctx import Ctx
from tools.slack_acts import handle


async def run(ctx: Ctx, work: HandleSlackEvent) -> None:
    """Do what the delivery asks for; one that was handled is left alone."""
    await handle(ctx, work.delivery_id)
