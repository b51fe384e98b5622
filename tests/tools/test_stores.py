"""Every store is told with its count, and what becomes of it."""

from domain.stores import OTHERS, TABLES
from memory.ctx import Ctx
from tools.base import Nothing
from tools.stores import list_stores
from tools.vents import Vent, submit_vent


async def test_what_is_kept_is_counted(ctx: Ctx) -> None:
    await submit_vent(ctx, Vent(text="Nobody answers the phone here."))
    found = await list_stores(ctx, Nothing())
    lines = {line.name: line for line in found.items}
    assert len(lines) == len(TABLES) + len(OTHERS)
    assert (lines["vent_entries"].count, lines["vent_entries"].group) == (1, "said")
    assert lines["model_routes"].exported.startswith("not: ")
    assert found.rows >= 1
