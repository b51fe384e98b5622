"""The calendar: a month or a list, filters and saved views, moving, bulk changes, trash, undo."""

from datetime import date, timedelta
from typing import Annotated, Any, Literal
from urllib.parse import parse_qs, quote, urlencode
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import Field, ValidationError

from api.web import forms, months, shell, texts
from api.web.session import Visitor, having
from api.web.texts import gettext as _
from api.web.texts import later, ngettext
from core import clock
from core.errors import RefleqtError
from core.text import clean
from domain.calendar import STAGES, EntryStatus
from domain.entries import Day, Filters
from tools import changes, entries, views
from tools.base import Ask, Nothing
from tools.changes import Changed, Ids

router = APIRouter()
Reader = Annotated[Visitor, having("calendar:read")]
Writer = Annotated[Visitor, having("calendar:write")]
STATUSES = {
    "idea": later("Idea"), "planned": later("Planned"), "drafting": later("Draft"),
    "review": later("In review"), "scheduled": later("Scheduled"),
    "published": later("Published"), "dropped": later("Dropped"),
}  # fmt: skip
KINDS = {"published": "published", "scheduled": "scheduled", "review": "review"}
FILTERS = tuple(Filters.model_fields)
AGENDA_DAYS = 30
MOST_DUE, MOST_IN_AGENDA = 12, 100
To = Annotated[str, Query(max_length=2_000)]


class Bulk(Ids):
    """What is to be done with several entries."""

    act: Literal["move", "status", "trash"]
    by_days: int = Field(default=7, ge=-3660, le=3660)
    status: EntryStatus = "planned"


class Drop(Ask):
    """An entry on another day, as it was before one's eyes."""

    entry_id: UUID
    publish_on: Day
    version: int = Field(ge=1)


class NamedView(Ask):
    """A name for the filters of the page in hand."""

    name: str = Field(min_length=1, max_length=80)
    shared: bool = False
    query: str = Field(default="", max_length=2_000)


@router.get("/calendar")
async def calendar(
    request: Request, visitor: Reader, month: str | None = None, view: str = "month"
) -> Response:
    """A month, or with `view=agenda` the days one after another."""
    today = clock.now().astimezone(texts.zone()).date()
    filters = asked(request)
    async with visitor.reading() as ctx:
        choices = await entries.list_choices(ctx, Nothing())
        saved = (await views.list_views(ctx, Nothing())).items
        if view == "agenda":
            data = await _agenda(ctx, request, filters, today)
        else:
            data = await _month(ctx, filters, today, month)
    query = urlencode([(name, value) for name, value in request.query_params.multi_items()])
    data |= {
        "filters": filters, "choices": choices, "saved": saved, "today": today, "view": view,
        "statuses": statuses(), "stages": STAGES, "kinds": KINDS, "query": query,
        "here_now": f"/calendar?{query}" if query else "/calendar",
        "may_write": visitor.may("calendar:write"), "link": lambda **more: link(filters, **more),
        "view_link": view_link,
    }  # fmt: skip
    template = "calendar/agenda.html" if view == "agenda" else "calendar/month.html"
    return shell.page(request, template, data)


async def _month(ctx: Any, filters: Filters, today: date, asked_for: str | None) -> dict[str, Any]:
    first = months.month_of(asked_for, today)
    weeks = months.days_of(first, texts.first_weekday())
    start, end = weeks[0][0], weeks[-1][-1]
    days = {"start": start, "end": end}
    found = await entries.draw_days(
        ctx, entries.Drawing(**days, filters=filters, each=months.SHOWN + 1)
    )
    due = await entries.list_reviews(ctx, entries.Days(**days, each=MOST_DUE))
    reviews: dict[date, list[Any]] = {}
    for line in due.items:
        reviews.setdefault(line.review_on, []).append(line)
    return {
        "month": months.draw(first, weeks, today, found), "name": texts.day(first, "LLLL y"),
        "reviews": reviews, "due_of": due.of, "count": sum(found.of.values()),
        "weekdays": [texts.day(day, "EEE") for day in weeks[0]],
    }  # fmt: skip


