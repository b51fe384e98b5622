"""Each Monday everybody who is linked in Slack hears what was heard of them the week before."""

from domain.work import SendSlackDigests
from memory.ctx import Ctx
from tools.slack_telling import send_digests


async def run(ctx: Ctx, work: SendSlackDigests) -> None:
    """Put the digests in the outbox; a week is told once."""
    await send_digests(ctx, work.week)
