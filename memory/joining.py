"""Themes while mentions join them: read once, changed here, written at the end in few statements.

What is left behind is the same as if each mention had been written by itself: counts, first and
last times, and what rests on what.
"""

from bisect import insort
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from memory import outcomes
from memory.context import theme_quotes, themes
from memory.ctx import Ctx


@dataclass(frozen=True)
class Standing:
    """A mention and the theme that it stands in."""

    id: UUID
    theme_id: UUID
    extraction_id: UUID
    said_at: datetime


@dataclass
class Themes:
    """The mentions of a business, oldest words first, with all that became different."""

    mentions: list[Standing] = field(default_factory=list)
    _begun: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    _quotes: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    _moved: dict[UUID, UUID] = field(default_factory=dict)
    _counted: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    _links: dict[tuple[str, UUID, str, UUID], str] = field(default_factory=dict)
    _unlinked: dict[tuple[UUID, UUID], None] = field(default_factory=dict)

    def theme_of(self, quote_id: UUID) -> UUID | None:
        """The theme that a mention stands in, or None where it is not known."""
        return next((one.theme_id for one in self.mentions if one.id == quote_id), None)

    def count(self, theme_id: UUID) -> int:
        """How often a theme was mentioned by now."""
        return sum(1 for one in self.mentions if one.theme_id == theme_id)

    def begin(self, theme_id: UUID, topic: str, label: str, said_at: datetime) -> None:
        """A theme that nobody mentioned before."""
        row = {"topic": topic, "label": label, "first_at": said_at, "last_at": said_at}
        self._begun[theme_id] = {"id": theme_id, **row}

    def absorb(self, younger: UUID, older: UUID) -> None:
        """Make `younger` part of `older`; receipts of the younger lead on to the older.

        `younger` stays as an empty theme, so that whatever cites it still finds it.
        """
        for place, one in enumerate(self.mentions):
            if one.theme_id == younger:
                self._put(place, older)
                why = "said in other words before it was known to be this theme"
                self._link("theme", older, "extraction", one.extraction_id, why)
        self._count(younger)
        self._link("theme", younger, "theme", older, "became part of this theme")

    def move(self, place: int, theme_id: UUID) -> None:
        """Move the mention at `place`, and its receipt, to the theme that it fits better."""
        one = self.mentions[place]
        self._put(place, theme_id)
        self._count(one.theme_id)
        self._count(theme_id)
        self._unlink(one.theme_id, one.extraction_id)
        why = "fits this theme better than the one it was first counted to"
        self._link("theme", theme_id, "extraction", one.extraction_id, why)

    def join(self, quote: dict[str, Any]) -> int:
        """Add a mention (a row of `theme_quotes`); returns how often its theme was mentioned."""
        named = ("id", "theme_id", "extraction_id", "said_at")
        one = Standing(*(quote[name] for name in named))
        insort(self.mentions, one, key=lambda each: (each.said_at, each.id))
        self._quotes[one.id] = quote
        self._count(one.theme_id)
        count = self.count(one.theme_id)
        why = f"mention {count} of this theme"
        self._link("theme", one.theme_id, "extraction", one.extraction_id, why)
        return count

    async def write(self, ctx: Ctx) -> None:
        """Write down all that became different."""
        ours = {"business_id": ctx.business_id}
        if self._begun:
            begun = [{**row, **ours} for row in self._begun.values()]
            await ctx.db.execute(insert(themes).on_conflict_do_nothing(), begun)
        table = theme_quotes
        if self._moved:
            write = update(table).where(table.c.id == bindparam("this"))
            moved = [{"this": one, "to": theme} for one, theme in self._moved.items()]
            await ctx.db.execute(write.values(theme_id=bindparam("to")), moved)
        if self._quotes:
            rows = [{**row, **ours} for row in self._quotes.values()]
            await ctx.db.execute(insert(table).on_conflict_do_nothing(), rows)
        await self._write_counts(ctx)
        await outcomes.unlink_all(ctx, self._unlinked)
        await outcomes.link_all(ctx, [(*key, why) for key, why in self._links.items()])

    async def _write_counts(self, ctx: Ctx) -> None:
        for dated in (True, False):
            names = ("count", "first_at", "last_at") if dated else ("count",)
            rows = [
                {"this": theme, **{f"new_{name}": row[name] for name in names}}
                for theme, row in self._counted.items()
                if ("first_at" in row) == dated
            ]
            write = update(themes).where(themes.c.id == bindparam("this"))
            if rows:
                new = {name: bindparam(f"new_{name}") for name in names}
                await ctx.db.execute(write.values(**new), rows)

    def _put(self, place: int, theme_id: UUID) -> None:
        one = self.mentions[place]
        self.mentions[place] = replace(one, theme_id=theme_id)
        if one.id in self._quotes:
            self._quotes[one.id] = {**self._quotes[one.id], "theme_id": theme_id}
        else:
            self._moved[one.id] = theme_id

    def _count(self, theme_id: UUID) -> None:
        """As `memory.context.count_theme`: of an empty theme the times stay."""
        said = [one.said_at for one in self.mentions if one.theme_id == theme_id]
        times = {"first_at": min(said), "last_at": max(said)} if said else {}
        self._counted[theme_id] = {**self._counted.get(theme_id, {}), "count": len(said), **times}

    def _link(self, kind: str, subject: UUID, to_kind: str, to: UUID, why: str) -> None:
        self._links.setdefault((kind, subject, to_kind, to), why)

    def _unlink(self, subject: UUID, evidence: UUID) -> None:
        for key in [key for key in self._links if (key[1], key[3]) == (subject, evidence)]:
            del self._links[key]
        self._unlinked[subject, evidence] = None


async def load(ctx: Ctx) -> Themes:
    """All mentions as they stand."""
    table = theme_quotes
    columns = (table.c.id, table.c.theme_id, table.c.extraction_id, table.c.said_at)
    rows = await ctx.rows(select(*columns).order_by(table.c.said_at, table.c.id))
    return Themes([Standing(*row) for row in rows])