async def _agenda(ctx: Any, request: Request, filters: Filters, today: date) -> dict[str, Any]:
    start = _day_of(request.query_params.get("start")) or today
    end = _day_of(request.query_params.get("end")) or start + timedelta(days=AGENDA_DAYS - 1)
    after = _id_of(request.query_params.get("after"))
    search = entries.Search(
        start=start, end=max(start, end), filters=filters, after=after, limit=MOST_IN_AGENDA
    )
    found = await entries.find_entries(ctx, search)
    length = timedelta(days=(end - start).days + 1)
    return {
        "days": months.by_day(found.items), "start": start, "end": end, "next": found.next,
        "earlier": start - length, "later": end + timedelta(days=1), "length": length,
        "count": len(found.items),
    }  # fmt: skip


@router.post("/calendar/move")
async def move(request: Request, visitor: Writer, to: To = "/calendar") -> Response:
    """Move one entry to another day; it keeps its hour."""
    form = await forms.read(request, Drop)
    if form.ask is None:
        return shell.back(request, back_to(to), _("That is no day to move it to."), bad=True)
    drop = form.ask
    asks = changes.Move(entry_ids=[drop.entry_id], publish_on=drop.publish_on, version=drop.version)
    try:
        async with visitor.writing() as ctx:
            done = await changes.move_entries(ctx, asks)
    except RefleqtError as wrong:
        return refused(request, to, wrong)
    said = _("Moved to %(day)s.") % {"day": texts.day(drop.publish_on, "EEEE d MMMM")}
    if done.faults:
        said = f"{said} {done.faults[0].said}"
    return undoable(request, to, said, done)


@router.post("/calendar/bulk")
async def bulk(request: Request, visitor: Writer, to: To = "/calendar") -> Response:
    """Move, restatus or throw away what was selected."""
    form = await forms.read(request, Bulk)
    if form.ask is None:
        return shell.back(request, back_to(to), _("Select some entries first."), bad=True)
    ask, ids = form.ask, form.ask.entry_ids
    try:
        async with visitor.writing() as ctx:
            if ask.act == "move":
                done = await changes.move_entries(
                    ctx, changes.Move(entry_ids=ids, by_days=ask.by_days)
                )
            elif ask.act == "status":
                done = await changes.restatus_entries(
                    ctx, changes.Restatus(entry_ids=ids, status=ask.status)
                )
            else:
                done = await changes.trash_entries(ctx, Ids(entry_ids=ids))
    except RefleqtError as wrong:
        return refused(request, to, wrong)
    n = len(done.items)
    said = {
        "move": ngettext("%(num)s entry moved.", "%(num)s entries moved.", n),
        "status": ngettext("%(num)s entry changed.", "%(num)s entries changed.", n),
        "trash": ngettext("%(num)s entry is in the trash.", "%(num)s entries are in the trash.", n),
    }[ask.act]
    return undoable(request, to, said % {"num": n}, done)


@router.get("/calendar/trash")
async def trash(request: Request, visitor: Reader) -> Response:
    """What was thrown away and can still be taken out."""
    async with visitor.reading() as ctx:
        found = await entries.list_trash(ctx, Nothing())
    data = {"trash": found, "may_write": visitor.may("calendar:write"), "kinds": KINDS}
    return shell.page(request, "calendar/trash.html", data)


@router.post("/calendar/trash")
async def restore(request: Request, visitor: Writer) -> Response:
    """Take entries out of the trash."""
    form = await forms.read(request, Ids)
    if form.ask is None:
        return shell.back(request, "/calendar/trash", _("Select some entries first."), bad=True)
    try:
        async with visitor.writing() as ctx:
            done = await changes.restore_entries(ctx, form.ask)
    except RefleqtError as wrong:
        return refused(request, "/calendar/trash", wrong)
    n = len(done.items)
    said = ngettext("%(num)s entry is back.", "%(num)s entries are back.", n) % {"num": n}
    return undoable(request, "/calendar/trash", said, done)


@router.post("/calendar/undo/{change_id:uuid}")
async def undo(
    request: Request, visitor: Writer, change_id: UUID, to: To = "/calendar"
) -> Response:
    """Put back what a change found; that can be undone in turn."""
    try:
        async with visitor.writing() as ctx:
            done = await changes.undo_change(ctx, changes.ChangeId(change_id=change_id))
    except RefleqtError as wrong:
        return refused(request, to, wrong)
    return undoable(request, to, _("Undone."), done)


