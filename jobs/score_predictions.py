"""Every day: how did the predictions come out whose day is over?"""

from domain.work import ScorePredictions
from memory.ctx import Ctx
from tools.predictions import score_due


async def run(ctx: Ctx, work: ScorePredictions) -> None:
    """Write the verdicts that can be given; a verdict is final, so twice is once."""
    await score_due(ctx)
