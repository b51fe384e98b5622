"""The vent board: notes that somebody may read, by filters, with what was read in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Text,
    and_,
    any_,
    exists,
    func,
    literal,
    or_,
    select,
    tuple_,
    union_all,
    update,
)

from memory.context import context_extractions, theme_quotes, themes
from memory.ctx import Ctx
from memory.inputs import vent_entries
from memory.outcomes import evidence_links
from memory.tables import among

BAD, GOOD, HEAVY = -0.5, 0.5, 0.6
"""Sentiment at and below which a note sounds bad, at and above which good; charge that is heavy."""


@dataclass(frozen=True)
class Wanted:
    """Which notes are asked for; None and empty ask for all."""

    visibility: str | None = None
    tag: str = ""
    topic: str = ""
    mood: str | None = None
    theme: UUID | None = None


async def notes(
    ctx: Ctx, wanted: Wanted, before: UUID | None = None, most: int = 50
) -> list[Any] | None:
    """Notes that the actor may read, newest first; None where there is no note `before`."""
    table = vent_entries
    query = select(table).where(table.c.deleted_at.is_(None), _readable(ctx), *_asked(wanted))
    if before is not None:
        last = await ctx.row(
            select(table.c.at, table.c.id).where(table.c.id == before, _readable(ctx))
        )
        if last is None:
            return None
        query = query.where(tuple_(table.c.at, table.c.id) < tuple_(last.at, last.id))
    return await ctx.rows(query.order_by(table.c.at.desc(), table.c.id.desc()).limit(most))


async def note(ctx: Ctx, vent_id: UUID) -> Any:
    """One note that the actor may read, taken back or not, or None."""
    table = vent_entries
    return await ctx.row(select(table).where(table.c.id == vent_id, _readable(ctx)))


async def readings(ctx: Ctx, vents: Sequence[UUID]) -> dict[UUID, Any]:
    """Vent id → its newest extraction."""
    table = context_extractions
    query = select(table).where(table.c.source_kind == "vent", among(table.c.source_id, vents))
    rows = await ctx.rows(query.order_by(table.c.created_at, table.c.id))
    return {row.source_id: row for row in rows}


async def heard_mark(ctx: Ctx) -> tuple[Any, ...]:
    """What changes whenever a note that the actor may read is written, changed, read or gone."""
    vent, read = vent_entries, context_extractions
    mine = vent.c.deleted_at.is_(None), _readable(ctx)
    kept = select(
        func.count(), func.max(vent.c.created_at), func.max(vent.c.edited_at),
        func.count().filter(vent.c.visibility == "off_record"),
        func.count().filter(vent.c.visibility == "team"),
    ).where(*mine)  # fmt: skip
    seen = select(func.count(), func.max(read.c.created_at)).where(read.c.source_kind == "vent")
    return (*(await ctx.row(kept)), *(await ctx.row(seen)))


async def feelings(ctx: Ctx) -> list[Any]:
    """Time, sentiment and charge of every note that the actor may read, oldest first."""
    table, vent = context_extractions, vent_entries
    query = (
        select(table.c.said_at, table.c.sentiment, table.c.charge)
        .join(vent, vent.c.id == table.c.source_id)
        .where(table.c.source_kind == "vent", vent.c.deleted_at.is_(None), _readable(ctx))
    )
    return await ctx.rows(query.order_by(table.c.said_at, table.c.id))


async def themes_of(ctx: Ctx, extractions: Sequence[UUID]) -> dict[UUID, Any]:
    """Extraction id → the theme that it is a mention of, with how often that was mentioned."""
    query = (
        select(theme_quotes.c.extraction_id, themes.c.id, themes.c.count)
        .join(themes, themes.c.id == theme_quotes.c.theme_id)
        .where(among(theme_quotes.c.extraction_id, extractions))
    )
    return {row.extraction_id: row for row in await ctx.rows(query)}


async def mentions_of(ctx: Ctx, theme_ids: Sequence[UUID]) -> list[Any]:
    """Mentions of themes with source and topics of each, oldest first; without their words.

    `open` says whether the actor may be shown the words.
    """
    read, said, vent = context_extractions, theme_quotes, vent_entries
    shown = or_(read.c.source_kind != "vent", and_(vent.c.deleted_at.is_(None), _readable(ctx)))
    note = and_(vent.c.business_id == read.c.business_id, vent.c.id == read.c.source_id)
    query = (
        select(said.c.id, said.c.theme_id, said.c.said_at, said.c.created_at, read.c.source_kind,
               read.c.source_id, read.c.topics, func.coalesce(shown, False).label("open"))
        .join(read, read.c.id == said.c.extraction_id).outerjoin(vent, note)
        .where(among(said.c.theme_id, theme_ids))
        .order_by(said.c.said_at, said.c.id)
    )  # fmt: skip
    return await ctx.rows(query)


async def quotes(ctx: Ctx, mentions: Sequence[UUID]) -> dict[UUID, str]:
    """The words of mentions."""
    table = theme_quotes
    query = select(table.c.id, table.c.quote).where(among(table.c.id, mentions))
    return {row.id: row.quote for row in await ctx.rows(query)}


async def claims_on(ctx: Ctx, theme_ids: Sequence[UUID], kinds: Sequence[str]) -> list[Any]:
    """Claims of these kinds that rest on themes or on a mention of theirs, first made first.

    Rows: (theme_id, kind, id), each once.
    """
    link, said = evidence_links, theme_quotes
    same = and_(said.c.business_id == link.c.business_id, said.c.extraction_id == link.c.to_id)
    kind = link.c.from_kind.in_(kinds)
    what = (link.c.from_kind.label("kind"), link.c.from_id.label("id"), link.c.created_at)
    on_mentions = select(said.c.theme_id, *what).join(link, same)
    on_mentions = on_mentions.where(among(said.c.theme_id, theme_ids), kind)
    on_themes = select(link.c.to_id.label("theme_id"), *what)
    on_themes = on_themes.where(among(link.c.to_id, theme_ids), kind)
    every = union_all(on_mentions, on_themes).subquery().c
    query = select(every.theme_id, every.kind, every.id)
    query = query.group_by(every.theme_id, every.kind, every.id)
    return await ctx.rows(query.order_by(func.min(every.created_at), every.id))


async def resting_on(ctx: Ctx, ids: Sequence[UUID], kinds: Sequence[str]) -> list[Any]:
    """Kind and id of claims of these kinds that rest on any of `ids`, and on which (`to_id`)."""
    table = evidence_links
    query = select(table.c.from_kind, table.c.from_id, table.c.to_id).where(
        among(table.c.to_id, ids), table.c.from_kind.in_(kinds)
    )
    return await ctx.rows(query.order_by(table.c.created_at, table.c.id).limit(1_000))


async def tags(ctx: Ctx, most: int = 60) -> list[str]:
    """The tags of notes that the actor may read, most used first."""
    table = vent_entries
    each = func.unnest(table.c.tags, type_=Text).label("tag")
    named = select(each).where(table.c.deleted_at.is_(None), _readable(ctx)).subquery()
    query = select(named.c.tag).group_by(named.c.tag).order_by(func.count().desc(), named.c.tag)
    return [row.tag for row in await ctx.rows(query.limit(most))]


async def take_offers(ctx: Ctx) -> list[UUID]:
    """The actor's own notes for which care was not offered yet; from now on it was."""
    table = vent_entries
    query = (
        update(table)
        .where(table.c.care, table.c.care_shown_at.is_(None), table.c.deleted_at.is_(None),
               table.c.author_id == ctx.actor.user_id)
        .values(care_shown_at=ctx.at)
    )  # fmt: skip
    return [row.id for row in await ctx.rows(query.returning(table.c.id))]


