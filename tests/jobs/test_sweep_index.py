"""A vector whose words were taken back is not in the index any more."""

from domain.work import ExtractContext, SweepIndex
from jobs import extract_context, sweep_index
from memory import generations, index, server, vectors
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
        await extract_context.run(worker, ExtractContext(source_kind="vent", source_ids=(one.id,)))
    await vectors.proposed(worker, axis(0), 5)
    it = await generations.live(worker)
    assert len(index.held(worker.business_id, it.number)) == 2
    await withdraw_vent(worker, VentId(id=said[0].id))
    for _ in range(2):
        await sweep_index.run(worker, SweepIndex(subject_id=said[0].id))
    held = index.held(worker.business_id, it.number)
    assert held == await vectors.ids_of(worker, it)
    assert len(held) == 1
