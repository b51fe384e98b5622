"""A vector whose words were taken back is not in the index any more."""

from domain.work import ExtractContext, SweepIndex
from jobs import extract_context, sweep_index
from memory import index, server, vectors
from memory.ctx import Ctx
from tests.memory.test_vectors import axis
from tools.vents import Vent, VentId, submit_vent, withdraw_vent


async def test_what_was_taken_back_leaves_the_index(worker: Ctx) -> None:
    server.ensure_chroma()
    said = [
        await submit_vent(worker, Vent(text=text))
        for text in ("Nobody answers our mails.", "The trade fair was worth it.")
    ]
    for one in said:
        await extract_context.run(worker, ExtractContext(source_kind="vent", source_id=one.id))
    await vectors.nearest(worker, axis(0))
    assert len(index.held(worker.business_id)) == 2
    await withdraw_vent(worker, VentId(id=said[0].id))
    for _ in range(2):
        await sweep_index.run(worker, SweepIndex(subject_id=said[0].id))
    assert index.held(worker.business_id) == {row.id for row in await vectors.everything(worker)}
    assert len(index.held(worker.business_id)) == 1
