"""The ledger says of every input why it was used, waits or was set aside."""

from domain.work import ExtractContext
from jobs import extract_context
from memory.ctx import Ctx
from tools.base import Nothing
from tools.inputs import Which, list_input_reasons, list_inputs
from tools.vents import Vent, submit_vent


async def test_reasons_are_counted_by_kind_and_fate(worker: Ctx) -> None:
    read = await submit_vent(worker, Vent(text="Our pricing page confuses people."))
    await extract_context.run(worker, ExtractContext(source_kind="vent", source_ids=(read.id,)))
    waits = await submit_vent(worker, Vent(text="Churn goes up."))
    lines = (await list_input_reasons(worker, Nothing())).items
    assert {(line.kind, line.fate, line.count) for line in lines} == {
        ("vent", "used", 1),
        ("vent", "waiting", 1),
    }
    (line,) = (await list_inputs(worker, Which(kind="vent", fate="waiting"))).items
    assert line.id == waits.id
    assert (await list_inputs(worker, Which(kind="answer", fate="used"))).items == []
