"""Segments and competitors are computed anew when something may have changed them."""

from domain.work import DeriveIntelligence
from jobs import derive_intelligence
from memory import derived
from memory.ctx import Ctx
from tests.worlds import content


async def test_they_are_computed_and_twice_is_once(worker: Ctx) -> None:
    await content(worker)
    for _ in range(2):
        await derive_intelligence.run(worker, DeriveIntelligence(cause="import:1"))
    rows = await derived.all_of(worker, "segment")
    assert [row.segment for row in rows] == ["quality manager", "shop owner"]
