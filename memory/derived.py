"""What is derived from many inputs: segments and competitors with the places of their evidence.

Rows hold ids and places, no words: what a reader is shown is read from the sources that this reader
may read. What a founder decides about them is kept apart and stands over every computation.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Boolean, Column, Integer, Table, Text, Uuid, delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from core.ids import derived_id
from domain import competitors, segments
from domain.choices import Choice, groups
from domain.derived import Piece
from memory import files, inputs, market_signals, outcomes
from memory.ctx import Ctx
from memory.tables import among, document, moment, tenant_table, unique

About = Literal["segment", "competitor"]
MOST_PIECES = 2_000
"""Pieces that are kept of one thing, the newest; who is named more often loses the oldest."""
MOST_LINKS = 60

inferred_segments = tenant_table(
    "inferred_segments",
    Column("segment", Text, nullable=False),
    Column("evidence_count", Integer, nullable=False),
    document("payload"),
    unique("segment"),
)

competitive_intelligence = tenant_table(
    "competitive_intelligence",
    Column("competitor", Text, nullable=False),
    Column("mentions", Integer, nullable=False),
    moment("last_at"),
    document("payload"),
    unique("competitor"),
)

market_choices = tenant_table(
    "market_choices",
    Column("about", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("name", Text),
    Column("part_of", Text),
    Column("hidden", Boolean, nullable=False, server_default="false"),
    Column("added", Boolean, nullable=False, server_default="false"),
    Column("author_id", Uuid),
    moment("at", nullable=False),
    unique("about", "key"),
)

TABLES: Mapping[About, tuple[Table, str, str]] = {
    "segment": (inferred_segments, "segment", "evidence_count"),
    "competitor": (competitive_intelligence, "competitor", "mentions"),
}
"""Where rows lie, which column names them, which counts their evidence."""


def row_id(ctx: Ctx, about: About, key: str) -> UUID:
    """The id under which something derived is known, however often it is computed anew."""
    return derived_id(ctx.business_id, about, key)


async def replace(ctx: Ctx, about: About, found: Sequence[Mapping[str, Any]]) -> None:
    """Write what was computed over what was there.

    Each is `key`, `name`, `names`, `stated` and its `pieces`, oldest first. What fits no more goes,
    links and all.
    """
    table, _named, _counted = TABLES[about]
    links = outcomes.evidence_links
    old = [row.id for row in await ctx.rows(select(table.c.id))]
    await ctx.db.execute(
        delete(links).where(links.c.from_kind == about, among(links.c.from_id, old))
    )
    await ctx.db.execute(delete(table).where(table.c.business_id == ctx.business_id))
    rows = [_row(ctx, about, one) for one in found]
    if rows:
        await ctx.db.execute(insert(table), rows)
    whys = {"said": "named here", "planned": "planned for them", "measured": "measured for them"}
    await outcomes.link_all(
        ctx,
        [
            (about, row_id(ctx, about, one["key"]), piece.kind, piece.id, whys[piece.role])
            for one in found
            for piece in {p.id: p for p in one["pieces"][-MOST_LINKS:]}.values()
        ],
    )


def _row(ctx: Ctx, about: About, one: Mapping[str, Any]) -> dict[str, Any]:
    _table, named, counted = TABLES[about]
    pieces: Sequence[Piece] = one["pieces"][-MOST_PIECES:]
    payload = {
        "key": one["key"], "names": [*one["names"]], "stated": one["stated"],
        "pieces": [each.model_dump(mode="json", exclude_defaults=True) for each in pieces],
    }  # fmt: skip
    row = {
        "id": row_id(ctx, about, one["key"]), "business_id": ctx.business_id,
        named: one["name"], counted: len({each.id for each in pieces}), "payload": payload,
    }  # fmt: skip
    if about == "competitor":
        row["last_at"] = max((each.at for each in pieces), default=None)
    return row


async def all_of(ctx: Ctx, about: About) -> list[Any]:
    """Everything derived of one kind, most evidence first."""
    table, named, counted = TABLES[about]
    return await ctx.rows(select(table).order_by(table.c[counted].desc(), table.c[named]))


@dataclass(frozen=True)
class Standing:
    """Something derived as the founder's decisions leave it; `pieces` as they are kept."""

    id: UUID
    name: str
    names: tuple[str, ...]
    created_at: datetime
    pieces: tuple[dict[str, Any], ...]


async def standing(ctx: Ctx, about: About) -> list[Standing]:
    """What counts: with enough evidence, not dismissed, each with what was made part of it."""
    rows = {row.payload["key"]: row for row in await all_of(ctx, about)}
    decided = await choices(ctx, about)
    _table, named, _counted = TABLES[about]
    found = []
    for key, parts in groups([*rows], decided).items():
        own = [rows[part] for part in parts]
        pieces = tuple(one for row in own for one in row.payload["pieces"])
        chosen = [decided.get(part, Choice()) for part in parts]
        stated = any(row.payload.get("stated") for row in own) or any(c.added for c in chosen)
        if decided.get(key, Choice()).hidden or not _enough(about, pieces, stated=stated):
            continue
        name = decided.get(key, Choice()).name or getattr(own[0], named)
        names = tuple(dict.fromkeys(each for row in own for each in row.payload["names"]))
        began = min(row.created_at for row in own)
        found.append(Standing(row_id(ctx, about, key), name, names, began, pieces))
    return found


def _enough(about: About, pieces: Sequence[dict[str, Any]], *, stated: bool) -> bool:
    told = [Piece.model_validate(one) for one in pieces]
    if about == "segment":
        return segments.enough(told, stated=stated)
    return competitors.sure(told, stated=stated)


