"""A recurring point put in order: take mentions out, join it with another, undo either."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.web import forms, shell
from api.web.forms import Form
from api.web.pages.vents import MOST_POINTS, times
from api.web.session import Visitor, having
from api.web.texts import gettext as _
from core.errors import RefleqtError
from tools import board, themes
from tools.base import Ask

router = APIRouter()
Reader = Annotated[Visitor, having("context:read")]
Writer = Annotated[Visitor, having("inputs:write")]


class Chosen(Ask):
    """Mentions that were ticked."""

    quote_ids: list[UUID] = []


class Into(Ask):
    """The point to join with."""

    into: UUID


@router.get("/vents/recurring/{theme_id:uuid}")
async def one(request: Request, visitor: Reader, theme_id: UUID) -> Response:
    """One point with every mention, to put in order."""
    return await _shown(request, visitor, theme_id, forms.blank(Chosen))


@router.post("/vents/recurring/{theme_id:uuid}/split")
async def split(request: Request, visitor: Writer, theme_id: UUID) -> Response:
    """Take the ticked mentions out into a point of their own."""
    form = await forms.read(request, Chosen)
    if form.ask is None or not form.ask.quote_ids:
        form.errors[""] = _("Tick the quotes that are another point.")
        return await _shown(request, visitor, theme_id, form)
    ask = themes.TakeOut(theme_id=theme_id, quote_ids=form.ask.quote_ids)
    try:
        async with visitor.writing() as ctx:
            done = await themes.split_theme(ctx, ask)
    except RefleqtError as wrong:
        form.blame(wrong)
        return await _shown(request, visitor, theme_id, form)
    said = _("What you took out is a point of its own now.")
    undo = f"/vents/recurring/{done.theme_id}/back?home={theme_id}"
    return shell.back(request, f"/vents/recurring/{theme_id}", said, undo=undo)


@router.post("/vents/recurring/{theme_id:uuid}/join")
async def join(request: Request, visitor: Writer, theme_id: UUID) -> Response:
    """Say that this point is the same as another."""
    form = await forms.read(request, Into)
    if form.ask is None:
        form.errors[""] = _("Choose the point that says the same.")
        return await _shown(request, visitor, theme_id, form)
    try:
        async with visitor.writing() as ctx:
            done = await themes.join_themes(ctx, themes.Join(theme_id=theme_id, into=form.ask.into))
    except RefleqtError as wrong:
        form.blame(wrong)
        return await _shown(request, visitor, theme_id, form)
    undo = f"/vents/recurring/{done.theme_id}/back?home={theme_id}"
    to = f"/vents/recurring/{done.theme_id}"
    return shell.back(request, to, _("Both are one point now."), undo=undo)


@router.post("/vents/recurring/{theme_id:uuid}/back")
async def back(request: Request, visitor: Writer, theme_id: UUID, home: UUID) -> Response:
    """Undo what was taken out or joined."""
    async with visitor.writing() as ctx:
        await themes.bring_mentions_back(ctx, themes.BringBack(theme_id=theme_id, home=home))
    return shell.back(request, f"/vents/recurring/{home}", _("They stand where they stood."))


async def _shown(
    request: Request, visitor: Visitor, theme_id: UUID, form: Form[Any]
) -> Response:  # fmt: skip
    async with visitor.reading() as ctx:
        found = await board.list_recurrences(ctx, board.Often(least=1, limit=1, theme=theme_id))
        if not found.items:
            raise themes.NoSuchTheme(f"{theme_id}.", field="theme_id", value=str(theme_id))
        others = await board.list_recurrences(
            ctx, board.Often(least=2, limit=MOST_POINTS, mentions=1)
        )
    data = {
        "card": found.items[0], "times": times, "form": form,
        "others": [each for each in others.items if each.id != theme_id and each.label],
        "may_write": visitor.may("inputs:write"),
    }  # fmt: skip
    return shell.page(request, "vents/theme.html", data, status=422 if form.errors else 200)
