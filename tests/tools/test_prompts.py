"""A version that a model was asked with is found by its number or the beginning of its hash."""

from dataclasses import replace

import pytest

from memory.audit import PromptText, keep_prompt
from memory.ctx import Ctx
from tools.prompts import NoSuchVersion, kept, kept_as

OLD = PromptText("d1" * 32, "area/said", 1, "a.B", ("text",), "Read.", "<text>{{ text }}</text>")
NEW = replace(OLD, hash="d2" * 32, version=2, instructions="Read it.")


async def test_a_version_is_named_by_its_number_or_its_hash(ctx: Ctx) -> None:
    for text in (OLD, NEW):
        await keep_prompt(text)
    assert await kept("area/said") == [NEW, OLD]
    assert await kept_as("area/said", "1") == OLD
    assert await kept_as("area/said", "D2D2D2D2") == NEW


@pytest.mark.parametrize("version", ["7", "d", "", "d1d1d1d2"])
async def test_a_version_that_was_never_used_is_refused_with_those_that_were(
    ctx: Ctx, version: str
) -> None:
    await keep_prompt(OLD)
    with pytest.raises(NoSuchVersion, match="d1d1d1d1"):
        await kept_as("area/said", version)
