"""The profile is kept as it was read, each value in the type of its column."""

from domain.interview import Turn
from domain.language.answers import read
from memory import people
from memory.ctx import Ctx
from tools.profiles import keep, typed

SAID = read([Turn(question="How far along are you?", answer="We closed our seed round.")])


async def stage(ctx: Ctx) -> str | None:
    """The stage in the business's profile."""
    profile = await people.profile(ctx)
    assert profile is not None
    return profile.stage


async def test_the_profile_is_kept_and_a_field_is_emptied(ctx: Ctx) -> None:
    await keep(ctx, SAID.profile)
    assert await stage(ctx) == "seed"
    await keep(ctx, {}, ["stage", "products"])
    assert await stage(ctx) is None


def test_values_take_the_type_of_their_column() -> None:
    assert typed("products", "A") == ["A"]
    assert typed("voice_formality", 1) == 1.0
    assert typed("size", 4) == "4"
