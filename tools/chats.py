"""Chats: begin, list, read, name, put away and search one's own.

A chat is its person's own: nobody else finds it.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from core.errors import NotFound
from core.text import shorten
from memory import runs, threads
from memory.ctx import Ctx
from tools.base import Answer, Ask, NoSuchCursor, tool

EXCERPT = 160


class NoSuchThread(NotFound):
    """There is no such chat here."""


class NoSuchMessage(NotFound):
    """There is no such message here."""


class NewThread(Ask):
    """A chat to begin; without a title it takes one from its first question."""

    title: str = Field(default="", max_length=200)


class ThreadId(Ask):
    """A chat by its id."""

    thread_id: UUID


class ThreadName(Ask):
    """A chat and its new title."""

    thread_id: UUID
    title: str = Field(min_length=1, max_length=200)


class ThreadAway(Ask):
    """A chat to put away, or to take out again."""

    thread_id: UUID
    archived: bool = True


class Shelf(Ask):
    """Which page of chats: those below `after`, the newest first."""

    after: UUID | None = None
    limit: int = Field(default=50, ge=1, le=200)
    archived: bool = False


class ThreadLine(Answer):
    """A chat in a list."""

    id: UUID
    title: str
    status: str
    created_at: datetime
    updated_at: datetime | None


class ThreadPage(Answer):
    """A page of chats; `next` is what to pass as `after`."""

    items: list[ThreadLine]
    next: UUID | None


class RunLine(Answer):
    """Where a run stands; `error` is a sentence where it failed."""

    id: UUID
    thread_id: UUID
    status: str
    mode: str
    question_id: UUID
    answer_id: UUID | None
    error: str | None

    @property
    def rests(self) -> bool:
        """Whether nothing happens in it until somebody does something."""
        return self.status not in runs.UNDERWAY


class MessageLine(Answer):
    """A message of the branch shown. `beside` are all messages that stand in its place."""

    id: UUID
    role: str
    at: datetime
    text: str
    run_id: UUID | None
    beside: list[UUID]
    more: dict[str, Any]


class Conversation(Answer):
    """A chat with the branch that it shows; live events follow number `after`.

    Where an answer is coming about, its events so far follow number `since`, else that is `after`.
    """

    id: UUID
    title: str
    status: str
    messages: list[MessageLine]
    runs: list[RunLine]
    after: int
    since: int


class BranchEnd(Ask):
    """A message whose branch shall be shown, down to its newest end."""

    thread_id: UUID
    message_id: UUID


class Sought(Ask):
    """Words to look for, all of them, in one's own chats."""

    query: str = Field(min_length=1, max_length=400)
    limit: int = Field(default=20, ge=1, le=100)


class Hit(Answer):
    """A message that holds the words."""

    thread_id: UUID
    title: str
    message_id: UUID
    role: str
    at: datetime
    excerpt: str


class Hits(Answer):
    """What a search found, the newest first."""

    items: list[Hit]


@tool("chats:write")
async def start_thread(ctx: Ctx, ask: NewThread) -> ThreadLine:
    """Begin a chat."""
    thread_id = await threads.start(ctx, threads.CHAT)
    if ask.title:
        await threads.change(ctx, thread_id, title=shorten(ask.title, 200))
    return _thread_line(await threads.chat(ctx, thread_id))


@tool("chats:read")
async def list_threads(ctx: Ctx, ask: Shelf) -> ThreadPage:
    """One's own chats, the newest first."""
    status = "archived" if ask.archived else "open"
    rows = await threads.chats_after(ctx, ask.after, ask.limit + 1, status=status)
    if rows is None:
        raise NoSuchCursor(f"{ask.after}", field="after", value=str(ask.after))
    page = [_thread_line(row) for row in rows[: ask.limit]]
    return ThreadPage(items=page, next=page[-1].id if len(rows) > ask.limit else None)


