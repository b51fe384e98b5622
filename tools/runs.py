"""Runs: ask in a chat, follow the answer, stop it, try again, put the question otherwise.

An answer comes about in the background, with the scopes of whoever asked.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from core.errors import BadInput, Conflict, NotFound
from core.ids import new_id
from core.text import kept_text, shorten
from domain import run_events
from domain.asking import Mode
from domain.events import ApprovalAnswered, QuestionAsked
from memory import events, runs, threads
from memory.ctx import Ctx
from tools.base import Answer, Ask, tool
from tools.chats import RunLine, own_message, own_thread, run_line
from tools.files import MOST_AT_ONCE as MOST_FILES
from tools.files import attached

LONGEST_QUESTION = 20_000


class NoSuchRun(NotFound):
    """There is no such run here."""


class AnswerUnderway(Conflict):
    """A question of this chat is being answered just now."""


class RunOver(Conflict):
    """This run has ended."""


class NotAQuestion(BadInput):
    """Only a question can be edited."""


class NewQuestion(Ask):
    """A question for a chat, after the last message of the branch that it shows."""

    thread_id: UUID
    text: str
    mode: Mode = "adaptive"
    files: list[UUID] = Field(default=[], max_length=MOST_FILES)


class Edited(Ask):
    """A question put otherwise; it begins a branch beside the old one."""

    message_id: UUID
    text: str
    mode: Mode | None = None


class RunId(Ask):
    """A run by its id."""

    run_id: UUID


class Again(Ask):
    """A run whose question shall be answered once more, perhaps in another mode."""

    run_id: UUID
    mode: Mode | None = None


class Begun(Answer):
    """A run that waits to be answered; its events follow number `after` of the chat's log."""

    run_id: UUID
    thread_id: UUID
    question_id: UUID
    after: int


class LogPage(Ask):
    """Which events of a chat: those above `after`."""

    thread_id: UUID
    after: int = Field(default=0, ge=0, le=2**63 - 1)
    limit: int = Field(default=200, ge=1, le=500)


class EventLine(Answer):
    """One event of a chat's log, as AG-UI 1.0 has it."""

    seq: int
    run_id: UUID
    at: datetime
    event: dict[str, Any]


class EventPage(Answer):
    """Events in order, without gaps."""

    items: list[EventLine]


class Pending(Ask):
    """Whose approvals: of one chat, or of all; with those that were answered, or without."""

    thread_id: UUID | None = None
    answered: bool = False


class ApprovalLine(Answer):
    """An act that was proposed, and what became of it."""

    id: UUID
    thread_id: UUID
    run_id: UUID
    tool: str
    arguments: dict[str, Any]
    summary: str
    status: str


class Approvals(Answer):
    """What was proposed, oldest first."""

    items: list[ApprovalLine]


@tool("chats:write")
async def ask_question(ctx: Ctx, ask: NewQuestion) -> Begun:
    """Ask something in a chat; the answer comes about in the background."""
    text = kept_text(ask.text, field="text", limit=LONGEST_QUESTION)
    thread = await _free_thread(ctx, ask.thread_id)
    question_id = new_id()
    given = await attached(ctx, ask.files, "message", question_id)
    content = {"text": text, "files": given} if given else {"text": text}
    said = threads.Saying("user", content, thread.head_id, id=question_id)
    await threads.say(ctx, thread.id, said)
    if not thread.title:
        await threads.change(ctx, thread.id, title=shorten(text, 80))
    return await begin_run(ctx, thread, question_id, ask.mode)


@tool("chats:write")
async def edit_question(ctx: Ctx, ask: Edited) -> Begun:
    """Put a question otherwise and have it answered, on a branch of its own."""
    text = kept_text(ask.text, field="text", limit=LONGEST_QUESTION)
    old = await own_message(ctx, ask.message_id)
    if old.role != "user":
        raise NotAQuestion(f"{old.id}.", field="message_id", value=str(old.id))
    thread = await _free_thread(ctx, old.thread_id)
    content = {**old.content, "text": text}
    said = threads.Saying("user", content, old.parent_id, turns=True)
    question_id = await threads.say(ctx, thread.id, said)
    before = [row for row in await runs.of_thread(ctx, thread.id) if row.question_id == old.id]
    mode = ask.mode or (before[-1].mode if before else "adaptive")
    return await begin_run(ctx, thread, question_id, mode)


