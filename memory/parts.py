"""The parts of β beside what is said: each read from its tables as it was known at a moment.

A further part is one more function and one line in `PARTS`.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Date, String, cast, func, select, union

from core.clock import months_before
from domain.beliefs import CATEGORIES
from domain.beta import Asked, Held, Item, Part, fading, share
from domain.business import PROFILE_KINDS
from domain.claims import words
from domain.packing import tokens
from domain.prose import counted, money, month, quantity
from memory import (
    beliefs,
    calendar,
    connections,
    derived,
    events,
    outcomes,
    people,
    performance,
    receipts,
)
from memory.ctx import Ctx

WEEKS = 4
"""Weeks back and ahead that a calendar should have something in."""
MONTHS = 6
"""Full months back that should have figures."""
LEAST_EVIDENCE = 2
CORE = frozenset(
    {"business_name", "industry", "products", "business_model", "icp_titles", "icp_pains",
     "pricing", "differentiators", "stage"}
)  # fmt: skip
"""Fields without which nothing else can be understood."""
PROPOSED = {"execution_map": "map", "calendar_suggestion": "entry"}
"""Kinds of recommendations → the kind of the row that was recommended."""


def of_profile(asked: Asked) -> Held:
    """What the business says of itself; the fields that it does not are wanting."""
    found = asked.stated
    items = [
        Item(
            "stated", one.kind, one.id, f"{words(one.field)}: {_value(one.value)}", one.said,
            one.learned, since=_day(one.said), confidence=one.confidence, about=one.field,
            worth=1.0 if one.field in CORE else 0.5, quote=one.quote,
        )
        for one in found
    ]  # fmt: skip
    known = [one.field for one in found]
    gaps = tuple(name for name in PROFILE_KINDS if name not in known)
    return _held(items, share(known, PROFILE_KINDS), wanting=gaps)


async def of_calendar(ctx: Ctx, asked: Asked) -> Held:
    """What was published and is planned; suggestions count once they are taken."""
    late = {
        row.recommendation_id for row in await outcomes.recommendations(ctx)
        if row.action_timestamp is None or row.action_timestamp > asked.known_by
    }  # fmt: skip
    items, weeks = [], set()
    for row in await calendar.entries(ctx, trashed=True):
        gone = row.deleted_at is not None and row.deleted_at <= asked.known_by
        if gone or row.created_at > asked.known_by or (row.suggested_by and row.id in late):
            continue
        same = row.changed_at is None or row.changed_at <= asked.known_by
        items.append(_entry(row, asked, same=same))
        if row.publish_on:
            weeks.add((row.publish_on - asked.day).days // 7)
    behind = [min(one.since, asked.day) for one in items if one.since]
    return _held(items, share(weeks, range(-WEEKS, WEEKS)), newest=max(behind, default=None))


def _entry(row: Any, asked: Asked, *, same: bool) -> Item:
    told = [words(row.artifact_type), words(row.channel or ""), f"{row.publish_on or 'no day'}"]
    told += [words(row.segment or ""), words(row.status) if same else ""]
    text = f"“{row.title}” ({', '.join(each for each in told if each)})"
    return Item(
        "calendar", "entry", row.id, text, row.publish_on, row.created_at, since=row.publish_on,
        worth=fading(row.publish_on, asked.day), state="" if same else "changed since",
    )  # fmt: skip


async def of_results(ctx: Ctx, asked: Asked) -> Held:
    """What was measured: each channel's months, and each piece."""
    house = await people.business(ctx)
    code = house.currency if house else "USD"
    by_month: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for row in await performance.by_month(ctx, asked.known_by):
        by_month[row.month, row.channel].append(row)
    items = []
    for (name, channel), rows in by_month.items():
        best, last = max(rows, key=lambda row: row.largest), max(row.last for row in rows)
        text = f"{words(channel) or 'no channel'}, {month(name)}: {_figures(rows, code)}"
        items.append(
            Item("results", "record", best.top, text, last, max(r.learned for r in rows),
                 since=min(row.first for row in rows), until=last, worth=fading(last, asked.day))
        )  # fmt: skip
    pieces: dict[UUID, list[Any]] = defaultdict(list)
    for row in await performance.by_entry(ctx, asked.known_by):
        pieces[row.id].append(row)
    for one, rows in pieces.items():
        head = rows[0]
        told = [words(each) for each in (head.channel, head.segment, head.angle) if each]
        text = f"“{head.title}” ({', '.join(told)}): {_figures(rows, code)}"
        worth = fading(head.publish_on, asked.day) * 0.8
        items.append(
            Item("results", "entry", one, text, head.publish_on, max(r.learned for r in rows),
                 since=head.publish_on, worth=worth)
        )  # fmt: skip
    wanted = [f"{months_before(asked.day, n):%Y-%m}" for n in range(1, MONTHS + 1)]
    newest = max((one.until for one in items if one.until), default=None)
    return _held(items, share((name for name, _ in by_month), wanted), newest=newest)


