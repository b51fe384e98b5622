"""Themes put in order by hand: mentions taken out, two themes made one, and either undone.

What a person put in order stays so: later notes may join, but nothing leaves by itself, and two
such themes never become one (product row VE4).
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from pydantic import Field

from core.errors import BadInput, NotFound
from core.ids import new_id
from core.text import shorten
from memory import context, outcomes, recurrence, sorting
from memory.ctx import Ctx
from tools.base import Answer, Ask, tool

BY_HAND = "somebody put it here"


class NoSuchTheme(NotFound):
    """There is no such theme."""


class NoSuchMention(BadInput):
    """This mention is not in the theme."""


class NothingLeft(BadInput):
    """A theme keeps at least one mention."""


class OneTheme(BadInput):
    """A theme cannot be joined with itself."""


class TakeOut(Ask):
    """Mentions to take out of a theme into one of their own."""

    theme_id: UUID
    quote_ids: list[UUID] = Field(min_length=1, max_length=500)


class Join(Ask):
    """Two themes that are one: all mentions of `theme_id` go to `into`."""

    theme_id: UUID
    into: UUID


class BringBack(Ask):
    """Mentions that a person took from `home` to `theme_id` go back."""

    theme_id: UUID
    home: UUID


class Sorted(Answer):
    """The theme in which the mentions stand now, where they stood, and how many were moved."""

    theme_id: UUID
    home: UUID
    moved: int


@tool("inputs:write")
async def split_theme(ctx: Ctx, ask: TakeOut) -> Sorted:
    """Take mentions out of a theme: they are another matter."""
    await recurrence.one_at_a_time(ctx)
    own = await _mentions(ctx, ask.theme_id)
    taken = [row for row in own if row.id in {*ask.quote_ids}]
    for missing in {*ask.quote_ids} - {row.id for row in taken}:
        raise NoSuchMention(f"{missing}.", field="quote_ids", value=str(missing))
    if len(taken) == len(own):
        raise NothingLeft(
            f"All {len(own)} were chosen.", field="quote_ids", value=str(len(own)),
            remedy="Leave one, or join the theme with another.",
        )  # fmt: skip
    theme = await sorting.theme(ctx, ask.theme_id)
    fresh, first = new_id(), taken[0]
    await context.start_theme(ctx, fresh, theme.topic, shorten(first.quote, 90), first.said_at)
    await _move(ctx, taken, ask.theme_id, fresh, sorted_from=ask.theme_id)
    await sorting.settle(ctx, [ask.theme_id, fresh], by_hand=True)
    return Sorted(theme_id=fresh, home=ask.theme_id, moved=len(taken))


@tool("inputs:write")
async def join_themes(ctx: Ctx, ask: Join) -> Sorted:
    """Say that two themes are the same matter."""
    await recurrence.one_at_a_time(ctx)
    taken = await _mentions(ctx, ask.theme_id)
    await _mentions(ctx, ask.into)
    if ask.theme_id == ask.into:
        raise OneTheme(f"{ask.into}.", field="into", value=str(ask.into))
    await _move(ctx, taken, ask.theme_id, ask.into, sorted_from=ask.theme_id)
    await sorting.settle(ctx, [ask.theme_id, ask.into], by_hand=True)
    return Sorted(theme_id=ask.into, home=ask.theme_id, moved=len(taken))


@tool("inputs:write")
async def bring_mentions_back(ctx: Ctx, ask: BringBack) -> Sorted:
    """Undo a split or a join."""
    await recurrence.one_at_a_time(ctx)
    for known in (ask.theme_id, ask.home):
        if await sorting.theme(ctx, known) is None:
            raise NoSuchTheme(f"{known}.", field="theme_id", value=str(known))
    taken = await sorting.mentions(ctx, ask.theme_id, sorted_from=ask.home)
    await _move(ctx, taken, ask.theme_id, ask.home, sorted_from=None)
    await sorting.settle(ctx, [ask.theme_id, ask.home], by_hand=False)
    return Sorted(theme_id=ask.home, home=ask.theme_id, moved=len(taken))


async def _mentions(ctx: Ctx, theme_id: UUID) -> list[Any]:
    """The mentions of a theme that has some; only their counts matter, not who may read them."""
    found = await sorting.mentions(ctx, theme_id)
    if not found:
        raise NoSuchTheme(f"{theme_id}.", field="theme_id", value=str(theme_id))
    return found


async def _move(
    ctx: Ctx, taken: Sequence[Any], source: UUID, to: UUID, sorted_from: UUID | None
) -> None:
    await sorting.move(ctx, [row.id for row in taken], to, sorted_from)
    for row in taken:
        await outcomes.unlink(ctx, source, row.extraction_id)
    links = [("extraction", row.extraction_id, BY_HAND) for row in taken]
    await outcomes.link(ctx, "theme", to, links)
