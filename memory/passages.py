"""What may be looked up and cited: everything said, planned and believed, cut into passages.

Words off the record are no passages. Private words are, with their author; `readable` tells who
may see them.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, func, select, true

from domain.fusion import Form
from domain.language.chunks import Part, parts
from memory import (
    beliefs,
    calendar,
    connections,
    files,
    generations,
    inputs,
    market_signals,
    performance,
    plans,
    vectors,
)
from memory.ctx import Ctx
from memory.tables import among

SPOKEN = frozenset({"vent", "answer", "activity"})
"""Kinds in which somebody of the business speaks; a file may be anybody's words."""
SAID = SPOKEN | {"file", "market_signal"}
"""Kinds whose words stand as they came in; beliefs and entries change."""
MOST_ENTRIES = 5_000
LONG_TURN = 400
"""Characters that a turn has on average from which talk is a chat with long replies."""


@dataclass(frozen=True)
class Passage:
    """A stretch of words with its source; `about` is what they answer or belong to.

    The row `id` of `kind` is one that receipts know; `whole` is all that was said in it. In talk,
    `speaker` says it, in the turn that begins in line `turn`. `learned` is when these words came
    in, which is later than they were said where they were handed in, or changed, afterwards.
    """

    kind: str
    id: UUID
    position: int
    text: str
    at: datetime | None
    about: str = ""
    author: UUID | None = None
    private: bool = False
    whole: str = ""
    speaker: str = ""
    turn: int = 0
    form: Form = "prose"
    learned: datetime | None = None


def readable(ctx: Ctx, passage: Passage) -> bool:
    """Whether the actor may be shown these words (decisions: visibility)."""
    mine = passage.author in (None, ctx.actor.user_id) or ctx.actor.role == "worker"
    return not passage.private or mine


async def state(ctx: Ctx) -> str:
    """A text that changes whenever the passages may have changed."""
    return "|".join(map(str, await ctx.row(_state()) or ()))


@lru_cache(maxsize=1)
def _state() -> Select[Any]:
    vent = inputs.vent_entries
    parts = [
        select(
            func.concat_ws(
                "/", func.count(), func.max(vent.c.created_at), func.count(vent.c.deleted_at),
                func.max(vent.c.edited_at), func.max(vent.c.deleted_at),
                func.count().filter(vent.c.visibility == "team"),
                func.count().filter(vent.c.visibility == "private"),
            )
        ).scalar_subquery()
    ]  # fmt: skip
    for table, moved in (
        (inputs.onboarding_responses, inputs.onboarding_responses.c.corrected_at),
        (inputs.activities, None),
        (files.files, files.files.c.withdrawn_at),
        (market_signals.market_signals, market_signals.market_signals.c.edited_at),
        (market_signals.market_signals, market_signals.market_signals.c.deleted_at),
        (beliefs.cdt_beliefs, beliefs.cdt_beliefs.c.last_reinforced),
        (plans.execution_maps, plans.execution_maps.c.decided_at),
        (plans.creator_briefs, None),
        (calendar.calendar_entries, calendar.calendar_entries.c.changed_at),
        (connections.readings, None),
        (performance.performance_records, None),
        (vectors.context_embeddings, None),
        (generations.index_generations, generations.index_generations.c.switched_at),
    ):
        last = [func.max(moved)] if moved is not None else []
        said = func.concat_ws("/", func.count(), func.max(table.c.created_at), *last)
        parts.append(select(said).select_from(table).scalar_subquery())
    return select(*parts)


async def load(ctx: Ctx) -> list[Passage]:
    """All passages of the business, in a steady order, whoever may read them."""
    found: list[Passage] = []
    for row in await inputs.vents(ctx):
        if row.visibility != "off_record":
            private = row.visibility != "team"
            found += cut_up(
                "vent", row, row.text, author=row.author_id, private=private,
                learned=row.edited_at or row.created_at,
            )  # fmt: skip
    for row in await inputs.answers(ctx):
        if row.answer:
            found += cut_up(
                "answer", row, row.answer, about=row.question, author=row.author_id, private=True,
                learned=row.corrected_at or row.created_at,
            )  # fmt: skip
    activities = inputs.activities
    for row in await ctx.rows(select(activities).order_by(activities.c.at, activities.c.id)):
        found += cut_up("activity", row, row.notes or "", about=row.kind, learned=row.created_at)
    for row in await files.everything(ctx):
        private = row.visibility != "team"
        found += cut_up(
            "file", row, files.whole(row), about=row.name, author=row.author_id, private=private,
            learned=row.created_at,
        )  # fmt: skip
    for row in reversed(await market_signals.newest(ctx)):
        found += cut_up(
            "market_signal", row, row.note, about=row.kind.replace("_", " "),
            learned=row.edited_at or row.created_at,
        )  # fmt: skip
    return found + await _planned(ctx)


