"""The first run: an interview as a chat, the profile that fills beside it, a first insight."""

from types import ModuleType
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import Field

from api.web import fields, forms, shell
from api.web.forms import Form
from api.web.session import Visitor, having
from api.web.texts import gettext as _
from core.errors import RefleqtError
from domain import chips
from memory.ctx import Ctx
from tools import interviews
from tools.base import Ask, Nothing
from tools.interviews import FIRST_RUN, Changed, Interview, OneInterview
from tools.onboarding import Said, Standing, Thread, finish_interview

router = APIRouter()
Reader = Annotated[Visitor, having("profile:read")]
Writer = Annotated[Visitor, having("profile:write")]
NOW = "/welcome#now"
LONGEST = 20_000


class Start(Ask):
    """What there is to begin from: nothing, or a text."""

    text: str = Field(default="", max_length=200_000)


class Given(Ask):
    """An answer: words, chips, or neither (a skip)."""

    turn: int = Field(ge=0, le=500)
    question: str = Field(min_length=1, max_length=2000)
    field: str = Field(default="", max_length=40)
    answer: str = Field(default="", max_length=LONGEST)
    value: list[str] = Field(default=[], max_length=40)
    how: str = "answer"


class Chosen(Ask):
    """A field chosen by hand; without values it is taken back."""

    field: str = Field(max_length=40)
    value: list[str] = Field(default=[], max_length=40)
    words: str = Field(default="", max_length=1000)


class Mended(Ask):
    """What an earlier answer should have been."""

    turn: int = Field(ge=0, le=500)
    answer: str = Field(default="", max_length=LONGEST)


@router.get("/welcome")
async def welcome(request: Request, visitor: Reader) -> Response:
    """Where the interview stands, or how to begin."""
    return await _shown(request, visitor)


@router.post("/welcome/begin")
async def begin(request: Request, visitor: Writer) -> Response:
    """Begin, perhaps from a text: then only the gaps are asked for."""
    form = await forms.read(request, Start)
    if form.ask is None:
        return await _shown(request, visitor, begin=form, status=422)
    async with visitor.writing() as ctx:
        standing = await _graph().begin(ctx, FIRST_RUN)
        # The name was given at sign-up; nobody is asked twice.
        named = {"field": "business_name", "value": visitor.seen.business}
        await interviews.choose_field(ctx, interviews.Choice(thread_id=standing.thread_id, **named))
        changed = await _tell(ctx, standing.thread_id, form.ask.text)
    return shell.back(request, NOW, _learnt(changed) if changed else "")


@router.post("/welcome/tell")
async def tell(request: Request, visitor: Writer) -> Response:
    """Learn from a text in the middle of the interview."""
    form = await forms.read(request, Start)
    if form.ask is None or not form.ask.text.strip():
        return shell.back(request, NOW, _("There is no text in it."), bad=True)
    text = form.ask.text
    return await _do(request, visitor, lambda ctx, thread_id: _tell(ctx, thread_id, text))


@router.post("/welcome/answer")
async def answer(request: Request, visitor: Writer) -> Response:
    """Answer the question, skip it, or say that it is not known."""
    form = await forms.read(request, Given)
    given = form.ask
    skips = given is not None and given.how in ("skip", "unknown")
    if given is None or not (skips or given.answer.strip() or given.value):
        form.errors.setdefault("answer", _("Write something, choose a chip, or skip it."))
        return await _shown(request, visitor, form=form, status=422)
    try:
        async with visitor.writing() as ctx:
            thread_id = await _thread(ctx)
            done = await forms.done_once(
                ctx, form, "welcome", lambda: _answered(ctx, thread_id, given)
            )
    except RefleqtError as wrong:
        form.blame(wrong)
        return await _shown(request, visitor, form=form, status=422)
    heard = done.body["turns"] > given.turn
    return shell.back(request, NOW, "" if heard else _("That was answered elsewhere meanwhile."))


@router.post("/welcome/choose")
async def choose(request: Request, visitor: Writer) -> Response:
    """Say by hand what a field is."""
    form = await forms.read(request, Chosen)
    if form.ask is None:
        return shell.back(request, NOW, _("This field cannot hold that."), bad=True)
    chosen = form.ask
    typed = [each.strip() for each in chosen.words.split(",") if each.strip()]
    return await _do(
        request, visitor,
        lambda ctx, thread_id: interviews.choose_field(
            ctx,
            interviews.Choice(
                thread_id=thread_id, field=chosen.field, value=[*chosen.value, *typed] or None
            ),
        ),
    )  # fmt: skip


