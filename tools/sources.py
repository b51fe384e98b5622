"""An answer with its sources, as commands show it.

Not in the catalog: it is a chat read in another way.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from memory import receipts, runs, threads
from memory.ctx import Ctx
from memory.receipts import Found


async def answer_of(ctx: Ctx, run_id: UUID) -> dict[str, Any]:
    """The contract's document of a run's answer, without the seconds it took.

    A run that failed has `known` False and its error as `answer`.
    """
    run = await runs.run(ctx, run_id)
    row = await threads.message(ctx, run.answer_id) if run.answer_id else None
    said = row.content if row else {"text": run.error or "", "known": False}
    acts = await runs.approvals_of(ctx, run_id)
    return {
        "answer": said["text"],
        "known": said.get("known", False),
        "missing": said.get("missing", []),
        "citations": await _cited(ctx, said.get("citations", [])),
        "tools": said.get("used", []),
        "proposals": [
            {
                "id": str(one.id), "tool": one.tool, "arguments": one.arguments,
                "summary": one.summary, "status": one.status,
            }
            for one in acts
        ],
        "by": said.get("by", "draft"),
        "mode": run.mode,
        "language": said.get("language", "en"),
        "status": run.status,
        "message_id": str(run.answer_id) if run.answer_id else None,
        "thread_id": str(run.thread_id),
        "run_id": str(run_id),
    }  # fmt: skip


async def outcome_of(ctx: Ctx, run_id: UUID) -> list[str]:
    """What became of the acts of a run, a sentence each, where it has been said."""
    run = await runs.run(ctx, run_id)
    thread = await threads.thread(ctx, run.thread_id)
    way = await threads.branch(ctx, thread.head_id)
    return [row.content["text"] for row in way if row.run_id == run_id and row.content.get("about")]


async def _cited(ctx: Ctx, citations: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Citations with the day of each one's source."""
    shown = []
    for one in citations:
        found = await receipts.of_kind(ctx, one["kind"], [UUID(one["id"])])
        shown.append({**one, "at": _day(found[0]) if found else None})
    return shown


def _day(found: Found) -> str | None:
    at = found.at
    if isinstance(at, datetime):
        return f"{at.date()}"
    return f"{at}" if isinstance(at, date) else None