def _readable(ctx: Ctx) -> Any:
    """The actor's own notes, and what is meant for the team."""
    table = vent_entries
    return or_(
        table.c.visibility == "team",
        table.c.author_id.is_(None),
        table.c.author_id == ctx.actor.user_id,
    )


def _asked(wanted: Wanted) -> list[Any]:
    table, read = vent_entries, context_extractions
    found = []
    if wanted.visibility:
        found.append(table.c.visibility == wanted.visibility)
    if wanted.tag:
        found.append(literal(wanted.tag, Text) == any_(table.c.tags))
    about = []
    if wanted.topic:
        about.append(literal(wanted.topic, Text) == any_(read.c.topics))
    if wanted.mood:
        about.append({"bad": read.c.sentiment <= BAD, "good": read.c.sentiment >= GOOD,
                      "heavy": read.c.charge >= HEAVY}[wanted.mood])  # fmt: skip
    if wanted.theme:
        about.append(
            exists().where(
                theme_quotes.c.business_id == read.c.business_id,
                theme_quotes.c.extraction_id == read.c.id, theme_quotes.c.theme_id == wanted.theme,
            )
        )  # fmt: skip
    if about:
        same = (read.c.business_id == table.c.business_id, read.c.source_id == table.c.id,
                read.c.source_kind == "vent")  # fmt: skip
        found.append(exists().where(*same, *about))
    return found
