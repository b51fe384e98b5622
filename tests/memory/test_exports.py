"""An archive is begun, changed and listed by its status."""

from memory import exports
from memory.ctx import Ctx


async def test_archives_are_listed_by_status(ctx: Ctx) -> None:
    one = await exports.begin(ctx, total=5)
    assert [row.id for row in await exports.listed(ctx, "packing")] == [one]
    await exports.change(ctx, one, status="ready", done=5)
    assert await exports.listed(ctx, "packing") == []
    assert (await exports.one(ctx, one)).done == 5
