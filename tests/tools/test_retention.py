"""Windows are read and set; one out of range is refused."""

import pytest

from domain.retention import WindowOutOfRange
from memory.ctx import Ctx
from tools.base import Nothing
from tools.retention import KeptFor, read_retention, set_retention


async def test_a_window_is_set_and_taken_away(ctx: Ctx) -> None:
    found = await set_retention(ctx, KeptFor(kind="vents", days=90))
    assert {line.kind: line.days for line in found.items}["vents"] == 90
    await set_retention(ctx, KeptFor(kind="vents", days=None))
    found = await read_retention(ctx, Nothing())
    assert {line.kind: line.days for line in found.items}["vents"] is None


async def test_archives_have_to_end(ctx: Ctx) -> None:
    with pytest.raises(WindowOutOfRange):
        await set_retention(ctx, KeptFor(kind="exports", days=None))