async def begin(ctx: Ctx, about: About, key: str, name: str) -> UUID:
    """A row for what nothing was derived of yet, so that it has a page; its id."""
    table, _named, _counted = TABLES[about]
    one = {"key": key, "name": name, "names": [name], "stated": False, "pieces": []}
    await ctx.db.execute(insert(table).values(_row(ctx, about, one)).on_conflict_do_nothing())
    return row_id(ctx, about, key)


async def choices(ctx: Ctx, about: About) -> dict[str, Choice]:
    """Key → what was decided about it."""
    table = market_choices
    rows = await ctx.rows(select(table).where(table.c.about == about))
    return {
        row.key: Choice(row.name or "", row.part_of or "", hidden=row.hidden, added=row.added)
        for row in rows
    }


async def keep_choice(ctx: Ctx, about: About, key: str, chosen: Choice) -> None:
    """Write what is decided about a key; nothing decided leaves no row."""
    table = market_choices
    if chosen.empty:
        await ctx.db.execute(delete(table).where(table.c.about == about, table.c.key == key))
        return
    values = {
        "name": chosen.name or None, "part_of": chosen.into or None, "hidden": chosen.hidden,
        "added": chosen.added, "author_id": ctx.actor.user_id, "at": ctx.at,
    }  # fmt: skip
    row = {
        "id": derived_id(ctx.business_id, "market choice", about, key),
        "business_id": ctx.business_id, "about": about, "key": key, **values,
    }  # fmt: skip
    write = insert(table).values(row)
    await ctx.db.execute(
        write.on_conflict_do_update(index_elements=["business_id", "about", "key"], set_=values)
    )


async def let_go(ctx: Ctx, kind: str, source_id: UUID) -> None:
    """Take one input's evidence out of everything derived; what rested on it alone goes."""
    links = outcomes.evidence_links
    for about, (table, _named, counted) in TABLES.items():
        kept = await choices(ctx, about)
        mark = [{"id": str(source_id)}]
        for row in await ctx.rows(select(table).where(table.c.payload["pieces"].contains(mark))):
            pieces = [one for one in row.payload["pieces"] if one["id"] != str(source_id)]
            key = row.payload["key"]
            if not pieces and not kept.get(key, Choice()).added:
                await ctx.db.execute(delete(table).where(table.c.id == row.id))
                await ctx.db.execute(delete(links).where(links.c.from_id == row.id))
                continue
            n = len({one["id"] for one in pieces})
            values = {"payload": {**row.payload, "pieces": pieces}, counted: n}
            await ctx.db.execute(update(table).where(table.c.id == row.id).values(**values))
        mine = (links.c.from_kind == about, links.c.to_kind == kind, links.c.to_id == source_id)
        await ctx.db.execute(delete(links).where(*mine))


async def texts(ctx: Ctx, wanted: Mapping[str, Sequence[UUID]]) -> dict[UUID, str]:
    """The words of those rows that the actor may read, by id; kind → ids."""
    found: dict[UUID, str] = {}
    for kind, ids in wanted.items():
        if kind in _READ and ids:
            table, column, _open = _READ[kind]
            query = select(table.c.id, table.c[column]).where(
                among(table.c.id, ids), _may(ctx, kind)
            )
            found |= {row[0]: _words(row[1]) for row in await ctx.rows(query)}
    return found


async def readable(ctx: Ctx, wanted: Mapping[str, Sequence[UUID]]) -> set[UUID]:
    """Those of the rows whose words the actor may read; kind → ids. Plans and figures: all."""
    found: set[UUID] = set()
    for kind, ids in wanted.items():
        if kind not in _READ:
            found |= {*ids}
        elif ids:
            table, _column, _open = _READ[kind]
            query = select(table.c.id).where(among(table.c.id, ids), _may(ctx, kind))
            found |= {row.id for row in await ctx.rows(query)}
    return found


async def times(ctx: Ctx) -> list[tuple[UUID, datetime]]:
    """Id and moment of every text that the actor may read: what shares are taken of."""
    found: list[tuple[UUID, datetime]] = []
    for kind, (table, column, _open) in _READ.items():
        query = select(table.c.id, table.c.at).where(table.c[column].is_not(None), _may(ctx, kind))
        found += [(row.id, row.at) for row in await ctx.rows(query)]
    return found


def by_kind(pieces: Sequence[Piece]) -> dict[str, list[UUID]]:
    """Kind → ids of the rows that pieces rest on, each once."""
    found: dict[str, dict[UUID, None]] = defaultdict(dict)
    for one in pieces:
        found[one.kind][one.id] = None
    return {kind: [*ids] for kind, ids in found.items()}


_READ: Mapping[str, tuple[Table, str, str]] = {
    "vent": (inputs.vent_entries, "text", "visibility"),
    "answer": (inputs.onboarding_responses, "answer", "author"),
    "activity": (inputs.activities, "notes", "all"),
    "file": (files.files, "pages", "visibility"),
    "market_signal": (market_signals.market_signals, "note", "all"),
}
"""Kind of a source → where its words lie, and by what it is told who may read them."""


def _may(ctx: Ctx, kind: str) -> Any:
    """Whether the actor may read a source of this kind, and it was not taken back."""
    table, column, by = _READ[kind]
    gone = next((each for each in ("deleted_at", "withdrawn_at") if each in table.c), None)
    there = table.c[gone].is_(None) if gone else table.c[column].is_not(None)
    if by == "all":
        return there
    every = ctx.actor.role == "worker"
    mine = or_(table.c.author_id.is_(None), table.c.author_id == ctx.actor.user_id)
    if by == "author":
        return there if every else there & mine
    on_record = there & (table.c.visibility != "off_record")
    return on_record if every else on_record & or_(table.c.visibility == "team", mine)


def _words(held: list[str] | str | None) -> str:
    return "\n\n".join(held) if isinstance(held, list) else held or ""
