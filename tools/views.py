"""Saved views of the calendar: filters under a name."""

from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from core.errors import NotFound
from domain.entries import Filters
from memory import views
from memory.ctx import Ctx
from tools.base import Answer, Ask, Nothing, tool


class NoSuchView(NotFound):
    """There is no such view of yours."""


class SavedFilters(Filters):
    """Filters, and how the days are shown."""

    layout: Literal["month", "agenda"] = "month"


class View(Ask):
    """A view to keep under a name, for oneself or for the whole team."""

    name: str = Field(min_length=1, max_length=80)
    filters: SavedFilters
    shared: bool = False


class ViewId(Ask):
    """A view by its id."""

    view_id: UUID


class ViewLine(Answer):
    """A saved view; `mine` tells one's own from what others share."""

    id: UUID
    name: str
    filters: SavedFilters
    shared: bool
    mine: bool


class ViewList(Answer):
    """Views by name."""

    items: list[ViewLine]


@tool("calendar:write")
async def save_view(ctx: Ctx, ask: View) -> ViewLine:
    """Keep filters under a name; the same name again replaces them."""
    filters = ask.filters.model_dump(mode="json")
    view_id = await views.keep_view(ctx, ask.name.strip(), filters, shared=ask.shared)
    return ViewLine(id=view_id, name=ask.name.strip(), filters=ask.filters, shared=ask.shared,
                    mine=True)  # fmt: skip


@tool("calendar:read")
async def list_views(ctx: Ctx, ask: Nothing) -> ViewList:
    """One's own views and those that others share."""
    return ViewList(items=[_line(ctx, row) for row in await views.views(ctx)])


@tool("calendar:write")
async def delete_view(ctx: Ctx, ask: ViewId) -> ViewLine:
    """Take a view away; what it held comes back, so that it can be saved again."""
    row = await views.drop_view(ctx, ask.view_id)
    if row is None:
        raise NoSuchView(f"{ask.view_id}.", field="view_id", value=str(ask.view_id))
    return _line(ctx, row)


def _line(ctx: Ctx, row: Any) -> ViewLine:
    return ViewLine(
        id=row.id, name=row.name, filters=SavedFilters(**row.filters), shared=row.shared,
        mine=row.user_id == ctx.actor.user_id,
    )  # fmt: skip
