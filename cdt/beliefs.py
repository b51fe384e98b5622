"""Beliefs meet evidence: results by month, founder's words as they are said; every move is kept.

Results move a belief once per month and scope: the mean outcome of that month's artifacts against
the mean of their segment. A month counts when its artifacts are 28 days old, so that nothing is
judged before it could work.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Any
from uuid import UUID

from cdt.history import Change, keep, observed, within_bounds
from core.clock import months_before
from domain import results
from domain.beliefs import Belief, Evidence, Move, Scope, alignment_of, reinforce, turn_cycle
from domain.claims import claim_of
from domain.language.shapes import Extraction
from memory import beliefs, calendar, context, outcomes, performance
from memory.ctx import Ctx

SCALE = 0.2  # ranks: this far above the segment counts as full support
RIPE = timedelta(days=28)
LEAST = 3  # artifacts of a month and scope before their mean says anything
SHOWN = 8  # artifacts that a receipt names per move

_Piece = tuple[Evidence, float, list[UUID]]
"""Evidence, where it leans, and the ids of what it came from."""


@dataclass(frozen=True)
class Measured:
    """An artifact with its outcome in [0, 1] and what it was."""

    entry_id: UUID
    artifact_ref: str
    published: date
    segment: str
    channel: str
    angle: str
    outcome: float
    title: str = ""
    artifact_type: str = ""


@dataclass(frozen=True)
class Monthly:
    """A month's evidence on one scope, where it leans, and the artifacts that it rests on."""

    piece: Evidence
    lean: float
    entries: tuple[UUID, ...]


async def measured(ctx: Ctx) -> list[Measured]:
    """Every artifact with results and a publication day, oldest first."""
    totals: dict[str, dict[str, float]] = defaultdict(dict)
    for row in await performance.totals(ctx):
        totals[row.artifact_ref][row.metric] = float(row.value)
    found = results.outcomes(totals)
    return [
        Measured(
            row.id, row.external_id, row.publish_on, row.segment or "", row.channel or "",
            row.angle or "", found[row.external_id], row.title, row.artifact_type or "",
        )
        for row in await calendar.entries(ctx)
        if row.external_id in found and row.publish_on is not None
    ]  # fmt: skip


async def weigh_results(ctx: Ctx) -> int:
    """Let ripe months of results move beliefs; returns how many beliefs moved."""
    evidence = [
        (one.piece, one.lean, list(one.entries)) for one in ripe_evidence(ctx, await measured(ctx))
    ]
    return await _weigh(ctx, [evidence], "entry")


def ripe_evidence(ctx: Ctx, rows: Sequence[Measured]) -> list[Monthly]:
    """What those artifacts say by now, month by month, as far as their months are ripe."""
    ripe_before = months_before((ctx.at - RIPE).date() + timedelta(days=1), 0)
    ripe = [row for row in rows if row.published < ripe_before]
    return monthly_evidence(ripe, ctx.at.tzinfo)


def monthly_evidence(
    rows: Sequence[Measured], zone: tzinfo | None, month: date | None = None
) -> list[Monthly]:
    """What ripe artifacts say: one piece a month and scope where at least `LEAST` artifacts speak.

    `month` (its first day) asks for that month only; the references are those of all rows.
    """
    found = []
    for scope, began, members, reference in _cells(rows, month):
        mean = results.mean([row.outcome for row in members])
        at = datetime.combine(months_before(began, -1), datetime.min.time(), zone)
        piece = Evidence(
            id=f"results:{began:%Y-%m}", scope=scope, source="performance", at=at,
            alignment=alignment_of(1, mean, reference, SCALE),
            source_ids=tuple(str(row.entry_id) for row in members),
        )  # fmt: skip
        found.append(Monthly(piece, mean - reference, tuple(row.entry_id for row in members)))
    return found


async def turn_month(ctx: Ctx) -> int:
    """Close the month for every belief: fade it, settle its status. Returns how many turned."""
    before = {belief.id: belief for belief in await beliefs.load(ctx)}
    turned = {name: turn_cycle(belief, ctx.at) for name, belief in before.items()}
    await beliefs.keep(ctx, [belief for belief, change in turned.values() if not change])
    steps = [Change(before[name], after, "month") for name, (after, change) in turned.items()
             if change]  # fmt: skip
    await keep(ctx, within_bounds(before, steps))
    return len(steps)


async def weigh_extractions(ctx: Ctx, extraction_ids: Sequence[UUID]) -> int:
    """Let what somebody said move beliefs about channels, rivals and standing concerns.

    One after the other, as if each had been said alone. Returns how often a belief moved.
    """
    await beliefs.one_at_a_time(ctx)  # before it is read: what is taken back meanwhile is gone
    rows = await context.extractions_among(ctx, extraction_ids)
    return await _weigh(ctx, [said_of(row) for row in rows], "extraction")


def said_of(row: Any) -> list[_Piece]:
    """What an extraction says of beliefs: evidence, where it leans, and the extraction's id."""
    source = "vent" if row.source_kind == "answer" else row.source_kind
    found: list[_Piece] = []
    for scope, alignment in _said(Extraction.model_validate(row.payload)):
        piece = Evidence(
            id=f"said:{row.id}", scope=scope, source=source, at=row.said_at,
            alignment=alignment, author="founder", source_ids=(str(row.id),),
        )  # fmt: skip
        found.append((piece, alignment - 0.5, [row.id]))
    return found


