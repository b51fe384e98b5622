"""Once a day: is the data key 90 days old, is everything sealed with it, is the index of one
model and whole?"""

from datetime import date

from cdt import embedders
from domain.vault import key_is_old
from domain.work import CheckIndex, GenerateEmbeddings, ResealWords, TendVault, Work
from memory import building, generations, keys, queue
from memory.ctx import Ctx

CHECKED_ON = 0
"""The day of the week (Monday) on which the index is held against Postgres."""


async def run(ctx: Ctx, work: TendVault) -> None:
    """Change an old key, and enqueue what is left to do; again changes nothing."""
    wanted: list[Work] = []
    made = await keys.made(ctx.db, ctx.business_id)
    if made:
        newest, made_at = made[-1]
        if key_is_old(made_at, ctx.at):
            newest = await keys.change(ctx.db, ctx.business_id)
        if newest > made[0][0]:
            wanted.append(ResealWords(version=newest))
    if await _index_is_behind(ctx):
        wanted.append(GenerateEmbeddings(model=embedders.wanted()))
    if date.fromisoformat(work.day).weekday() == CHECKED_ON:
        wanted.append(CheckIndex())
    await queue.enqueue(ctx, wanted)


async def _index_is_behind(ctx: Ctx) -> bool:
    if not await building.any_at_all(ctx):
        return False
    it = await generations.live(ctx)
    if it.model != embedders.wanted() or await generations.known(ctx, "building", "retired"):
        return True
    return bool(await building.lacking(ctx, it, 1))