async def of_signals(ctx: Ctx, asked: Asked) -> Held:
    """Figures that moved more than noise; whole where the last months have figures to compare."""
    rows = [r for r in await connections.all_signals(ctx) if r.created_at <= asked.known_by]
    items = [
        Item(
            "signals", "signal", row.id,
            f"{words(row.metric_name)} {'rose' if row.magnitude > 0 else 'fell'} by "
            f"{abs(row.magnitude):.0%} in {month(row.period)} ({words(row.source)})",
            _last_of(row.period), row.created_at, since=_first_of(row.period),
            worth=fading(_first_of(row.period), asked.day),
        )
        for row in rows
    ]  # fmt: skip
    table, record = connections.readings, performance.performance_records
    days = union(
        *(
            select(cast(func.date_trunc("month", each.c.date), Date).label("first"))
            .where(each.c.created_at <= asked.known_by)
            for each in (table, record)
        )
    )  # fmt: skip
    there = {f"{row.first:%Y-%m}" for row in await ctx.rows(days)}
    wanted = [f"{months_before(asked.day, n):%Y-%m}" for n in range(1, MONTHS + 1)]
    return _held(items, share(there, wanted))


async def of_beliefs(ctx: Ctx, asked: Asked) -> Held:
    """What is believed, as surely as it was at the moment; what its owner forbade is left out."""
    moves = await _moves(ctx, asked) if asked.then else {}
    counts = await _evidence(ctx, asked.known_by)
    items = []
    for row in await ctx.rows(select(beliefs.cdt_beliefs).order_by(beliefs.cdt_beliefs.c.id)):
        moved = moves.get(str(row.id))
        if row.verdict == "forbidden" or row.created_at > asked.known_by or (
            asked.then and moved is None
        ):  # fmt: skip
            continue
        sure, state = (moved or (row.confidence, row.status))[:2]
        heard = counts.get(row.id)
        pieces, against, last = heard[1:] if heard else (0, 0, row.first_observed)
        text = f"{row.belief_text} ({sure:.0%} sure, {counted(pieces, 'piece')} of evidence"
        text += f", {against} against)" if against else ")"
        items.append(
            Item(
                "beliefs", "belief", row.id, text, last, row.created_at,
                since=_day(row.valid_from or row.first_observed), until=_day(row.valid_to),
                worth=sure * fading(_day(last), asked.day, 90), count=pieces, confidence=sure,
                state=state, about=row.belief_category,
            )
        )  # fmt: skip
    spoken = {one.about for one in items if one.count >= LEAST_EVIDENCE}
    return _held(items, share(spoken, CATEGORIES))


async def _moves(ctx: Ctx, asked: Asked) -> dict[str, tuple[float, str]]:
    """Belief → how sure it was and in what state after its last move by then."""
    table = events.events
    one = table.c.payload["belief_id"].astext.cast(String)
    query = select(one.label("belief"), table.c.payload).distinct(one)
    query = query.where(table.c.name == "BeliefMoved", table.c.at <= asked.known_by)
    rows = await ctx.rows(query.order_by(one, table.c.seq.desc()))
    return {row.belief: (row.payload["confidence"], row.payload["status"]) for row in rows}


async def _evidence(ctx: Ctx, known_by: datetime) -> dict[UUID, Any]:
    """Belief → pieces of evidence, those against it, the day of the last, as known by then."""
    table = beliefs.belief_evidence
    against = func.count().filter(~table.c.supports)
    query = select(table.c.belief_id, func.count(), against, func.max(table.c.at))
    query = query.where(table.c.created_at <= known_by).group_by(table.c.belief_id)
    return {row[0]: row for row in await ctx.rows(query)}


async def of_segments(ctx: Ctx, asked: Asked) -> Held:
    """Audiences inferred from words, entries and results, beside those that entries name."""
    found = await _derived(ctx, asked, await derived.standing(ctx, "segment"))
    items = [
        _inferred("segments", "segment", row, words(row.name), asked, known)
        for row, known in found
    ]  # fmt: skip
    entry = calendar.calendar_entries
    named = select(entry.c.segment).where(
        entry.c.segment.is_not(None), entry.c.created_at <= asked.known_by
    )
    wanted = {row.segment for row in await ctx.rows(named.distinct())}
    there = {name for row, _ in found for name in row.names}
    return _held(items, share(there, wanted or there), wanting=tuple(sorted(wanted - there)))