def _said(read: Extraction) -> Iterable[tuple[Scope, float]]:
    """Scopes that a text speaks about, each with how far it supports "this works for us"."""
    if read.sentiment is not None:
        aligned = min(1.0, max(0.0, 0.5 + read.sentiment / 4))
        for channel in read.channels:
            yield Scope(category="channel", subject=channel), aligned
    for competitor in read.competitors:
        yield Scope(category="competitive", subject=competitor), 0.75
    for topic in read.topics:
        if topic.p >= 0.6 and read.pain.p >= 0.6:
            yield Scope(category="audience", subject=f"concern:{topic.topic}"), 0.85


def _cells(
    rows: Sequence[Measured], only: date | None
) -> Iterable[tuple[Scope, date, list[Measured], float]]:
    """(scope, month, its artifacts, the reference) wherever enough artifacts speak."""
    segments: dict[str, list[float]] = defaultdict(list)
    cells: dict[tuple[Scope, date], list[Measured]] = defaultdict(list)
    for row in rows:
        segments[row.segment].append(row.outcome)
        if only is not None and row.published.replace(day=1) != only:
            continue
        for scope in _scopes(row):
            cells[scope, row.published.replace(day=1)].append(row)
    overall = results.mean([row.outcome for row in rows])
    for (scope, month), members in sorted(
        cells.items(), key=lambda cell: (cell[0][1], str(cell[0]))
    ):
        if len(members) >= LEAST:
            inside = segments[scope.segment] if scope.segment else []
            yield scope, month, members, results.mean(inside) if inside else overall


def _scopes(row: Measured) -> Iterable[Scope]:
    if row.segment:
        yield Scope(category="audience", subject=row.segment)
    if row.channel:
        yield Scope(category="channel", subject=row.channel)
    if row.angle and row.segment:
        yield Scope(category="messaging", subject=row.angle, segment=row.segment)
    yield Scope(category="timing", subject=f"{row.published:%A}".lower())


async def _weigh(ctx: Ctx, said: Sequence[Sequence[_Piece]], kind: str) -> int:
    """Weigh lists of evidence one after the other; what came of it is written at the end."""
    await beliefs.one_at_a_time(ctx)
    known = {belief.scope: belief for belief in await beliefs.load(ctx)}
    start = {belief.id: belief for belief in known.values()}
    steps: list[Change] = []
    rows: list[dict[str, Any]] = []
    links: list[outcomes.Link] = []
    for evidence in said:
        by_scope: dict[Scope, list[_Piece]] = defaultdict(list)
        for piece in evidence:
            by_scope[piece[0].scope].append(piece)
        for scope, pieces in by_scope.items():
            before = known.get(scope)
            belief = before or _new(ctx, scope, pieces)
            seen = [turned(belief, piece) for piece, _, _ in pieces]
            after, moves = reinforce(belief, seen, ctx.at)
            if not moves:
                continue
            known[scope] = after
            counted = tuple(key for move in moves for key in move.evidence_ids)
            last = observed(seen, counted)
            steps.append(Change(before, after, "evidence", counted, last))
            rows += [evidence_row(after, move, seen) for move in moves]
            links += [("belief", UUID(after.id), *one) for one in _links(pieces, moves, kind)]
    await keep(ctx, within_bounds(start, steps))
    await beliefs.keep_evidence(ctx, rows)
    await outcomes.link_all(ctx, links)
    return len(steps)


def _new(ctx: Ctx, scope: Scope, pieces: Sequence[_Piece]) -> Belief:
    """A belief in the direction that its first evidence points, so that it can be right."""
    leaning = sum(difference for _, difference, _ in pieces)
    direction = 1 if leaning >= 0 or scope.category == "competitive" else -1
    first = min(piece.at for piece, _, _ in pieces)
    return Belief(
        id=str(beliefs.belief_id(ctx, scope)),
        scope=scope,
        claim=claim_of(scope, direction),
        direction=direction,
        as_of=first,
        first_observed=first,
    )


def turned(belief: Belief, piece: Evidence) -> Evidence:
    """The evidence as seen from the belief's direction."""
    if belief.direction == 1:
        return piece
    return piece.model_copy(update={"alignment": 1 - piece.alignment})


def evidence_row(belief: Belief, move: Move, pieces: Sequence[Evidence]) -> dict[str, Any]:
    """What moved a belief, as it is kept."""
    at = next(piece.at for piece in pieces if piece.id == move.evidence_ids[0])
    return {
        "belief_id": UUID(belief.id),
        "key": move.evidence_ids[0],
        "source_kind": move.source,
        "supports": move.alignment >= 0.5,
        "alignment": move.alignment,
        "weight": move.weight,
        "confidence_after": move.after,
        "at": at,
    }


def _links(
    pieces: Sequence[_Piece], moves: Sequence[Move], kind: str
) -> list[tuple[str, UUID, str]]:
    counted = {key for move in moves for key in move.evidence_ids}
    return [
        (kind, each, "supports it" if piece.alignment >= 0.5 else "speaks against it")
        for piece, _, sources in pieces
        if piece.id in counted
        for each in sources[:SHOWN]
    ]
