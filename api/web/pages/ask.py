"""Ask: a chat over what is known of the business, its history, its sources and its approvals."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import Field
from starlette.datastructures import FormData, UploadFile

from api.web import forms, shell
from api.web.forms import Form
from api.web.pages.voice import settled
from api.web.phrases import KINDS
from api.web.session import Visitor, having
from api.web.talk import Talk, talk_of
from api.web.texts import gettext as _
from core.errors import RefleqtError
from domain import files as rules
from domain.asking import Mode
from memory.ctx import Ctx
from tools import approvals, chats, files, runs, sources
from tools.base import Ask

router = APIRouter()
Reader = Annotated[Visitor, having("chats:read")]
Writer = Annotated[Visitor, having("chats:write")]
PAGE = 40
MODES: tuple[Mode, ...] = ("adaptive", "strict", "creative")


class Asked(Ask):
    """What the composer sends beside its files."""

    text: str = Field(min_length=1, max_length=runs.LONGEST_QUESTION)
    mode: Mode = "adaptive"
    note_id: UUID | None = None


class Named(Ask):
    """A title for a chat."""

    title: str = Field(min_length=1, max_length=200)


class Other(Ask):
    """A question put otherwise."""

    text: str = Field(min_length=1, max_length=runs.LONGEST_QUESTION)


@router.get("/ask")
async def begin(
    request: Request,
    visitor: Reader,
    q: Annotated[str, Query(max_length=400)] = "",
    archived: bool = False,
    after: UUID | None = None,
    text: Annotated[str, Query(max_length=2000)] = "",
) -> Response:
    """A new chat, and the history of those before; `text` stands in the composer already."""
    form = forms.blank(Asked)
    form.typed["text"] = text or None
    data = await _history(visitor, q, archived=archived, after=after)
    return shell.page(request, "ask/new.html", {**data, "form": form, "mode": "adaptive"})


@router.post("/ask")
async def begun(request: Request, visitor: Writer) -> Response:
    """Begin a chat with its first question."""
    form, thread_id = await _ask(request, visitor, None)
    if thread_id:
        return shell.back(request, f"/ask/{thread_id}")
    data = await _history(visitor)
    mode = form.typed.get("mode") or "adaptive"
    return shell.page(request, "ask/new.html", {**data, "form": form, "mode": mode}, status=422)


@router.get("/ask/{thread_id}")
async def conversation(request: Request, visitor: Reader, thread_id: UUID) -> Response:
    """A chat: the branch that it shows."""
    return await _shown(request, visitor, thread_id, forms.blank(Asked))


@router.post("/ask/{thread_id}")
async def ask_on(request: Request, visitor: Writer, thread_id: UUID) -> Response:
    """Ask in a chat."""
    form, done = await _ask(request, visitor, thread_id)
    if done:
        return shell.back(request, f"/ask/{thread_id}")
    return await _shown(request, visitor, thread_id, form, status=422)


@router.post("/ask/{thread_id}/stop/{run_id}")
async def stop(request: Request, visitor: Writer, thread_id: UUID, run_id: UUID) -> Response:
    """Stop an answer; what was said until then stays."""
    return await _act(
        request, visitor, thread_id, lambda ctx: runs.stop_run(ctx, runs.RunId(run_id=run_id))
    )


@router.post("/ask/{thread_id}/retry/{run_id}")
async def retry(request: Request, visitor: Writer, thread_id: UUID, run_id: UUID) -> Response:
    """Answer a question once more, beside the earlier answer."""
    return await _act(
        request, visitor, thread_id, lambda ctx: runs.retry_run(ctx, runs.Again(run_id=run_id))
    )


@router.post("/ask/{thread_id}/edit/{message_id}")
async def edit(request: Request, visitor: Writer, thread_id: UUID, message_id: UUID) -> Response:
    """Put a question otherwise, on a branch of its own."""
    form = await forms.read(request, Other)
    if form.ask is None:
        return shell.back(
            request, f"/ask/{thread_id}", _("A question needs at least one word."), bad=True
        )
    edited = runs.Edited(message_id=message_id, text=form.ask.text)
    return await _act(request, visitor, thread_id, lambda ctx: runs.edit_question(ctx, edited))


@router.post("/ask/{thread_id}/branch/{message_id}")
async def branch(request: Request, visitor: Writer, thread_id: UUID, message_id: UUID) -> Response:
    """Show the branch of a message."""
    wanted = chats.BranchEnd(thread_id=thread_id, message_id=message_id)
    return await _act(request, visitor, thread_id, lambda ctx: chats.show_branch(ctx, wanted))


@router.post("/ask/{thread_id}/name")
async def name(request: Request, visitor: Writer, thread_id: UUID) -> Response:
    """Give a chat another title."""
    form = await forms.read(request, Named)
    if form.ask is None:
        return shell.back(request, f"/ask/{thread_id}", _("A title needs a word."), bad=True)
    titled = chats.ThreadName(thread_id=thread_id, title=form.ask.title)
    return await _act(request, visitor, thread_id, lambda ctx: chats.rename_thread(ctx, titled))


@router.post("/ask/{thread_id}/archive")
async def archive(request: Request, visitor: Writer, thread_id: UUID) -> Response:
    """Put a chat away."""
    async with visitor.writing() as ctx:
        await chats.archive_thread(ctx, chats.ThreadAway(thread_id=thread_id))
    undo = f"/ask/{thread_id}/unarchive"
    return shell.back(request, "/ask", _("The chat is in the archive."), undo=undo)


@router.post("/ask/{thread_id}/unarchive")
async def unarchive(request: Request, visitor: Writer, thread_id: UUID) -> Response:
    """Take a chat out of the archive."""
    wanted = chats.ThreadAway(thread_id=thread_id, archived=False)
    return await _act(request, visitor, thread_id, lambda ctx: chats.archive_thread(ctx, wanted))


@router.post("/ask/{thread_id}/decide/{approval_id}")
async def decide(request: Request, visitor: Writer, thread_id: UUID, approval_id: UUID) -> Response:
    """Accept, edit, answer or decline what an answer proposed; once."""
    data = await request.form(max_fields=forms.MOST_FIELDS)
    async with visitor.reading() as ctx:
        known = await runs.list_approvals(ctx, runs.Pending(thread_id=thread_id, answered=True))
    row = next((each for each in known.items if each.id == approval_id), None)
    decision = _decision(data, row.arguments if row else {})
    return await _act(
        request, visitor, thread_id, lambda ctx: approvals.decide(ctx, approval_id, decision)
    )


@router.get("/ask/{thread_id}/cited/{message_id}/{label}")
async def cited(
    request: Request, visitor: Reader, thread_id: UUID, message_id: UUID, label: int
) -> Response:
    """What stands behind a citation: its source, at the words that were quoted."""
    async with visitor.reading() as ctx:
        message = await chats.own_message(ctx, message_id, thread_id)
        named = [one for one in message.content.get("citations", ()) if one["label"] == label]
        found = [
            await sources.read_source(
                ctx, sources.Cited(kind=one["kind"], id=one["id"], quote=one.get("quote") or "")
            )
            for one in named
        ]
    kinds = {kind: _(name) for kind, (name, _icon) in KINDS.items()}
    data = {"label": label, "sources": found, "thread_id": thread_id, "kinds": kinds}
    return shell.page(request, "ask/source.html", data, status=200 if found else 404)


async def _act(request: Request, visitor: Visitor, thread_id: UUID, write: Any) -> Response:
    """Do something in a chat and show it again; what did not work is said by a toast."""
    try:
        async with visitor.writing() as ctx:
            await write(ctx)
    except RefleqtError as wrong:
        return shell.back(request, f"/ask/{thread_id}", str(wrong), bad=True)
    return shell.back(request, f"/ask/{thread_id}")


async def _ask(
    request: Request, visitor: Visitor, thread_id: UUID | None
) -> tuple[Form[Asked], UUID | None]:
    """Ask what the composer sends, with its files; the chat where that worked."""
    form = await forms.read(request, Asked)
    sent = await request.form(max_fields=forms.MOST_FIELDS)
    asked = form.ask
    if asked is None:
        return form, None
    try:
        opened = [await _opened(each) for each in _uploads(sent)]
        async with visitor.writing() as ctx:
            done = await forms.done_once(
                ctx, form, f"ask {thread_id}", lambda: _asked(ctx, asked, opened, thread_id)
            )
    except RefleqtError as wrong:
        form.blame(wrong)
        return form, None
    return form, UUID(done.body["thread_id"])


async def _asked(
    ctx: Ctx, asked: Asked, opened: list[files.Opened], thread_id: UUID | None
) -> runs.Begun:
    """A question in a chat, begun where there is none, with files and a voice note's words."""
    place = thread_id or (await chats.start_thread(ctx, chats.NewThread())).id
    kept = [(await files.keep_file(ctx, one)).id for one in opened]
    if asked.note_id:
        await settled(ctx, asked.note_id, asked.text)
    question = runs.NewQuestion(thread_id=place, text=asked.text, mode=asked.mode, files=kept)
    return await runs.ask_question(ctx, question)