async def of_competitors(ctx: Ctx, asked: Asked) -> Held:
    """Rivals that people name, beside those that the profile names."""
    found = await _derived(ctx, asked, await derived.standing(ctx, "competitor"))
    items = [
        _inferred("competitors", "competitor", row, row.name, asked, known) for row, known in found
    ]
    named = {
        name.casefold(): name for one in asked.stated if one.field.startswith("competitors_")
        for name in one.value
    }  # fmt: skip
    there = {name.casefold() for row, _ in found for name in (row.name, *row.names)}
    gaps = tuple(sorted(name for key, name in named.items() if key not in there))
    return _held(items, share(there, named or there), wanting=gaps)


def _inferred(
    part: Part, kind: str, row: Any, name: str, asked: Asked, known: Sequence[datetime]
) -> Item:
    """Something derived, with how much of its evidence was known by then."""
    learned = min(known, default=row.created_at)
    last = max(known, default=row.created_at)
    told = f", {counted(len(known), 'piece')} of evidence" if known else ""
    return Item(
        part, kind, row.id, f"{name}{told}", last, learned, worth=fading(_day(last), asked.day),
        count=max(1, len(known)), about=name,
    )  # fmt: skip


async def _derived(
    ctx: Ctx, asked: Asked, rows: Sequence[derived.Standing]
) -> list[tuple[derived.Standing, list[datetime]]]:
    """Rows with when the evidence for each came in that the actor may read and that was known.

    A row is computed anew every night: it is as old as its evidence, where it names any.
    """
    pieces = {row.id: row.pieces for row in rows}
    wanted: dict[str, set[UUID]] = defaultdict(set)
    for one in (each for own in pieces.values() for each in own):
        wanted[one["kind"]].add(UUID(one["id"]))
    came = await receipts.came_in(ctx, wanted)
    found = []
    for row in rows:
        ids = {UUID(one["id"]) for one in pieces[row.id]}
        known = sorted(came[one] for one in ids if one in came and came[one] <= asked.known_by)
        if known or (not ids and row.created_at <= asked.known_by):
            found.append((row, known))
    return found


async def of_recommendations(ctx: Ctx, asked: Asked) -> Held:
    """What was proposed, and what became of it by then."""
    items, answered = [], 0
    for row in await outcomes.recommendations(ctx):
        if row.created_at > asked.known_by:
            continue
        late = row.action_timestamp is None or row.action_timestamp > asked.known_by
        state = "unanswered" if late else row.user_action
        answered += not late
        text = f"{row.recommendation_content.get('title', '')}: {words(state)}"
        items.append(
            Item(
                "recommended", PROPOSED.get(row.recommendation_type, "map"), row.recommendation_id,
                text, row.recommended_at, row.created_at, since=_day(row.recommended_at),
                until=None if late else _day(row.action_timestamp),
                worth=fading(_day(row.recommended_at), asked.day), state=state,
            )
        )  # fmt: skip
    return _held(items, answered / len(items) if items else 0.0)


def _held(
    items: list[Item], coverage: float, newest: date | None = None, wanting: tuple[str, ...] = ()
) -> Held:
    days = (_day(one.said) for one in items)
    newest = newest or max((day for day in days if day), default=None)
    return Held(tuple(items), coverage, newest, wanting, sum(tokens(one.text) for one in items))


def _figures(rows: Iterable[Any], code: str) -> str:
    return ", ".join(
        f"{words(row.metric)} "
        f"{money(row.value, code) if row.unit == 'cents' else quantity(row.value, row.unit)}"
        for row in rows
    )


def _value(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_value, value))
    told = value.values() if isinstance(value, dict) else [value]
    return " ".join(f"{each}" for each in told if each not in (None, ""))


def _day(when: datetime | date | None) -> date | None:
    return when.date() if isinstance(when, datetime) else when


def _first_of(period: str) -> date:
    return date.fromisoformat(f"{period}-01")


def _last_of(period: str) -> date:
    return (_first_of(period) + timedelta(days=32)).replace(day=1) - timedelta(days=1)


PARTS: tuple[tuple[Part, str, Any], ...] = (
    ("calendar", "calendar:read", of_calendar),
    ("results", "performance:read", of_results),
    ("signals", "performance:read", of_signals),
    ("beliefs", "beliefs:read", of_beliefs),
    ("segments", "context:read", of_segments),
    ("competitors", "context:read", of_competitors),
    ("recommended", "plans:read", of_recommendations),
)
"""Each part beside the profile and what is said: the scope to read it, and its reader."""
