"""Chats for a reader who stays: ask, follow the answer live, stop, retry, edit, decide.

A run goes on without its reader. What else one does with chats (list, read, search, rename) are
tools of the catalog.
"""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, WebSocket
from fastapi.responses import JSONResponse
from fastapi.security import HTTPAuthorizationCredentials
from pydantic import BaseModel
from sse_starlette import EventSourceResponse

from api.auth import allowed, bearer
from api.following import After, LastId, Log, as_events, by_socket
from api.routes.catalog import Key, as_response
from domain.access import Actor
from domain.asking import Mode
from memory.ctx import Ctx, open_ctx
from tools import approvals, chats, runs
from tools.approvals import Decided, Decision
from tools.base import Ask
from tools.repeats import once

READS, WRITES = "chats:read", "chats:write"
router = APIRouter(prefix="/api/v1/chat", tags=["chat"])
Reader = Annotated[Actor, Depends(allowed(READS))]
Writer = Annotated[Actor, Depends(allowed(WRITES))]


class Words(Ask):
    """A question, and how it may be answered."""

    text: str
    mode: Mode = "adaptive"


class OtherWords(Ask):
    """The question put otherwise; without a mode it keeps that of before."""

    text: str
    mode: Mode | None = None


class Anew(Ask):
    """How to answer once more; without a mode as before."""

    mode: Mode | None = None


@router.post("/threads", status_code=201, response_model=chats.ThreadLine)
async def begin_thread(actor: Writer, ask: chats.NewThread, key: Key = None) -> JSONResponse:
    """Begin a chat."""
    return await _written(actor, key, 201, lambda ctx: chats.start_thread(ctx, ask), ask)


@router.post("/threads/{thread_id}/runs", status_code=202, response_model=runs.Begun)
async def ask_in_thread(
    actor: Writer, thread_id: UUID, ask: Words, key: Key = None
) -> JSONResponse:
    """Ask something. Its answer comes about in the background: follow the chat's events."""
    asked = runs.NewQuestion(thread_id=thread_id, text=ask.text, mode=ask.mode)
    return await _written(actor, key, 202, lambda ctx: runs.ask_question(ctx, asked), asked)


@router.get(
    "/threads/{thread_id}/events",
    operation_id="follow_thread",
    response_class=EventSourceResponse,
    responses={200: {"description": "AG-UI 1.0 events, each with its number in the chat as `id`"}},
)
async def follow_thread(
    request: Request,
    actor: Reader,
    thread_id: UUID,
    given: Annotated[HTTPAuthorizationCredentials, Depends(bearer)],
    after: After = 0,
    last_event_id: LastId = None,
) -> EventSourceResponse:
    """The events of a chat from `after` on: those there are, then each as it comes."""
    async with open_ctx(actor, read_only=True) as ctx:
        await chats.own_thread(ctx, thread_id)
    start = int(last_event_id) if last_event_id else after
    return as_events(request, actor, given.credentials, log_of(thread_id), start)


@router.websocket("/threads/{thread_id}/ws")
async def follow_thread_by_socket(socket: WebSocket, thread_id: UUID, after: After = 0) -> None:
    """The same events with their numbers, one JSON object a message."""
    await by_socket(socket, log_of(thread_id), after)


@router.post("/runs/{run_id}/stop", status_code=202, response_model=chats.RunLine)
async def stop_answer(actor: Writer, run_id: UUID) -> JSONResponse:
    """Stop an answer; what was said until then is kept."""
    asked = runs.RunId(run_id=run_id)
    return await _written(actor, None, 202, lambda ctx: runs.stop_run(ctx, asked), asked)


@router.post("/runs/{run_id}/retry", status_code=202, response_model=runs.Begun)
async def retry_answer(actor: Writer, run_id: UUID, ask: Anew, key: Key = None) -> JSONResponse:
    """Answer a question once more, beside the earlier answer."""
    asked = runs.Again(run_id=run_id, mode=ask.mode)
    return await _written(actor, key, 202, lambda ctx: runs.retry_run(ctx, asked), asked)


@router.post("/messages/{message_id}/edit", status_code=202, response_model=runs.Begun)
async def edit_message(
    actor: Writer, message_id: UUID, ask: OtherWords, key: Key = None
) -> JSONResponse:
    """Put a question otherwise, on a branch of its own, and have it answered."""
    asked = runs.Edited(message_id=message_id, text=ask.text, mode=ask.mode)
    return await _written(actor, key, 202, lambda ctx: runs.edit_question(ctx, asked), asked)


@router.post("/approvals/{approval_id}", response_model=Decided)
async def decide_approval(
    actor: Writer, approval_id: UUID, ask: Decision, key: Key = None
) -> JSONResponse:
    """Decide on an act that an answer proposed, once: accept, edit, respond or ignore."""
    same = (approval_id, ask)
    return await _written(
        actor, key, 200, lambda ctx: approvals.decide(ctx, approval_id, ask), *same
    )


async def _written(
    actor: Actor, key: str | None, status: int, write: Callable[[Ctx], Awaitable[Any]], *same: Any
) -> JSONResponse:
    """Do a write once for its key; `same` is what makes two requests the same."""
    said = [each.model_dump_json() if isinstance(each, BaseModel) else str(each) for each in same]
    async with open_ctx(actor) as ctx:
        outcome = await once(ctx, key, f"chat {' '.join(said)}", lambda: write(ctx))
    return as_response(outcome, status)


def log_of(thread_id: UUID) -> Log:
    """The log of a chat, which its own person may follow."""

    async def page(ctx: Ctx, after: int, limit: int) -> list[dict[str, Any]]:
        asked = runs.LogPage(thread_id=thread_id, after=after, limit=limit)
        found = await runs.read_events(ctx, asked)
        return [row.model_dump(mode="json") for row in found.items]

    return Log(READS, f"{thread_id}", page)
