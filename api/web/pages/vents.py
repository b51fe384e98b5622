"""The vent board: say something, see what was heard, what keeps coming back, and how it is said."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import Field, ValidationError

from api.web import forms, shell
from api.web.forms import Form
from api.web.pages.voice import settled
from api.web.session import Visitor, having
from api.web.texts import gettext as _
from api.web.texts import later, ngettext
from core.errors import RefleqtError
from domain.care import Care
from domain.language.lexicons import table
from tools import board, vents
from tools.base import Ask, Nothing
from tools.board import BoardAsk, BoardLine

router = APIRouter()
Reader = Annotated[Visitor, having("inputs:read")]
Writer = Annotated[Visitor, having("inputs:write")]
VISIBILITIES = (
    ("private", later("Only me"), "lock"),
    ("team", later("My team"), "users"),
    ("off_record", later("Off the record"), "eye-off"),
)
MENTIONS, POINTS, MOST_POINTS = 6, 20, 50
"""So many of a point's mentions are quoted (the board has them all), and so many points shown."""
MOODS = (
    ("heavy", later("Carries weight")),
    ("bad", later("Sounds bad")),
    ("good", later("Sounds good")),
)
TIMES = (
    "", "", later("Second time this comes up"), later("Third time this comes up"),
    later("Fourth time this comes up"), later("Fifth time this comes up"),
    later("Sixth time this comes up"), later("Seventh time this comes up"),
    later("Eighth time this comes up"), later("Ninth time this comes up"),
)  # fmt: skip


class Said(Ask):
    """What the composer holds: words, tags with commas, who may read them, and the voice note that
    the words come from."""

    text: str = Field(max_length=2_000_000)
    tags: str = Field(default="", max_length=600)
    visibility: vents.Visibility = "private"
    note_id: UUID | None = None

    def vent(self) -> vents.Vent:
        """What the tool takes."""
        return vents.Vent(
            id=None, text=self.text, tags=listed(self.tags), visibility=self.visibility
        )


class Shared(Ask):
    """Who may read a note."""

    visibility: vents.Visibility


def listed(tags: str) -> list[str]:
    """Tags that were written with commas, each once, with or without `#`."""
    each = (tag.strip().lstrip("#").strip() for tag in tags.split(","))
    return [*dict.fromkeys(tag for tag in each if tag)][:20]


@router.get("/vents")
async def read(request: Request, visitor: Reader) -> Response:
    """The board, newest first, under the filters of the address."""
    return await _shown(request, visitor, forms.blank(Said, visibility="private"))


@router.post("/vents")
async def say(request: Request, visitor: Writer) -> Response:
    """Keep what somebody says."""
    form = await forms.read(request, Said)
    if form.ask:
        vent = form.ask.vent()
        try:
            async with visitor.writing() as ctx:
                if form.ask.note_id:
                    await settled(ctx, form.ask.note_id, vent.text)
                done = await forms.done_once(
                    ctx, form, "vent", lambda: vents.submit_vent(ctx, vent)
                )
        except RefleqtError as wrong:
            form.blame(wrong)
        else:
            kept = done.body
            said = _("Kept. I am reading it.")
            if kept["care"] or vent.visibility == "off_record":
                said = _("Kept for you alone. Nothing is learned from it.")
            elif not kept["new"]:
                said = _("You said this before today, in the same words; it is kept once.")
            undo = f"/vents/{kept['id']}/withdraw" if kept["new"] else ""
            return shell.back(request, "/vents", said, undo=undo)
    return await _shown(request, visitor, form, status=422)


@router.get("/vents/recurring")
async def recurring(request: Request, visitor: Reader, everything: bool = False) -> Response:
    """What came up at least twice, most often first, with the last quotes of each."""
    limit = MOST_POINTS if everything else POINTS
    asked = board.Often(least=2, limit=limit, mentions=MENTIONS)
    async with visitor.reading() as ctx:
        found = await board.list_recurrences(ctx, asked)
    more = "" if everything or len(found.items) < limit else "/vents/recurring?everything=1"
    data = {"found": found, "times": times, "more": more}
    return shell.page(request, "vents/recurring.html", data)


