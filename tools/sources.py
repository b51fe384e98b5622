"""An answer with its sources: as commands show it, and one source opened from a citation."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from core.text import shorten
from domain import files as rules
from memory import files, inputs, receipts, runs, threads
from memory.ctx import Ctx
from memory.receipts import Found
from tools.base import Answer, Ask, tool

AROUND = 600
"""Characters shown before and after a quote."""
SPOKEN = ("vent", "answer", "activity", "file", "market_signal")


class Cited(Ask):
    """What a citation names: a row of a kind, and the words quoted from it."""

    kind: str = Field(max_length=40)
    id: UUID
    quote: str = Field(default="", max_length=20_000)


class SourceRead(Answer):
    """A source as its reader may see it.

    open: `before`, `quote`, `after` are its words around what was cited; changed: they stand in it
    no longer; withheld: somebody's private note; gone: taken back or deleted.
    """

    kind: str
    id: UUID
    state: Literal["open", "changed", "withheld", "gone"]
    title: str
    at: datetime | date | None
    before: str = ""
    quote: str = ""
    after: str = ""
    page: int | None = None
    pages: int | None = None


@tool("context:read")
async def read_source(ctx: Ctx, ask: Cited) -> SourceRead:
    """Open what a citation points at, at the words that it quotes."""
    found = await receipts.of_kind(ctx, ask.kind, [ask.id])
    if not found:
        return SourceRead(kind=ask.kind, id=ask.id, state="gone", title="", at=None)
    it = found[0]
    head = {"kind": it.kind, "id": it.id, "at": it.at}
    mine = it.author in (None, ctx.actor.user_id) or ctx.actor.role == "worker"
    if it.private and not mine:
        return SourceRead(**head, state="withheld", title="")
    if ask.kind not in SPOKEN:
        return SourceRead(**head, state="open", title=shorten(it.text, 200), after=it.text)
    if ask.kind == "file":
        return await _file(ctx, ask, head)
    row = await inputs.words_of(ctx, ask.kind, ask.id)
    if row is None or not row.text:
        return SourceRead(**head, state="gone", title="")
    return _around(row.text, ask.quote, SourceRead(**head, state="open", title=""))


async def _file(ctx: Ctx, ask: Cited, head: dict[str, Any]) -> SourceRead:
    row = await files.file(ctx, ask.id)
    if row is None or row.withdrawn_at is not None:
        return SourceRead(**head, state="gone", title="")
    page = rules.page_of(row.pages, ask.quote) if ask.quote else None
    shown = SourceRead(**head, state="open", title=row.name, page=page, pages=row.page_count)
    return _around(files.whole(row), ask.quote, shown)


def _around(text: str, quote: str, shown: SourceRead) -> SourceRead:
    """The words around a quote; where it stands there no more, the beginning and a word of that."""
    place = text.find(quote) if quote else -1
    if place < 0:
        state = "changed" if quote else "open"
        start = text[: 2 * AROUND] + ("…" if len(text) > 2 * AROUND else "")
        return shown.model_copy(update={"state": state, "after": start})
    first, last = max(0, place - AROUND), place + len(quote) + AROUND
    before = ("…" if first else "") + text[first:place]
    after = text[place + len(quote) : last] + ("…" if last < len(text) else "")
    return shown.model_copy(update={"before": before, "quote": quote, "after": after})


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
