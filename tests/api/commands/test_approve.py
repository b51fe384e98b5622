"""`refleqt approve` decides once; what was proposed is done or left undone."""

import pytest

from core.ids import new_id
from memory.ctx import open_ctx
from tests.api.commands.running import refleqt
from tools import businesses


@pytest.mark.usefixtures("_pool")
async def test_the_first_decision_stands() -> None:
    async with open_ctx(businesses.keeper(None)) as ctx:
        house = await businesses.found(ctx, f"House {new_id()}")
    asked = refleqt("ask", "Note that the invoice tool broke.", "--business", house.id, "--json")
    (act,) = asked.document["proposals"]
    first = refleqt("approve", act["id"])
    assert (first.code, first.out[:6]) == (0, "Done: ")
    second = refleqt("approve", act["id"], "--ignore")
    assert second.code == 1
    assert "accepted" in second.err


def test_decisions_exclude_each_other_and_ids_are_ids(data_dir: object) -> None:
    assert refleqt("approve", new_id(), "--accept", "--ignore").code == 2
    assert refleqt("approve", "x").code == 2
    assert refleqt("approve", new_id(), "--edit", "{").code == 2
