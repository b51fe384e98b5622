"""A command's view of an answer: its document, and what became of its acts."""

from memory import runs
from memory.ctx import Ctx
from tests.tools.test_answers import NOTE, replied
from tools import answers, sources
from tools.approvals import Decision, decide


async def test_an_answer_is_a_document_with_the_day_of_each_source(ctx: Ctx) -> None:
    row = await replied(ctx, NOTE)
    await answers.keep(ctx, row.id, row.starts)
    found = await sources.answer_of(ctx, row.id)
    assert (found["answer"], found["known"], found["by"]) == ("Nobody [1].", True, "draft")
    assert [one["at"] for one in found["citations"]] == [f"{ctx.at.date()}", None]
    (act,) = found["proposals"]
    assert (act["summary"], act["status"]) == ("Keep a note.", "pending")
    assert {"missing", "tools", "mode", "language", "thread_id", "run_id"} <= found.keys()


async def test_what_became_of_an_act_is_found(ctx: Ctx) -> None:
    row = await replied(ctx, NOTE)
    await answers.keep(ctx, row.id, row.starts)
    (act,) = await runs.approvals_of(ctx, row.id)
    await decide(ctx, act.id, Decision(action="ignore"))
    await answers.conclude(ctx, row.id, row.starts)
    assert await sources.outcome_of(ctx, row.id) == ["Left undone: Keep a note."]


async def test_a_run_that_failed_tells_its_error(ctx: Ctx) -> None:
    row = await replied(ctx)
    await runs.change(ctx, row.id, status="failed", error="Not this time.")
    found = await sources.answer_of(ctx, row.id)
    assert (found["answer"], found["known"], found["status"]) == ("Not this time.", False, "failed")