@router.get("/vents/patterns")
async def patterns(request: Request, visitor: Reader) -> Response:
    """When notes are written, how they sound, how long they are, and which words are new."""
    async with visitor.reading() as ctx:
        told = await board.read_vent_signals(ctx, Nothing())
    return shell.page(request, "vents/patterns.html", {"told": told})


@router.get("/vents/withdrawn")
async def withdrawn(request: Request, visitor: Reader) -> Response:
    """What one took back and may still bring back."""
    async with visitor.reading() as ctx:
        trash = await vents.list_withdrawn_vents(ctx, Nothing())
    return shell.page(request, "vents/withdrawn.html", {"trash": trash})


@router.get("/vents/{vent_id:uuid}")
async def one(request: Request, visitor: Reader, vent_id: UUID) -> Response:
    """One note with what was heard in it, to edit where it is one's own."""
    async with visitor.reading() as ctx:
        line = await board.read_vent(ctx, vents.VentId(id=vent_id))
    typed = {"text": line.text, "tags": ", ".join(line.tags), "visibility": line.visibility}
    return _detail(request, line, forms.blank(Said, **typed))


@router.post("/vents/{vent_id:uuid}")
async def edit(request: Request, visitor: Writer, vent_id: UUID) -> Response:
    """Write other words, tags or visibility."""
    form = await forms.read(request, Said)
    async with visitor.reading() as ctx:
        line = await board.read_vent(ctx, vents.VentId(id=vent_id))
    if form.ask:
        vent = form.ask.vent()
        change = vents.VentChange(
            id=vent_id, text=vent.text, tags=vent.tags, visibility=vent.visibility
        )
        try:
            async with visitor.writing() as ctx:
                await vents.edit_vent(ctx, change)
        except RefleqtError as wrong:
            form.blame(wrong)
        else:
            undo = ""
            if vent.text == line.text and vent.visibility != line.visibility:
                undo = f"/vents/{vent_id}/visibility?to={line.visibility}"
            return shell.back(request, f"/vents/{vent_id}", _("Saved."), undo=undo)
    return _detail(request, line, form, status=422)


@router.post("/vents/{vent_id:uuid}/visibility")
async def share(
    request: Request, visitor: Writer, vent_id: UUID, to: vents.Visibility | None = None
) -> Response:
    """Let others read a note, or nobody."""
    form = await forms.read(request, Shared, **({"visibility": to} if to else {}))
    wanted = form.ask.visibility if form.ask else "private"
    async with visitor.writing() as ctx:
        before = await board.read_vent(ctx, vents.VentId(id=vent_id))
        await vents.edit_vent(ctx, vents.VentChange(id=vent_id, visibility=wanted))
    names = {value: words for value, words, _icon in VISIBILITIES}
    undo = f"/vents/{vent_id}/visibility?to={before.visibility}"
    said = _("Who can read it now: %(who)s.") % {"who": _(names[wanted])}
    return shell.back(request, f"/vents/{vent_id}", said, undo=undo)


@router.post("/vents/{vent_id:uuid}/withdraw")
async def withdraw(request: Request, visitor: Writer, vent_id: UUID) -> Response:
    """Take a note back; nothing rests on it any more."""
    async with visitor.writing() as ctx:
        gone = await vents.withdraw_vent(ctx, vents.VentId(id=vent_id))
    said = _("Taken back. Nothing rests on it any more.")
    if gone.beliefs_moved:
        count = gone.beliefs_moved
        told = ngettext(
            "%(count)s belief was weighed anew; see what was unlearned.",
            "%(count)s beliefs were weighed anew; see what was unlearned.",
            count,
        )
        said = f"{said} {told % {'count': count}}"
    return shell.back(request, "/vents", said, undo=f"/vents/{vent_id}/restore")


