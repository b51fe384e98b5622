"""Modes are a setting of the business: chosen one by one, kept beside what else is set."""

import pytest
from pydantic import ValidationError

from memory import people
from memory.ctx import Ctx
from tools.base import Nothing
from tools.modes import ModeChoice, choose_modes, read_modes
from tools.onboarding import Description, describe_business


async def test_a_choice_stands_until_another_and_leaves_the_rest_alone(ctx: Ctx) -> None:
    assert (await read_modes(ctx, Nothing())).map == "adaptive"
    await describe_business(ctx, Description(industry="software"))
    await choose_modes(ctx, ModeChoice(map="strict"))
    found = await choose_modes(ctx, ModeChoice(suggestion="creative"))
    assert (found.map, found.suggestion) == ("strict", "creative")
    await describe_business(ctx, Description(industry="metal"))
    assert await read_modes(ctx, Nothing()) == found
    row = await people.business(ctx)
    assert row is not None
    assert row.settings["industry"] == "metal"


def test_no_other_mode_is_known() -> None:
    with pytest.raises(ValidationError):
        ModeChoice.model_validate({"map": "bold"})
