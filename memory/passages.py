"""What may be looked up and cited: everything said, planned and believed, cut into passages.

Words off the record are no passages. Private words are, with their author; `readable` tells who
may see them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

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

SPOKEN = frozenset({"vent", "answer", "activity"})
"""Kinds in which somebody of the business speaks; a file may be anybody's words."""
MOST_ENTRIES = 5_000
LONG_TURN = 400
"""Characters that a turn has on average from which talk is a chat with long replies."""


@dataclass(frozen=True)
class Passage:
    """A stretch of words with its source; `about` is what they answer or belong to.

    The row `id` of `kind` is one that receipts know; `whole` is all that was said in it. In talk,
    `speaker` says it, in the turn that begins in line `turn`.
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


def readable(ctx: Ctx, passage: Passage) -> bool:
    """Whether the actor may be shown these words (decisions: visibility)."""
    mine = passage.author in (None, ctx.actor.user_id) or ctx.actor.role == "worker"
    return not passage.private or mine


async def state(ctx: Ctx) -> str:
    """A text that changes whenever the passages may have changed."""
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
    return "|".join(map(str, await ctx.row(select(*parts)) or ()))


async def load(ctx: Ctx) -> list[Passage]:
    """All passages of the business, in a steady order, whoever may read them."""
    found: list[Passage] = []
    for row in await inputs.vents(ctx):
        if row.visibility != "off_record":
            private = row.visibility != "team"
            found += cut_up("vent", row, row.text, author=row.author_id, private=private)
    for row in await inputs.answers(ctx):
        if row.answer:
            found += cut_up(
                "answer", row, row.answer, about=row.question, author=row.author_id, private=True
            )
    activities = inputs.activities
    for row in await ctx.rows(select(activities).order_by(activities.c.at, activities.c.id)):
        found += cut_up("activity", row, row.notes or "", about=row.kind)
    for row in await files.everything(ctx):
        private = row.visibility != "team"
        found += cut_up(
            "file", row, files.whole(row), about=row.name, author=row.author_id, private=private
        )
    for row in reversed(await market_signals.newest(ctx)):
        found += cut_up("market_signal", row, row.note, about=row.kind.replace("_", " "))
    return found + await _planned(ctx)


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
