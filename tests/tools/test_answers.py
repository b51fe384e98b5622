"""What becomes of a run: kept with what it rests on, stopped with its words, or failed."""

from typing import Any
from uuid import UUID

from core.ids import new_id
from domain import run_events
from domain.access import Actor
from domain.asking import Citation, Proposal, Reply
from memory import outcomes, runs, threads
from memory.ctx import Ctx, open_ctx
from tests.chats import asked, kinds, log_of
from tests.tools import test_runs
from tests.worlds import facts
from tools import answers
from tools.answers import Kept
from tools.vents import Vent, submit_vent

NOTE = Proposal(tool="submit_vent", arguments={"text": "x"}, summary="Keep a note.")
FORGED = Proposal(tool="pay_creator", arguments={}, summary="Pay somebody.")


async def replied(ctx: Ctx, *acts: Proposal) -> Any:
    """A run whose answer cites a vent and waits to be kept: its row."""
    begun = await test_runs.asked(ctx)
    vent = await submit_vent(ctx, Vent(text="Nobody answers."))
    cited = (Citation(label=1, kind="vent", id=vent.id), Citation(label=2, kind="what", id=vent.id))
    reply = Reply(text="Nobody [1].", known=True, citations=cited, proposals=acts)
    kept = Kept(reply=reply, by="draft", message_id=new_id())
    row = await runs.take_up(ctx, begun.run_id)
    await runs.change(ctx, begun.run_id, reply=kept.model_dump(mode="json"))
    return row


async def events(ctx: Ctx, thread_id: UUID) -> list[str]:
    """Kinds of the events told so far."""
    found = await runs.events_after(ctx, thread_id, 0, 100)
    return kinds([row.payload for row in found])


async def test_an_answer_is_kept_once_with_links_to_what_it_cites(ctx: Ctx) -> None:
    row = await replied(ctx)
    for _ in range(2):
        assert await answers.keep(ctx, row.id, row.starts) == 0
    assert await events(ctx, row.thread_id) == ["MESSAGES_SNAPSHOT", "RUN_FINISHED"]
    assert await facts(ctx, "AnswerGiven") == 1
    run = await runs.run(ctx, row.id)
    assert run.status == "done"
    (link,) = await ctx.rows(
        outcomes.evidence_links.select().where(outcomes.evidence_links.c.from_id == run.answer_id)
    )
    assert (link.from_kind, link.to_kind, link.why) == ("reply", "vent", "cited as [1]")


async def test_a_tool_that_people_do_not_have_is_not_proposed(ctx: Ctx) -> None:
    row = await replied(ctx, FORGED, NOTE)
    assert await answers.keep(ctx, row.id, row.starts) == 1
    (act,) = await runs.approvals_of(ctx, row.id)
    assert act.tool == "submit_vent"
    assert await events(ctx, row.thread_id) == ["MESSAGES_SNAPSHOT", "proposal", "RUN_FINISHED"]


async def test_what_was_asked_meanwhile_stays_shown(ctx: Ctx) -> None:
    row = await replied(ctx, NOTE)
    await answers.keep(ctx, row.id, row.starts)
    answer_id = (await runs.run(ctx, row.id)).answer_id
    saying = threads.Saying("user", {"text": "And?"}, answer_id)
    asked_next = await threads.say(ctx, row.thread_id, saying)
    (act,) = await runs.approvals_of(ctx, row.id)
    await runs.answer_approval(ctx, act.id, "ignored", None)
    await answers.conclude(ctx, row.id, row.starts)
    assert (await threads.chat(ctx, row.thread_id)).head_id == asked_next
    assert (await runs.run(ctx, row.id)).status == "done"


async def test_a_failed_run_says_so_once(lasting: Actor) -> None:
    begun = await asked(lasting, "Why?")
    for _ in range(2):
        await answers.fail(lasting, begun.run_id, "Not this time.", "ValueError")
    assert kinds(await log_of(lasting, begun.thread_id)) == ["RUN_ERROR"]
    async with open_ctx(lasting, read_only=True) as ctx:
        assert (await runs.run(ctx, begun.run_id)).error == "Not this time."


async def test_a_stopped_answer_keeps_what_was_said(lasting: Actor) -> None:
    begun = await asked(lasting, "Why?")
    message_id = new_id()
    async with open_ctx(lasting) as ctx:
        pieces = [run_events.words(message_id, one) for one in ("One.", " Two.")]
        await runs.tell(ctx, begun.thread_id, begun.run_id, pieces)
    await answers.stop(lasting, begun.run_id)
    async with open_ctx(lasting, read_only=True) as ctx:
        run = await runs.run(ctx, begun.run_id)
        answer = await threads.message(ctx, run.answer_id)
    assert (run.status, answer.content["text"]) == ("stopped", "One. Two.")
    assert answer.content["stopped"]