@tool("chats:read")
async def read_thread(ctx: Ctx, ask: ThreadId) -> Conversation:
    """A chat: the branch that it shows, with its runs and where it branches."""
    thread = await own_thread(ctx, ask.thread_id)
    beside = await threads.siblings(ctx, thread.id)
    messages = [
        MessageLine(
            id=row.id, role=row.role, at=row.at, text=row.content["text"], run_id=row.run_id,
            beside=beside[row.parent_id],
            more={name: each for name, each in row.content.items() if name != "text"},
        )
        for row in await threads.branch(ctx, thread.head_id)
    ]  # fmt: skip
    lines = [run_line(row) for row in await runs.of_thread(ctx, thread.id)]
    underway = [line.id for line in lines if not line.rests]
    since = await runs.began_after(ctx, underway[0]) if underway else None
    return Conversation(
        id=thread.id, title=thread.title or "", status=thread.status, messages=messages,
        runs=lines, after=thread.last_seq, since=thread.last_seq if since is None else since,
    )  # fmt: skip


@tool("chats:write")
async def rename_thread(ctx: Ctx, ask: ThreadName) -> ThreadLine:
    """Give a chat another title."""
    thread = await own_thread(ctx, ask.thread_id)
    await threads.change(ctx, thread.id, title=shorten(ask.title, 200))
    return _thread_line(await threads.chat(ctx, thread.id))


@tool("chats:write")
async def archive_thread(ctx: Ctx, ask: ThreadAway) -> ThreadLine:
    """Put a chat away, or take it out again; nothing of it is lost."""
    thread = await own_thread(ctx, ask.thread_id)
    await threads.change(ctx, thread.id, status="archived" if ask.archived else "open")
    return _thread_line(await threads.chat(ctx, thread.id))


@tool("chats:write")
async def show_branch(ctx: Ctx, ask: BranchEnd) -> ThreadLine:
    """Show the branch of a message, down to its newest end."""
    thread = await own_thread(ctx, ask.thread_id)
    end = (await own_message(ctx, ask.message_id, thread.id)).id
    following = await threads.siblings(ctx, thread.id)
    while following.get(end):
        end = following[end][-1]
    await threads.change(ctx, thread.id, head_id=end)
    return _thread_line(await threads.chat(ctx, thread.id))


@tool("chats:read")
async def search_threads(ctx: Ctx, ask: Sought) -> Hits:
    """Look for words in one's own chats, the newest first."""
    words = ask.query.casefold().split()
    found = []
    for row in await threads.written(ctx):
        said = row.content["text"]
        folded = said.casefold()
        if words and all(word in folded for word in words):
            place = max(0, folded.find(words[0]) - EXCERPT // 3)
            found.append(
                Hit(
                    thread_id=row.thread_id, title=row.title or "", message_id=row.id,
                    role=row.role, at=row.at, excerpt=shorten(said[place:], EXCERPT),
                )
            )  # fmt: skip
        if len(found) == ask.limit:
            break
    return Hits(items=found)


async def own_thread(ctx: Ctx, thread_id: UUID) -> Any:
    """A chat of the person's own, held until the transaction ends. Raises `NoSuchThread`."""
    thread = await threads.chat(ctx, thread_id)
    if thread is None:
        raise NoSuchThread(f"{thread_id}.", field="thread_id", value=str(thread_id))
    return thread


async def own_message(ctx: Ctx, message_id: UUID, thread_id: UUID | None = None) -> Any:
    """A message of one of the person's own chats. Raises `NoSuchMessage`."""
    row = await threads.message(ctx, message_id)
    if row is None or thread_id not in (None, row.thread_id):
        raise NoSuchMessage(f"{message_id}.", field="message_id", value=str(message_id))
    return row


def _thread_line(row: Any) -> ThreadLine:
    return ThreadLine(
        id=row.id, title=row.title or "", status=row.status, created_at=row.created_at,
        updated_at=row.updated_at,
    )  # fmt: skip


def run_line(row: Any) -> RunLine:
    """A row of a run as a reader sees it."""
    return RunLine(**{name: getattr(row, name) for name in RunLine.model_fields})
