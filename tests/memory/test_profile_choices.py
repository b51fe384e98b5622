"""The last choice of a field stands; those before it are kept as replaced."""

from sqlalchemy import func, select

from memory import profile_choices, threads
from memory.ctx import Ctx


async def test_the_last_choice_stands(ctx: Ctx) -> None:
    thread = await threads.start(ctx, "onboarding")
    for value in ("seed", "growth", None):
        await profile_choices.keep(ctx, thread, "stage", value=value, source="chosen")
    await profile_choices.keep(ctx, thread, "size", value="4", source="guessed", quote="We are 4.")
    found = await profile_choices.standing(ctx, thread)
    assert [(row.field, row.value, row.quote) for row in found] == [
        ("size", "4", "We are 4."), ("stage", None, None),
    ]  # fmt: skip
    assert await ctx.value(select(func.count()).select_from(profile_choices.profile_choices)) == 4
