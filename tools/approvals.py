"""Decide on an act that an answer proposed: accept, edit, respond or ignore; once, by its person.

Not in the catalog, since it calls the catalog's tools: doors ask it.
"""

from typing import Any, Literal
from uuid import UUID

from pydantic import Field, ValidationError, model_validator

from core.errors import BadInput, Conflict, NotFound
from domain import run_events
from domain.events import ApprovalAnswered
from memory import events, runs, threads
from memory.ctx import Ctx
from tools import catalog
from tools.base import Answer, Ask, Tool

Action = Literal["accept", "edit", "respond", "ignore"]
STATUS: dict[Action, str] = {
    "accept": "accepted",
    "edit": "edited",
    "respond": "responded",
    "ignore": "ignored",
}


class NoSuchApproval(NotFound):
    """There is no such approval here."""


class ApprovalDecided(Conflict):
    """This was decided before."""


class ArgumentsUnfit(BadInput):
    """The act cannot be done with these arguments."""


class Decision(Ask):
    """What a person decides: `edit` with other arguments, `respond` with words."""

    action: Action
    arguments: dict[str, Any] | None = None
    words: str = Field(default="", max_length=20_000)

    @model_validator(mode="after")
    def _whole(self) -> "Decision":
        if (self.action == "edit") != (self.arguments is not None):
            raise ValueError("`arguments` come with `edit`, and only with it")
        if (self.action == "respond") != bool(self.words.strip()):
            raise ValueError("`words` come with `respond`, and only with it")
        return self


class Decided(Answer):
    """What became of an act; `result` is the tool's answer where it was done."""

    approval_id: UUID
    run_id: UUID
    thread_id: UUID
    status: str
    said: str
    result: dict[str, Any] | None
    left: int


async def decide(ctx: Ctx, approval_id: UUID, ask: Decision) -> Decided:
    """Answer an approval and do what was accepted, all or nothing; the run then goes on.

    Raises `NoSuchApproval` for what was proposed to somebody else, `ScopeMissing` where the person
    may not do the act (it stays undecided), `ApprovalDecided` after the first answer.
    """
    ctx.actor.must("chats:write")
    row = await runs.approval(ctx, approval_id)
    if row is None or await threads.chat(ctx, row.thread_id) is None:  # held until it is decided
        value = str(approval_id)
        raise NoSuchApproval(f"{approval_id}.", field="approval_id", value=value)
    tool = catalog.BY_NAME[row.tool]
    acts = ask.action in ("accept", "edit")
    if acts and row.status == "pending":
        ctx.actor.must(tool.scope)
    answer = {"arguments": ask.arguments, "words": ask.words}
    if not await runs.answer_approval(ctx, approval_id, STATUS[ask.action], answer):
        row = await runs.approval(ctx, approval_id)
        raise ApprovalDecided(
            f"It was {row.status} at {row.answered_at:%H:%M} UTC.", status=row.status
        )
    result = None
    if acts:
        result = await _done(ctx, tool, row.arguments if ask.arguments is None else ask.arguments)
        await runs.keep_result(ctx, approval_id, result)
    return await _told(ctx, row, ask, result)


async def _done(ctx: Ctx, tool: Tool[Any, Any], arguments: dict[str, Any]) -> dict[str, Any]:
    try:
        asked = tool.takes.model_validate(arguments)
    except ValidationError as wrong:
        first = wrong.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise ArgumentsUnfit(
            f"{tool.name} {place}: {first['msg']}.", remedy="Edit it, or ignore it.", field=place
        ) from wrong
    return (await tool(ctx, asked)).model_dump(mode="json")


async def _told(ctx: Ctx, row: Any, ask: Decision, result: dict[str, Any] | None) -> Decided:
    """Tell the readers of the chat, and let the run go on where nothing is left to decide."""
    every = await runs.approvals_of(ctx, row.run_id)
    left = sum(each.status == "pending" for each in every)
    said = run_events.outcome(STATUS[ask.action], row.summary)
    told = run_events.approval_answered(row.id, STATUS[ask.action], said)
    await runs.tell(ctx, row.thread_id, row.run_id, [told])
    fact = ApprovalAnswered(
        approval_id=row.id, run_id=row.run_id, action=ask.action, answered=len(every) - left,
        left=left,
    )  # fmt: skip
    await events.record(ctx, fact)
    return Decided(
        approval_id=row.id, run_id=row.run_id, thread_id=row.thread_id,
        status=STATUS[ask.action], said=said, result=result, left=left,
    )  # fmt: skip
