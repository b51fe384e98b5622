"""One entry of the calendar: its sheet, a new one, editing, answering a suggestion, reviewing."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import ValidationError

from api.web import entry_form, forms, shell
from api.web.forms import KEY, Form
from api.web.pages.calendar import KINDS, back_to, refused, statuses, undoable
from api.web.session import Visitor, having
from api.web.texts import gettext as _
from api.web.texts import later
from core.errors import RefleqtError
from domain.entries import EditedMeanwhile
from tools import changes, entries, suggestions
from tools.base import Nothing
from tools.calendar import EntryId
from tools.entries import WholeEntry

router = APIRouter()
Reader = Annotated[Visitor, having("calendar:read")]
Writer = Annotated[Visitor, having("calendar:write")]
Planner = Annotated[Visitor, having("plans:write")]
To = Annotated[str, Query(max_length=2_000)]
VERDICTS = (
    ("worked", later("It worked")),
    ("underperformed", later("It fell short")),
    ("unclear", later("Hard to tell")),
)
STAGE_NAMES = (
    ("", "–"), ("tofu", later("Awareness")), ("mofu", later("Consideration")),
    ("bofu", later("Decision")),
)  # fmt: skip


@router.get("/calendar/new")
async def blank(request: Request, visitor: Writer, day: str = "", to: To = "/calendar") -> Response:
    """A form for a new entry."""
    typed = {"publish_on": day, "status": "planned"}
    return await _new(request, visitor, Form(typed=typed), to)


@router.post("/calendar/new")
async def add(request: Request, visitor: Writer, to: To = "/calendar") -> Response:
    """Put a new entry on the calendar."""
    data = await request.form(max_fields=forms.MOST_FIELDS)
    typed = entry_form.typed_in(data)
    form: Form[Any] = Form(typed=typed, key=_key(data))
    try:
        given = entry_form.changes(typed, dict.fromkeys(typed, ""))
        new = changes.NewEntry(
            title=typed.get("title", ""), artifact_type=typed.get("artifact_type", ""), entry=given
        )
        form.ask = new
        async with visitor.writing() as ctx:
            done = await forms.done_once(ctx, form, "entry", lambda: changes.add_entry(ctx, new))
    except ValidationError as wrong:
        form.errors |= entry_form.told(wrong)
    except RefleqtError as wrong:
        form.blame(wrong)
    else:
        made = changes.Changed.model_validate(done.body)
        return undoable(request, to, _("It is on the calendar."), made)
    return await _new(request, visitor, form, to, status=422)


@router.get("/calendar/{entry_id:uuid}")
async def sheet(
    request: Request, visitor: Reader, entry_id: UUID, to: To = "/calendar", utm: str = ""
) -> Response:
    """All that is known of one entry, with a form to change it."""
    async with visitor.reading() as ctx:
        entry = await entries.read_entry(ctx, EntryId(entry_id=entry_id))
        typed = entry_form.typed_of(entry)
        if utm == "suggest" and not entry.utm_campaign:
            free = await entries.suggest_utm(ctx, EntryId(entry_id=entry_id))
            typed |= free.model_dump()
    return await _shown(request, visitor, entry, Form(typed=typed), to)


@router.post("/calendar/{entry_id:uuid}")
async def edit(request: Request, visitor: Writer, entry_id: UUID, to: To = "/calendar") -> Response:
    """Write what was changed; where somebody else was faster, both are shown."""
    data = await request.form(max_fields=forms.MOST_FIELDS)
    async with visitor.reading() as ctx:
        entry = await entries.read_entry(ctx, EntryId(entry_id=entry_id))
    before, typed = entry_form.typed_of(entry), entry_form.typed_in(data)
    form: Form[Any] = Form(typed=before | typed, key=_key(data))
    other: dict[str, Any] = {}
    status = 422
    try:
        given = entry_form.changes(typed, before)
        if not given.model_fields_set:
            return shell.back(request, back_to(to), _("Nothing was changed."))
        ask = changes.Edit(entry_id=entry_id, version=_version(data), changes=given)
        async with visitor.writing() as ctx:
            done = await changes.edit_entry(ctx, ask)
    except ValidationError as wrong:
        form.errors |= entry_form.told(wrong)
    except EditedMeanwhile as wrong:
        other, status = wrong.fields["differences"], 409
    except RefleqtError as wrong:
        form.blame(wrong)
    else:
        said = _("Saved.")
        if done.faults:
            said = f"{said} {done.faults[0].said}"
        return undoable(request, to, said, done)
    form.typed["_other"] = other
    return await _shown(request, visitor, entry, form, to, status)


@router.post("/calendar/{entry_id:uuid}/answer")
async def answer(
    request: Request, visitor: Planner, entry_id: UUID, to: To = "/calendar"
) -> Response:
    """Take, change or refuse a suggestion, or let it lie for now."""
    form = await forms.read(request, suggestions.Choice, entry_id=str(entry_id))
    if form.ask is None:
        async with visitor.reading() as ctx:
            entry = await entries.read_entry(ctx, EntryId(entry_id=entry_id))
        form.typed = entry_form.typed_of(entry) | form.typed
        return await _shown(request, visitor, entry, form, to, 422)
    choice = form.ask
    try:
        async with visitor.writing() as ctx:
            done = await suggestions.answer_suggestion(ctx, choice)
    except RefleqtError as wrong:
        return refused(request, to, wrong)
    said = {
        "accepted": _("It is on the calendar."), "modified": _("It is on the calendar, your way."),
        "rejected": _("Not suggested again."), "ignored": _("Left for now."),
    }[choice.action]  # fmt: skip
    changed = changes.Changed(change_id=done.change_id, items=[])
    return undoable(request, to, said, changed)


@router.post("/calendar/{entry_id:uuid}/trash")
async def throw_away(
    request: Request, visitor: Writer, entry_id: UUID, to: To = "/calendar"
) -> Response:
    """Put an entry into the trash."""
    try:
        async with visitor.writing() as ctx:
            done = await changes.trash_entries(ctx, changes.Ids(entry_ids=[entry_id]))
    except RefleqtError as wrong:
        return refused(request, to, wrong)
    return undoable(request, to, _("It is in the trash for 30 days."), done)


@router.post("/calendar/{entry_id:uuid}/duplicate")
async def duplicate(
    request: Request, visitor: Writer, entry_id: UUID, to: To = "/calendar"
) -> Response:
    """Write an entry down once more."""
    async with visitor.writing() as ctx:
        done = await changes.duplicate_entry(ctx, changes.Copy(entry_id=entry_id))
    return undoable(request, to, _("There is a copy of it, as an idea."), done)


@router.post("/calendar/{entry_id:uuid}/review")
async def review(
    request: Request, visitor: Writer, entry_id: UUID, to: To = "/calendar"
) -> Response:
    """Say what a published entry turned out to be."""
    form = await forms.read(request, changes.Review, entry_id=str(entry_id))
    if form.ask is None:
        return shell.back(request, back_to(to), _("Choose one of the three."), bad=True)
    async with visitor.writing() as ctx:
        done = await changes.review_entry(ctx, form.ask)
    return undoable(request, to, _("Noted."), done)


async def _new(
    request: Request, visitor: Visitor, form: Form[Any], to: str, status: int = 200
) -> Response:
    async with visitor.reading() as ctx:
        choices = await entries.list_choices(ctx, Nothing())
    blank = dict.fromkeys((*entry_form.OWN, "cost", "custom"), "") | {"plans": []}
    form.typed = blank | form.typed
    data = {
        "form": form, "to": back_to(to), "choices": choices, "statuses": statuses(),
        "stages": stages(),
    }  # fmt: skip
    return shell.page(request, "calendar/new.html", data, status=status)


async def _shown(
    request: Request,
    visitor: Visitor,
    entry: WholeEntry,
    form: Form[Any],
    to: str,
    status: int = 200,
) -> Response:
    async with visitor.reading() as ctx:
        choices = await entries.list_choices(ctx, Nothing())
    data = {
        "entry": entry, "form": form, "to": back_to(to), "choices": choices,
        "other": form.typed.get("_other") or {},
        "statuses": statuses(), "stages": stages(), "verdicts": VERDICTS, "kinds": KINDS,
        "currency": visitor.seen.currency, "zone": visitor.seen.timezone,
        "may_write": visitor.may("calendar:write"), "may_plan": visitor.may("plans:write"),
        "own_status": entry.status,
    }  # fmt: skip
    return shell.page(request, "calendar/sheet.html", data, status=status)


def stages() -> list[tuple[str, str]]:
    """Every stage by its name in the reader's language."""
    return [(stage, _(name)) for stage, name in STAGE_NAMES]


def _key(data: Any) -> str | None:
    key = data.get(KEY)
    return key if isinstance(key, str) and key else None


def _version(data: Any) -> int:
    given = data.get("version")
    return int(given) if isinstance(given, str) and given.isdecimal() and len(given) < 10 else 1