async def _opened(upload: UploadFile) -> files.Opened:
    rules.fits(upload.size or 0)
    return await files.opened(upload.filename or "", await upload.read())


def _uploads(sent: FormData) -> list[UploadFile]:
    given = [each for each in sent.getlist("files") if isinstance(each, UploadFile)]
    return [each for each in given if each.filename][: files.MOST_AT_ONCE]


async def _shown(
    request: Request, visitor: Visitor, thread_id: UUID, form: Form[Asked], status: int = 200
) -> Response:
    async with visitor.reading() as ctx:
        chat = await chats.read_thread(ctx, chats.ThreadId(thread_id=thread_id))
        asked = runs.Pending(thread_id=thread_id, answered=True)
        acts = (await runs.list_approvals(ctx, asked)).items
    talk = talk_of(chat, acts)
    data = {
        **await _history(visitor), "chat": chat, "talk": talk, "form": form,
        "mode": form.typed.get("mode") or talk.mode, "raw": _raw(chat, talk),
    }  # fmt: skip
    return shell.page(request, "ask/chat.html", data, status=status)


def _raw(chat: chats.Conversation, talk: Talk) -> dict[str, Any]:
    """What the script of the page needs: where to listen, and the answers to set in Markdown."""
    texts = {
        str(turn.message.id): {
            "text": turn.message.text,
            "labels": sorted({one["label"] for one in turn.more.get("citations", ())}),
        }
        for turn in talk.turns
        if not turn.mine
    }
    run = str(talk.underway.id) if talk.underway else ""
    return {
        "thread": str(chat.id),
        "after": chat.after,
        "since": chat.since,
        "run": run,
        "texts": texts,
    }


