"""Pass escalated work that nobody decided on in seven days (product X23)."""

from domain.work import ReleaseWork
from memory.ctx import Ctx
from tools.reviews import release_undecided


async def run(ctx: Ctx, work: ReleaseWork) -> None:
    """Work that was decided on stays as it is."""
    await release_undecided(ctx, work.assignment_id)