@router.post("/calendar/views")
async def keep_view(request: Request, visitor: Writer) -> Response:
    """Keep the filters of a page under a name."""
    form = await forms.read(request, NamedView)
    if form.ask is None:
        return shell.back(request, "/calendar", _("Give the view a name."), bad=True)
    filters = views.SavedFilters(**_filters(form.ask.query), layout=_layout(form.ask.query))
    view = views.View(name=form.ask.name, filters=filters, shared=form.ask.shared)
    async with visitor.writing() as ctx:
        line = await views.save_view(ctx, view)
    said = _("The view “%(name)s” is kept.") % {"name": line.name}
    return shell.back(request, view_link(line), said, undo=f"/calendar/views/{line.id}/delete")


@router.post("/calendar/views/again")
async def view_again(
    request: Request, visitor: Writer, name: To, query: To = "", shared: bool = False
) -> Response:
    """Keep a view once more that was taken away."""
    filters = views.SavedFilters(**_filters(query), layout=_layout(query))
    async with visitor.writing() as ctx:
        line = await views.save_view(ctx, views.View(name=name, filters=filters, shared=shared))
    return shell.back(request, view_link(line), _("The view is back."))


@router.post("/calendar/views/{view_id:uuid}/delete")
async def delete_view(request: Request, visitor: Writer, view_id: UUID) -> Response:
    """Take a view away."""
    async with visitor.writing() as ctx:
        line = await views.delete_view(ctx, views.ViewId(view_id=view_id))
    query = view_link(line).partition("?")[2]
    again = urlencode({"name": line.name, "query": query, "shared": line.shared})
    said = _("The view “%(name)s” is gone.") % {"name": line.name}
    return shell.back(request, "/calendar", said, undo=f"/calendar/views/again?{again}")


def statuses() -> dict[str, str]:
    """Every status by its name in the reader's language."""
    return {status: _(name) for status, name in STATUSES.items()}


def asked(request: Request) -> Filters:
    """The filters of an address; what does not fit is left out."""
    return Filters(**_filters(request.url.query))


def link(filters: Filters, **more: Any) -> str:
    """The address of the calendar with filters and whatever else."""
    pairs = [(name, value) for name, value in more.items() if value not in (None, "")]
    for name in FILTERS:
        held = getattr(filters, name)
        values = held if isinstance(held, tuple) else (held,)
        pairs += [(name, value) for value in values if value]
    return f"/calendar?{urlencode(pairs)}" if pairs else "/calendar"


def view_link(line: views.ViewLine) -> str:
    """The address of a saved view."""
    layout = line.filters.layout
    return link(line.filters, view=layout if layout == "agenda" else "")


def back_to(to: str) -> str:
    """A page of the calendar to go back to."""
    return shell.local_path(to, "/calendar")


def undoable(request: Request, to: str, said: str, done: Changed) -> Response:
    """Go back to `to` with a toast that undoes a change."""
    place = back_to(to)
    undo = f"/calendar/undo/{done.change_id}?to={quote(place, safe='')}"
    return shell.back(request, place, said, undo=undo)


def refused(request: Request, to: str, wrong: RefleqtError) -> Response:
    """Go back to `to` and say why nothing was changed."""
    return shell.back(request, back_to(to), str(wrong), bad=True)


def _filters(query: str) -> dict[str, Any]:
    given = clean(parse_qs(query, max_num_fields=100))
    found: dict[str, Any] = {
        name: given[name] if name != "text" else given[name][0] for name in FILTERS if name in given
    }
    try:
        Filters(**found)
    except ValidationError as wrong:
        for error in wrong.errors():
            found.pop(str(error["loc"][0]), None)
    return found


def _layout(query: str) -> Literal["month", "agenda"]:
    return "agenda" if "view=agenda" in query else "month"


def _day_of(given: str | None) -> date | None:
    try:
        found = date.fromisoformat(given or "")
    except ValueError:
        return None
    return found if months.FIRST <= found <= months.LAST else None


def _id_of(given: str | None) -> UUID | None:
    try:
        return UUID(given or "")
    except ValueError:
        return None
