"""An input is read once, alone or in a backlog alike; what was taken back is not read at all."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy import Table, select, text, update

from api import imports
from cdt.model_script import Brain
from domain.pieces import gathered
from domain.work import ExtractContext, ReinforceBeliefs, Work
from jobs import extract_context, reinforce_beliefs
from memory import audit, beliefs, context, events, inputs, meanings, outcomes, vectors
from memory.ctx import Ctx
from tests.worlds import facts
from tools.vents import Vent, VentBatch, VentChange, edit_vent, submit_vent, submit_vents

EXAMPLE = Path("examples/gaugewren/vents.jsonl")
LEFT = (
    context.context_extractions, context.themes, context.theme_quotes, beliefs.cdt_beliefs,
    beliefs.belief_evidence, outcomes.evidence_links, outcomes.input_ledger,
    vectors.context_embeddings, events.events, audit.ai_actions,
)  # fmt: skip
SAID = (
    "I hate that webinars bring nobody, they are a disaster. Customers cancel and we lose money.",
    "I love how well the webinar went, wonderful questions. The newsletter works great too.",
)
BY_CHANCE = {
    "created_at", "embedding", "signs", "seq",
    *(f"{table}.id" for table in ("context_embeddings", "events", "ai_actions")),
}  # fmt: skip
"""Columns that differ between two runs of the same, and vectors, which are compared as such."""

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


async def test_a_backlog_leaves_what_its_notes_leave_one_by_one(worker: Ctx) -> None:
    alone = await _left_behind(worker, lambda works: works)
    together = await _left_behind(worker, gathered)
    assert together.keys() == alone.keys()
    for name, rows in alone.items():
        assert (name, together[name]) == (name, rows)
    (one,) = alone["counts"]
    assert one["themes"] > 10
    assert one["cdt_beliefs"] > 3
    assert one["moved"] > one["cdt_beliefs"] + 3


async def test_vectors_of_a_backlog_are_those_of_its_notes(worker: Ctx) -> None:
    found = []
    for brought in (lambda works: works, gathered):
        attempt = await worker.db.begin_nested()
        await _taken_in(worker, brought)
        rows = await worker.rows(select(vectors.context_embeddings))
        found.append({(row.source_id, row.position): row.embedding for row in rows})
        await attempt.rollback()
    alone, together = found
    assert alone.keys() == together.keys()
    assert all(np.allclose(alone[key], together[key], atol=1e-5) for key in alone)


async def test_a_backlog_is_a_few_pieces_of_work(worker: Ctx) -> None:
    rows, _ = imports.rows_of("vents", EXAMPLE)
    await imports.keep(worker, "vents", rows)
    kept = sum(row.visibility != "off_record" for row in rows)
    query = text("select count(*) from pgqueuer where entrypoint = 'extract_context'")
    assert await worker.value(query) == -(-kept // 32)


async def test_a_model_is_asked_for_each_note_of_a_backlog_by_itself(
    ctx: Ctx, served: Callable[[Brain], object]
) -> None:
    served(lambda _: None)  # nobody is asked yet
    kept = await submit_vents(ctx, VentBatch(vents=[Vent(text=f"{WORDS} {at}") for at in "abc"]))
    await ctx.db.execute(text("delete from pgqueuer"))
    work = ExtractContext(source_kind="vent", source_ids=(*kept.ids,))
    await extract_context.run(ctx, work)
    assert await ctx.value(text("select count(*) from pgqueuer")) == 3
    assert await context.extractions(ctx) == []


async def test_what_of_a_backlog_may_not_be_used_by_now_is_left_out(worker: Ctx) -> None:
    kept = await submit_vents(worker, VentBatch(vents=[Vent(text=f"{WORDS} {at}") for at in "abc"]))
    await edit_vent(worker, VentChange(id=kept.ids[1], visibility="off_record"))
    work = ExtractContext(source_kind="vent", source_ids=(*kept.ids,))
    await extract_context.run(worker, work)
    read = {row.source_id for row in await context.extractions(worker)}
    assert read == {kept.ids[0], kept.ids[2]}
    assert await outcomes.fates(worker) == {("vent", "used"): 2, ("vent", "set_aside"): 1}


Brought = Callable[[list[Work]], list[Work]]


async def _left_behind(worker: Ctx, brought: Brought) -> dict[str, list[Any]]:
    """Rows of all tables after a backlog was taken in; then it is undone."""
    attempt = await worker.db.begin_nested()
    await _taken_in(worker, brought)
    found = {table.name: await _rows(worker, table) for table in LEFT}
    counts = {name: len(rows) for name, rows in found.items()}
    found["counts"] = [counts | {"moved": await facts(worker, "BeliefMoved")}]
    await attempt.rollback()
    return found


async def _taken_in(worker: Ctx, brought: Brought) -> None:
    rows, _ = imports.rows_of("vents", EXAMPLE)
    rows += [
        Vent(text=f"{words} That is number {at}.", at=worker.at - timedelta(days=at // 2))
        for at in range(8)
        for words in SAID
    ]
    ids = (await submit_vents(worker, VentBatch(vents=rows))).ids
    table = inputs.vent_entries
    unused = select(table.c.id).where(table.c.visibility == "off_record")
    apart: set[UUID] = {row.id for row in await worker.rows(unused)}
    each: list[Work] = [
        ExtractContext(source_kind="vent", source_ids=(one,)) for one in ids if one not in apart
    ]
    for work in brought(each):
        assert isinstance(work, ExtractContext)
        await extract_context.run(worker, work)
    read = [row for row in await events.after(worker, 0, 10_000) if row.name == "ContextExtracted"]
    weighed: list[Work] = [
        ReinforceBeliefs(cause="vent", subject_ids=(row.payload["extraction_id"],)) for row in read
    ]
    for work in brought(weighed):
        assert isinstance(work, ReinforceBeliefs)
        await reinforce_beliefs.run(worker, work)


async def _rows(worker: Ctx, table: Table) -> list[Any]:
    """Rows of a table as they stand, without what differs by chance; facts in their order."""
    kept = [one for one in table.c if not {one.name, f"{table.name}.{one.name}"} & BY_CHANCE]
    order = table.c.seq if "seq" in table.c else None
    rows = await worker.rows(select(*kept).order_by(order) if order is not None else select(*kept))
    said = [repr(tuple(row)) for row in rows]
    return said if order is not None else sorted(said)
