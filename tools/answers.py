"""What becomes of a run: its answer is kept with what it rests on, it is stopped, or it fails.

Not in the catalog: `graphs/chat.py` and its job call these.
"""

from collections.abc import Sequence
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from core.ids import derived_id
from core.telemetry import logger
from domain import run_events as told
from domain.access import Actor
from domain.asking import Proposal, Reply
from domain.events import AnswerGiven, QuestionAsked
from domain.work import AnswerQuestion
from memory import events, outcomes, queue, receipts, runs, threads
from memory.ctx import Ctx, open_ctx
from memory.threads import Saying
from tools import catalog

MOST_SHOWN = 100
"""Messages of a snapshot: the newest of the branch."""
BEFORE_A_WORD = "Stopped before anything was said."

log = logger("answers")


class Kept(BaseModel):
    """An answer on its way from the model's step to its message; sealed on the run's row."""

    model_config = ConfigDict(frozen=True)

    reply: Reply
    by: Literal["draft", "model"]
    message_id: UUID


async def keep(ctx: Ctx, run_id: UUID, starts: int) -> int:
    """Keep a run's answer as a message; returns how many acts wait for a person. Twice is once."""
    row = await runs.run(ctx, run_id)
    if row.answer_id is not None:
        return len(await runs.approvals_of(ctx, run_id))
    await threads.lock(ctx, row.thread_id)
    kept = Kept.model_validate(row.reply)
    await _message(ctx, row, kept)
    acts = await _propose(ctx, row, kept.reply.proposals)
    shown = [told.snapshot("answer", await _shown(ctx, kept.message_id))]
    result = {"answerId": str(kept.message_id), "known": kept.reply.known, "by": kept.by}
    if acts:
        shown += [told.proposal(one) for one in acts]
        shown.append(told.run_waits(row.thread_id, run_id, result, acts))
    else:
        shown.append(told.run_finished(row.thread_id, run_id, result))
    await runs.tell(ctx, row.thread_id, run_id, shown, starts)
    await _settle(ctx, run_id, "waiting" if acts else "done", kept.message_id)
    return len(acts)


async def conclude(ctx: Ctx, run_id: UUID, starts: int) -> None:
    """Say what became of the acts; words that somebody answered with are asked next."""
    row = await runs.run(ctx, run_id)
    if row.status != "waiting":
        return
    await threads.lock(ctx, row.thread_id)
    acts = await runs.approvals_of(ctx, run_id)
    end = await _outcome(ctx, row, acts)
    words = "\n".join(one.answer["words"] for one in acts if one.status == "responded")
    if words:
        said = Saying("user", {"text": words}, end)
        end = await threads.say(ctx, row.thread_id, said)
    step = len(acts)
    shown = (
        told.run_started(row.thread_id, run_id, step),
        told.snapshot("outcome", await _shown(ctx, end)),
        told.run_finished(row.thread_id, run_id, {"answerId": str(row.answer_id)}, step),
    )
    await runs.tell(ctx, row.thread_id, run_id, shown, starts)
    await _settle(ctx, run_id, "done", row.answer_id)
    if words and not await runs.of_thread(ctx, row.thread_id, *runs.UNDERWAY):
        again = await runs.begin(ctx, row.thread_id, end, row.mode)
        await events.record(ctx, QuestionAsked(run_id=again, thread_id=row.thread_id))


async def stop(actor: Actor, run_id: UUID) -> None:
    """End a run that was asked to stop; the words said until then are kept, marked as stopped."""
    async with open_ctx(actor) as ctx:
        row = await runs.run(ctx, run_id)
        await threads.lock(ctx, row.thread_id)
        said, withdrawn = told.said_in(await runs.events_of(ctx, run_id))
        message_id = derived_id(run_id, "words", withdrawn)
        content = {"text": said or BEFORE_A_WORD, "stopped": True, "known": bool(said)}
        saying = Saying("assistant", content, row.question_id, run_id, message_id)
        await threads.say(ctx, row.thread_id, saying)
        shown = [told.run_started(row.thread_id, run_id)]
        shown += [told.words_ended(message_id)] if said else []
        shown += [
            told.snapshot("answer", await _shown(ctx, message_id)),
            told.run_finished(
                row.thread_id, run_id, {"answerId": str(message_id)}, stopped=True
            ),
        ]  # fmt: skip
        await runs.tell(ctx, row.thread_id, run_id, shown)
        await _settle(ctx, run_id, "stopped", message_id)
        fact = AnswerGiven(
            run_id=run_id, thread_id=row.thread_id, message_id=message_id, known=bool(said),
            by="model", stopped=True,
        )  # fmt: skip
        await events.record(ctx, fact)