async def _history(
    visitor: Visitor, q: str = "", *, archived: bool = False, after: UUID | None = None
) -> dict[str, Any]:
    """The chats of the visitor, or those that hold some words."""
    async with visitor.reading() as ctx:
        if q.strip():
            hits = (await chats.search_threads(ctx, chats.Sought(query=q, limit=PAGE))).items
            return {"hits": hits, "threads": None, "q": q, "archived": archived, "modes": MODES}
        shelf = chats.Shelf(after=after, limit=PAGE, archived=archived)
        page = await chats.list_threads(ctx, shelf)
    return {"hits": None, "threads": page, "q": q, "archived": archived, "modes": MODES}


def _decision(data: FormData, arguments: dict[str, Any]) -> approvals.Decision:
    """What the buttons of an approval say. Edited values take the type of those proposed."""
    action = str(data.get("action", ""))
    words = str(data.get("words", "")).strip()
    if action == "respond" and words:
        return approvals.Decision(action="respond", words=words)
    if action == "edit":
        given = {key: data.get(f"arg.{key}") for key in arguments if f"arg.{key}" in data}
        changed = {key: _as_was(arguments[key], str(value)) for key, value in given.items()}
        return approvals.Decision(action="edit", arguments={**arguments, **changed})
    return approvals.Decision(action="accept" if action == "accept" else "ignore")


def _as_was(old: Any, new: str) -> Any:
    """A typed value in the type of the one before; what does not fit goes on as words."""
    if isinstance(old, bool):
        return new == "true"
    try:
        if isinstance(old, int):
            return int(new)
        if isinstance(old, float):
            return float(new)
    except ValueError:
        return new
    return new or None if old is None else new