@tool("chats:write")
async def retry_run(ctx: Ctx, ask: Again) -> Begun:
    """Answer a question once more; the earlier answer stays beside the new one."""
    run = await own_run(ctx, ask.run_id)
    thread = await _free_thread(ctx, run.thread_id)
    await threads.change(ctx, thread.id, head_id=run.question_id)
    return await begin_run(ctx, thread, run.question_id, ask.mode or run.mode)


@tool("chats:write")
async def stop_run(ctx: Ctx, ask: RunId) -> RunLine:
    """Stop an answer; what was said until then is kept. What waits for approval is left undone."""
    run = await own_run(ctx, ask.run_id)
    await own_thread(ctx, run.thread_id)  # nobody else decides or tells meanwhile
    run = await own_run(ctx, ask.run_id)
    if run.status in runs.ENDED:
        raise RunOver(f"{run.id} is {run.status}.", run_id=str(run.id))
    if run.status == "waiting":
        await _leave_undone(ctx, run)
    else:
        await runs.ask_to_stop(ctx, run.id)
    return run_line(await runs.run(ctx, run.id))


@tool("chats:read")
async def read_run(ctx: Ctx, ask: RunId) -> RunLine:
    """Where a run stands."""
    return run_line(await own_run(ctx, ask.run_id))


@tool("chats:read")
async def read_events(ctx: Ctx, ask: LogPage) -> EventPage:
    """The events of a chat above a number: what a stream tells, page by page."""
    thread = await own_thread(ctx, ask.thread_id)
    rows = await runs.events_after(ctx, thread.id, ask.after, ask.limit)
    items = [
        EventLine(seq=row.seq, run_id=row.run_id, at=row.at, event=row.payload) for row in rows
    ]
    return EventPage(items=items)


@tool("chats:read")
async def list_approvals(ctx: Ctx, ask: Pending) -> Approvals:
    """Acts that answers proposed and that wait for a decision."""
    if ask.thread_id is not None:
        await own_thread(ctx, ask.thread_id)
    found = await runs.approvals_of_person(ctx, ask.thread_id)
    fields = ApprovalLine.model_fields
    items = [
        ApprovalLine(**{name: getattr(row, name) for name in fields})
        for row in found
        if ask.answered or row.status == "pending"
    ]
    return Approvals(items=items)


async def begin_run(ctx: Ctx, thread: Any, question_id: UUID, mode: str) -> Begun:
    """A run on a question of a held chat, and the fact that somebody asked."""
    ctx.actor.must("context:read")
    run_id = await runs.begin(ctx, thread.id, question_id, mode)
    await events.record(ctx, QuestionAsked(run_id=run_id, thread_id=thread.id))
    after = await threads.lock(ctx, thread.id)
    return Begun(run_id=run_id, thread_id=thread.id, question_id=question_id, after=after)


async def _free_thread(ctx: Ctx, thread_id: UUID) -> Any:
    thread = await own_thread(ctx, thread_id)
    underway = await runs.of_thread(ctx, thread.id, *runs.UNDERWAY)
    if underway:
        raise AnswerUnderway(
            f"Run {underway[0].id} is {underway[0].status}.",
            remedy="Wait for its end, or stop it first.",
            run_id=str(underway[0].id),
        )
    return thread


async def underway(ctx: Ctx, thread_id: UUID) -> Begun | None:
    """The run of a chat that is being answered or waits to be, if there is one."""
    found = await runs.of_thread(ctx, thread_id, *runs.UNDERWAY)
    if not found:
        return None
    thread = await own_thread(ctx, thread_id)
    first = found[0]
    return Begun(
        run_id=first.id, thread_id=thread_id, question_id=first.question_id, after=thread.last_seq
    )


async def own_run(ctx: Ctx, run_id: UUID) -> Any:
    """A run of the person's own. Raises `NoSuchRun`."""
    row = await runs.run(ctx, run_id)
    if row is None or row.user_id != ctx.actor.user_id:
        raise NoSuchRun(f"{run_id}.", field="run_id", value=str(run_id))
    return row


async def _leave_undone(ctx: Ctx, run: Any) -> None:
    """Answer all that waits with `ignored`, so that the run can end."""
    every = await runs.approvals_of(ctx, run.id)
    for row in (each for each in every if each.status == "pending"):
        await runs.answer_approval(ctx, row.id, "ignored", None)
        said = run_events.outcome("ignored", row.summary)
        told = run_events.approval_answered(row.id, "ignored", said)
        await runs.tell(ctx, run.thread_id, run.id, [told])
        fact = ApprovalAnswered(
            approval_id=row.id, run_id=run.id, action="ignored", answered=len(every), left=0
        )
        await events.record(ctx, fact)