@router.post("/welcome/correct")
async def correct(request: Request, visitor: Writer) -> Response:
    """Put other words in the place of an earlier answer."""
    form = await forms.read(request, Mended)
    if form.ask is None:
        return shell.back(request, NOW, _("It is too long."), bad=True)
    mended = form.ask
    return await _do(
        request, visitor,
        lambda ctx, thread_id: interviews.correct_answer(
            ctx,
            interviews.Correction(
                thread_id=thread_id, turn=mended.turn, answer=mended.answer or None
            ),
        ),
    )  # fmt: skip


@router.post("/welcome/finish")
async def finish(request: Request, visitor: Writer) -> Response:
    """End the interview; beliefs and suggestions begin from what is known."""
    async with visitor.writing() as ctx:
        await finish_interview(ctx, Thread(thread_id=await _thread(ctx)))
    said = _("Thank you. What you said is being read; suggestions follow in a moment.")
    return shell.back(request, "/", said)


async def _do(request: Request, visitor: Visitor, write: Any) -> Response:
    """Do something to the interview; a toast says what it changed."""
    try:
        async with visitor.writing() as ctx:
            changed = await write(ctx, await _thread(ctx))
    except RefleqtError as wrong:
        return shell.back(request, NOW, str(wrong), bad=True)
    return shell.back(request, NOW, _learnt(changed))


async def _answered(ctx: Ctx, thread_id: UUID, given: Given) -> Standing:
    """Record the turn; chips are words too, and stand over what is read from them."""
    picked = [value for value in given.value if value]
    words = given.answer.strip() or fields.shown(given.field, picked)
    if given.how == "unknown":
        words = "I don't know."
    said = Said(
        thread_id=thread_id, turn=given.turn, question=given.question,
        answer=None if given.how == "skip" else words,
    )  # fmt: skip
    standing = await _graph().answer(ctx, said, worded=False)
    if picked and given.field and given.how == "answer":
        choice = interviews.Choice(thread_id=thread_id, field=given.field, value=picked)
        await interviews.choose_field(ctx, choice)
    return standing


async def _tell(ctx: Ctx, thread_id: UUID, text: str) -> Changed | None:
    if not text.strip():
        return None
    told = interviews.Told(thread_id=thread_id, text=text, name=_("What you pasted"))
    return await interviews.tell_text(ctx, told)


async def _thread(ctx: Ctx) -> UUID:
    """The interview of the first run; begun where it was not."""
    found = await interviews.find_interview(ctx, Nothing())
    return found.thread_id or (await _graph().begin(ctx, FIRST_RUN)).thread_id


def _learnt(changed: Changed | None) -> str:
    """What became of the profile, in a sentence."""
    if changed is None or not changed.changes:
        return _("Nothing changed in what is known of you.")
    names = [_(fields.FIELDS[one.field]) for one in changed.changes]
    told = ", ".join(names[:4]) + (f" +{len(names) - 4}" if len(names) > 4 else "")
    return _("Changed: %(fields)s.") % {"fields": told}


async def _shown(
    request: Request,
    visitor: Visitor,
    form: Form[Given] | None = None,
    begin: Form[Start] | None = None,
    status: int = 200,
) -> Response:
    it: Interview | None = None
    async with visitor.reading() as ctx:
        found = await interviews.find_interview(ctx, Nothing())
        if found.thread_id:
            asked = OneInterview(thread_id=found.thread_id)
            it = await interviews.read_interview(ctx, asked)
    data = {
        "it": it, "form": form or forms.blank(Given), "begin": begin or forms.blank(Start),
        "fields": fields, "options": chips.options, "may_write": visitor.may("profile:write"),
        "lines": {line.field: line for group in it.groups for line in group.known} if it else {},
    }  # fmt: skip
    return shell.page(request, "welcome/interview.html", data, status=status)


def _graph() -> ModuleType:
    """The interview's state machine."""
    from graphs import onboarding

    return onboarding