async def fail(actor: Actor, run_id: UUID, why: str, code: str) -> None:
    """End a run without an answer, with a sentence for its reader."""
    async with open_ctx(actor) as ctx:
        row = await runs.run(ctx, run_id)
        if row is None or row.status in runs.ENDED:
            return
        await runs.tell(ctx, row.thread_id, run_id, [told.run_failed(why, code)])
        await runs.change(ctx, run_id, status="failed", error=why, ended_at=ctx.at)


async def left(actor: Actor, run_id: UUID) -> int:
    """How many acts of a run still wait for a decision."""
    async with open_ctx(actor, read_only=True) as ctx:
        return sum(one.status == "pending" for one in await runs.approvals_of(ctx, run_id))


async def done_here(ctx: Ctx, run_id: UUID) -> None:
    """Take the jobs of a run back from the queue where it needs none of them any more."""
    row = await runs.run(ctx, run_id)
    if row.status in runs.UNDERWAY:
        return
    steps = range(len(await runs.approvals_of(ctx, run_id)) + 1)
    await queue.withdraw(ctx, [AnswerQuestion(run_id=run_id, step=step) for step in steps])


async def _message(ctx: Ctx, row: Any, kept: Kept) -> None:
    """The answer's message, what it rests on, and the fact that it was given."""
    more = kept.reply.model_dump(mode="json", exclude={"text", "proposals"})
    content = {"text": kept.reply.text, **more, "by": kept.by, "mode": row.mode}
    saying = Saying("assistant", content, row.question_id, row.id, kept.message_id)
    await threads.say(ctx, row.thread_id, saying)
    await outcomes.link(
        ctx, "reply", kept.message_id,
        [
            (one.kind, one.id, f"cited as [{one.label}]")
            for one in kept.reply.citations
            if one.kind in receipts.KINDS
        ],
    )  # fmt: skip
    fact = AnswerGiven(
        run_id=row.id, thread_id=row.thread_id, message_id=kept.message_id,
        known=kept.reply.known, by=kept.by,
    )  # fmt: skip
    await events.record(ctx, fact)


async def _propose(ctx: Ctx, row: Any, proposals: Sequence[Proposal]) -> list[Any]:
    """Rows of the acts to decide on; tools that people do not have are left out."""
    offered = {tool.name for tool in catalog.for_people()}
    acts = [one for one in proposals if one.tool in offered]
    if len(acts) < len(proposals):
        log.warning("proposals of unknown tools were left out", run=str(row.id))
    await runs.propose(ctx, row.id, row.thread_id, acts)
    return await runs.approvals_of(ctx, row.id)


async def _outcome(ctx: Ctx, row: Any, acts: Sequence[Any]) -> UUID:
    """A message on what became of the acts, if anything did; the end of the branch."""
    decided = [one for one in acts if one.status != "responded"]
    if not decided:
        return row.answer_id
    end = row.answer_id
    changed = [one for one in decided if one.status == "edited"]
    if changed:
        text = "\n".join(f"With changes: {one.summary} {_shortly(one.answer)}" for one in changed)
        end = await threads.say(ctx, row.thread_id, Saying("user", {"text": text}, end, row.id))
    content = {
        "text": "\n".join(told.outcome(one.status, one.summary) for one in decided),
        "about": [str(one.id) for one in decided],
        "results": {str(one.id): one.result for one in decided if one.result is not None},
    }
    return await threads.say(
        ctx, row.thread_id, Saying("assistant", content, end, row.id, derived_id(row.id, "outcome"))
    )


def _shortly(answer: Any) -> str:
    return ", ".join(f"{name}: {value}" for name, value in (answer["arguments"] or {}).items())


async def _shown(ctx: Ctx, end: UUID) -> list[dict[str, Any]]:
    """The branch that ends there, as a snapshot has it."""
    return [
        {
            "id": row.id,
            "role": row.role,
            "text": row.content["text"],
            "more": {name: each for name, each in row.content.items() if name != "text"},
        }
        for row in (await threads.branch(ctx, end))[-MOST_SHOWN:]
    ]


async def _settle(ctx: Ctx, run_id: UUID, status: str, answer_id: UUID) -> None:
    ended = {} if status == "waiting" else {"ended_at": ctx.at}
    await runs.change(ctx, run_id, status=status, answer_id=answer_id, **ended)