@router.post("/vents/{vent_id:uuid}/restore")
async def restore(request: Request, visitor: Writer, vent_id: UUID) -> Response:
    """Bring a note back that was taken back."""
    async with visitor.writing() as ctx:
        await vents.restore_vent(ctx, vents.VentId(id=vent_id))
    said = _("It is back, and is read again.")
    return shell.back(request, "/vents", said, undo=f"/vents/{vent_id}/withdraw")


@router.post("/vents/{vent_id:uuid}/usual")
async def usual(request: Request, visitor: Writer, vent_id: UUID) -> Response:
    """Its author says that a note may be read like any other."""
    async with visitor.writing() as ctx:
        await board.read_as_usual(ctx, vents.VentId(id=vent_id))
    undo = f"/vents/{vent_id}/visibility?to=off_record"
    return shell.back(request, f"/vents/{vent_id}", _("It is read as usual now."), undo=undo)


def times(count: int) -> str:
    """`Fifth time this comes up`."""
    if count < len(TIMES):
        return _(TIMES[count])
    return _("This came up %(count)s times") % {"count": count}


async def _shown(
    request: Request, visitor: Visitor, form: Form[Said], status: int = 200
) -> Response:
    asked = _asked(request)
    async with visitor.reading() as ctx:
        page = await board.read_board(ctx, asked)
        tags = (await board.list_tags(ctx, Nothing())).tags
        often = None
        if visitor.may("context:read") and _bare(asked):
            often = await board.list_recurrences(
                ctx, board.Often(least=3, limit=4, mentions=MENTIONS)
            )
    care = await _care(visitor) if any(line.state == "apart" for line in page.items) else None
    data = {
        "page": page, "form": form, "asked": asked, "tags": tags, "often": often, "care": care,
        "bare": _bare(asked), "times": times, "visibilities": VISIBILITIES, "moods": MOODS,
        "topics": [name for name in table("topics") if name != "version"],
        "here_now": f"{request.url.path}?{request.url.query}", "may_write": visitor.may(
            "inputs:write"),
        "next_page": request.url.include_query_params(before=page.next) if page.next else None,
    }  # fmt: skip
    return shell.page(request, "vents/board.html", data, status=status)


async def _care(visitor: Visitor) -> Care | None:
    """What is offered to the author, the first time that they see the board after such a note."""
    async with visitor.writing() as ctx:
        return (await board.offer_care(ctx, Nothing())).care


def _asked(request: Request) -> BoardAsk:
    """The filters of the address; one that does not fit is as if it was not there."""
    given = {
        name: value
        for name, value in request.query_params.items()
        if name in BoardAsk.model_fields and value and name != "limit"
    }
    try:
        return BoardAsk.model_validate(given)
    except ValidationError as wrong:
        for error in wrong.errors():
            given.pop(str(error["loc"][0]), None)
        return BoardAsk.model_validate(given)


def _bare(asked: BoardAsk) -> bool:
    return asked == BoardAsk()


def _detail(request: Request, line: BoardLine, form: Form[Said], status: int = 200) -> Response:
    data: dict[str, Any] = {
        "line": line, "form": form, "visibilities": VISIBILITIES, "times": times,
        "parts": marked(line),
    }  # fmt: skip
    return shell.page(request, "vents/note.html", data, status=status)


def marked(line: BoardLine) -> list[tuple[str, str]]:
    """The words of a note in pieces, each with the topic that was heard in it, or ""."""
    if line.heard is None:
        return [(line.text, "")]
    found = []
    for topic in line.heard.topics:
        start = line.text.find(topic.quote) if topic.quote else -1
        if start >= 0 and all(end <= start or start + len(topic.quote) <= begin
                              for begin, end, _name in found):  # fmt: skip
            found.append((start, start + len(topic.quote), topic.name))
    pieces, at = [], 0
    for begin, end, name in sorted(found):
        pieces += [(line.text[at:begin], ""), (line.text[begin:end], name)]
        at = end
    return [piece for piece in [*pieces, (line.text[at:], "")] if piece[0]]
