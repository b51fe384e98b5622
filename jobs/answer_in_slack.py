"""A note that came from Slack was read: its author is told, privately, what was heard."""

from domain.work import AnswerInSlack
from memory.ctx import Ctx
from tools.slack_telling import answer


async def run(ctx: Ctx, work: AnswerInSlack) -> None:
    """Put the answer in the outbox, once per wording of the note."""
    await answer(ctx, work.vent_id)
