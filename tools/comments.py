"""Comments beside maps, briefs and work: for the founder and the team, never for a creator."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from core.errors import NotAllowed, NotFound
from core.ids import new_id
from domain.events import CommentWritten
from memory import comments, events, market, plans
from memory.ctx import Ctx
from tools.base import Answer, Ask, tool

Subject = Literal["map", "brief", "assignment"]


FINDS = {"map": plans.one_map, "brief": plans.brief, "assignment": market.assignment}


class NothingToComment(NotFound):
    """There is no such map, brief or piece of work here."""


class NoSuchComment(NotFound):
    """There is no such comment here."""


class NotYourComment(NotAllowed):
    """Somebody else wrote this comment."""


class CommentAsk(Ask):
    """A comment on a map, a brief or a piece of work."""

    kind: Subject
    subject_id: UUID
    text: str = Field(min_length=1, max_length=4_000)


class SubjectId(Ask):
    """What comments are about."""

    subject_id: UUID


class CommentId(Ask):
    """A comment by its id."""

    comment_id: UUID


class CommentLine(Answer):
    """A comment; one that was taken off has no words."""

    id: UUID
    author_id: UUID | None
    own: bool
    at: datetime
    text: str
    removed: bool


class CommentList(Answer):
    """Comments, oldest first."""

    items: list[CommentLine]


@tool("chats:write")
async def add_comment(ctx: Ctx, ask: CommentAsk) -> CommentLine:
    """Write a comment beside a map, a brief or a piece of work; no creator sees it."""
    find = {"map": plans.one_map, "brief": plans.brief, "assignment": market.assignment}[ask.kind]
    if await find(ctx, ask.subject_id) is None:
        raise NothingToComment(f"{ask.subject_id}.", field="subject_id", value=str(ask.subject_id))
    one = new_id()
    row = {"id": one, "subject_kind": ask.kind, "subject_id": ask.subject_id, "text": ask.text}
    await comments.keep(ctx, row)
    fact = CommentWritten(kind=ask.kind, id=ask.subject_id, comment_id=one)
    await events.record(ctx, fact)
    return _line(ctx, await comments.comment(ctx, one))


@tool("chats:write")
async def remove_comment(ctx: Ctx, ask: CommentId) -> CommentLine:
    """Take your own comment off."""
    return await _marked(ctx, ask.comment_id, removed=True)


@tool("chats:write")
async def restore_comment(ctx: Ctx, ask: CommentId) -> CommentLine:
    """Put your own comment back."""
    return await _marked(ctx, ask.comment_id, removed=False)


@tool("plans:read")
async def list_comments(ctx: Ctx, ask: SubjectId) -> CommentList:
    """The comments on a map, a brief or a piece of work."""
    await _known(ctx, ask.subject_id, *FINDS)
    return CommentList(items=[_line(ctx, r) for r in await comments.about(ctx, ask.subject_id)])


async def _known(ctx: Ctx, subject_id: UUID, *kinds: str) -> None:
    """Raises `NothingToComment` unless something of one of these kinds has the id."""
    for kind in kinds:
        if await FINDS[kind](ctx, subject_id) is not None:
            return
    raise NothingToComment(f"{subject_id}.", field="subject_id", value=str(subject_id))


async def _marked(ctx: Ctx, one: UUID, *, removed: bool) -> CommentLine:
    row = await comments.comment(ctx, one)
    if row is None:
        raise NoSuchComment(f"{one}.", field="comment_id", value=str(one))
    if row.author_id != ctx.actor.user_id:
        raise NotYourComment(field="comment_id", value=str(one))
    await comments.mark(ctx, one, removed=removed)
    return _line(ctx, await comments.comment(ctx, one))


def _line(ctx: Ctx, row: Any) -> CommentLine:
    removed = row.removed_at is not None
    return CommentLine(
        id=row.id, author_id=row.author_id, own=row.author_id == ctx.actor.user_id, at=row.at,
        text="" if removed else row.text, removed=removed,
    )  # fmt: skip
