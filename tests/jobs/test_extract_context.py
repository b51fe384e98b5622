"""An input is read once; what was taken back is not read at all."""

from sqlalchemy import update

from domain.work import ExtractContext
from jobs import extract_context
from memory import context, inputs, meanings, outcomes
from memory.ctx import Ctx
from tests.worlds import facts
from tools.vents import Vent, submit_vent

WORDS = "Our pricing page confuses people. Nobody finds the annual plan, and churn goes up."


async def test_a_vent_is_read_with_its_passages_and_its_evidence(worker: Ctx) -> None:
    vent = await submit_vent(worker, Vent(text=WORDS))
    for _ in range(2):
        await extract_context.run(worker, ExtractContext(source_kind="vent", source_ids=(vent.id,)))
    (row,) = await context.extractions(worker)
    assert (row.source_kind, row.source_id, row.said_at) == ("vent", vent.id, worker.at)
    assert len((await meanings.meanings(worker))[1]) == 1
    assert await outcomes.fates(worker) == {("vent", "used"): 1}
    assert await facts(worker, "ContextExtracted") == 1


async def test_words_that_are_gone_leave_nothing(worker: Ctx) -> None:
    vent = await submit_vent(worker, Vent(text=WORDS))
    await worker.db.execute(update(inputs.vent_entries).values(text=""))
    await extract_context.run(worker, ExtractContext(source_kind="vent", source_ids=(vent.id,)))
    assert await context.extractions(worker) == []