async def standing(ctx: Ctx, sources: Collection[tuple[str, UUID]]) -> set[tuple[str, UUID]]:
    """Those of (kind, id) whose row is still there, and was neither withdrawn nor forbidden."""
    vent, file, held = inputs.vent_entries, files.files, beliefs.cdt_beliefs
    entry, seen = calendar.calendar_entries, market_signals.market_signals
    tables: dict[str, tuple[Table, ColumnElement[bool]]] = {
        "vent": (vent, vent.c.deleted_at.is_(None)),
        "answer": (inputs.onboarding_responses, true()),
        "activity": (inputs.activities, true()),
        "file": (file, file.c.withdrawn_at.is_(None)),
        "belief": (held, held.c.verdict.is_distinct_from("forbidden")),
        "map": (plans.execution_maps, true()),
        "brief": (plans.creator_briefs, true()),
        "entry": (entry, entry.c.deleted_at.is_(None)),
        "market_signal": (seen, seen.c.deleted_at.is_(None)),
    }
    found: set[tuple[str, UUID]] = set()
    for kind in {kind for kind, _ in sources}:
        table, held_still = tables[kind]
        ids = among(table.c.id, [one for own, one in sources if own == kind])
        rows = await ctx.rows(select(table.c.id).where(ids, held_still))
        found |= {(kind, row.id) for row in rows}
    return found


async def vocabulary(ctx: Ctx) -> list[str]:
    """Names of figures, projects, channels, segments, campaigns: in use, though unsaid."""
    found: list[str] = []
    for column in (
        connections.readings.c.metric_name, connections.readings.c.project,
        performance.performance_records.c.metric, calendar.calendar_entries.c.channel,
        calendar.calendar_entries.c.segment, calendar.calendar_entries.c.artifact_type,
        calendar.campaigns.c.name,
    ):  # fmt: skip
        rows = await ctx.rows(select(column).where(column.is_not(None)).distinct())
        found += sorted(row[0] for row in rows)
    return found


async def _planned(ctx: Ctx) -> list[Passage]:
    """Beliefs, maps, briefs and calendar entries: one passage each."""
    held = beliefs.cdt_beliefs
    found = [
        Passage("belief", row.id, 0, row.belief_text, row.last_reinforced)
        for row in await ctx.rows(select(held).order_by(held.c.id))
        if row.verdict != "forbidden"
    ]
    for row in await plans.all_maps(ctx):
        reasons = " ".join(claim["text"] for claim in row.payload["why_now"])
        found.append(Passage("map", row.id, 0, row.title, row.created_at, about=reasons))
    briefs = plans.creator_briefs
    for row in await ctx.rows(select(briefs).order_by(briefs.c.created_at, briefs.c.id)):
        title = row.payload["brief"]["title"]
        found.append(Passage("brief", row.id, 0, title, row.created_at))
    entry = calendar.calendar_entries
    kept = select(entry).where(entry.c.deleted_at.is_(None))
    newest = kept.order_by(entry.c.publish_on.desc().nulls_last(), entry.c.id)
    for row in await ctx.rows(newest.limit(MOST_ENTRIES)):
        found.append(Passage("entry", row.id, 0, row.title, _noon(row.publish_on)))
    return found


def cut_up(kind: str, row: Any, text: str, **more: Any) -> Sequence[Passage]:
    """The passages of one text; `row` has its `id` and its time `at`."""
    cut = parts(text)
    form = form_of(cut)
    return [
        Passage(
            kind, row.id, position, part.text, row.at, whole=text, speaker=part.speaker,
            turn=part.turn, form=form, **more,
        )
        for position, part in enumerate(cut)
    ]  # fmt: skip


def form_of(cut: Sequence[Part]) -> Form:
    """Whether a text is talk, a chat with long replies, or prose."""
    if not any(part.speaker for part in cut):
        return "prose"
    turns = len({part.turn for part in cut})
    long = sum(len(part.text) for part in cut) >= LONG_TURN * turns
    return "chat" if long else "talk"


def _noon(day: date | None) -> datetime | None:
    return datetime.combine(day, time(12), UTC) if day else None
