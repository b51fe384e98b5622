"""What was believed on a day, how a belief came to stand where it stands, what was unlearned."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from cdt.history import believed, hindsight
from core.errors import NotFound
from domain.beliefs import Belief
from domain.claims import claim_of
from domain.samples import share_range
from memory import beliefs, history, people, receipts, releases
from memory.ctx import Ctx
from tools.base import Answer, Ask, tool
from tools.beliefs import LEVEL, BeliefId, known
from tools.receipts import State, told_of

GONE = "A belief whose grounds were deleted."


class NoSuchUnlearning(NotFound):
    """There is no such report here."""


class OnDay(Ask):
    """A day, and from where to look: with what was known then, or with what is left and known
    today. Both go up to the end of the day (UTC)."""

    day: date
    knowing: Literal["then", "today"] = "then"
    category: str | None = None


class Then(Answer):
    """A belief as it stood. `now` is its confidence today, none where it is no more; `unlearned`
    says that part of what it rested on was deleted since."""

    id: UUID
    category: str
    claim: str
    confidence: float
    low: float
    high: float
    status: str
    verdict: str
    evidence: int
    against: int
    now: float | None
    unlearned: bool


class ThenList(Answer):
    """What was believed, surest first; `since` is when the history begins."""

    items: list[Then]
    since: datetime | None


class Step(Answer):
    """A move of a belief: what it was and became. `cause` is evidence, month, verdict, unlearned
    or left; `before` is none where it is new, `after` where it went."""

    at: datetime
    observed_at: datetime | None
    cause: str
    before: float | None
    after: float | None
    status_before: str | None
    status_after: str | None
    verdict_before: str
    verdict_after: str
    pieces: int
    by: str
    reason: str
    unlearning_id: UUID | None


class StepList(Answer):
    """Every move of a belief, newest first."""

    items: list[Step]


class Rest(Answer):
    """An output that rested on what was unlearned."""

    kind: str
    id: UUID
    text: str
    state: State


class Report(Answer):
    """What deleting or changing an input unlearned: the beliefs that moved, from and to, and the
    outputs that rested on it. `pieces` are the readings that went with it."""

    id: UUID
    at: datetime
    source_kind: str
    source_id: UUID
    by: str
    pieces: int
    beliefs: list["Unbelieved"]
    rests: list[Rest]
    versions: list[int]


class Unbelieved(Answer):
    """A belief that moved; `after` is none where it rested on nothing else and went."""

    id: UUID
    claim: str
    before: float
    after: float | None
    status_before: str
    status_after: str | None


class ReportLine(Answer):
    """A report in a list."""

    id: UUID
    at: datetime
    source_kind: str
    source_id: UUID
    pieces: int
    beliefs: int


class ReportList(Answer):
    """What was unlearned, the last first."""

    items: list[ReportLine]


class Last(Ask):
    """The last so many."""

    limit: int = Field(default=50, ge=1, le=500)


class ReportId(Ask):
    """A report by its id."""

    unlearning_id: UUID


@tool("beliefs:read")
async def believed_on(ctx: Ctx, ask: OnDay) -> ThenList:
    """What was believed on a day: as it was known then, or as one would judge that day today."""
    at = min(_end(ask.day), ctx.at)
    today = {UUID(one.id): one for one in await beliefs.held(ctx)}
    lost = await history.unlearned_since(ctx, at)
    if ask.knowing == "then":
        rows = await believed(ctx, at)
        found = [_then(one, row, today.get(one), one in lost) for one, row in rows.items()]
    else:
        seen = await hindsight(ctx, at)
        found = [_seen(belief, today[one], one in lost) for one, belief in seen.items()]
    fits = [one for one in found if ask.category in (None, one.category)]
    fits.sort(key=lambda one: (-one.confidence, str(one.id)))
    return ThenList(items=fits, since=await history.first_day(ctx))


@tool("beliefs:read")
async def belief_history(ctx: Ctx, ask: BeliefId) -> StepList:
    """Every move and verdict of a belief, with what it was before and after, and by whom."""
    rows = await history.of_belief(ctx, ask.belief_id)
    if not rows:
        await known(ctx, ask.belief_id)
    names = {one.user_id: one.name for one in await people.members(ctx)} if rows else {}
    return StepList(items=[_step(row, names) for row in rows[::-1]])


@tool("beliefs:read")
async def list_unlearnings(ctx: Ctx, ask: Last) -> ReportList:
    """What was unlearned because an input was deleted or changed."""
    rows = await history.all_unlearnings(ctx, ask.limit)
    return ReportList(
        items=[ReportLine(**{n: getattr(row, n) for n in ReportLine.model_fields}) for row in rows]
    )


@tool("beliefs:read")
async def read_unlearning(ctx: Ctx, ask: ReportId) -> Report:
    """Which beliefs moved when an input was deleted, from and to, and what had rested on it."""
    row = await history.unlearning(ctx, ask.unlearning_id)
    if row is None:
        raise NoSuchUnlearning(
            f"{ask.unlearning_id}.", field="unlearning_id", value=f"{ask.unlearning_id}"
        )
    claims = {UUID(one.id): one.claim for one in await beliefs.held(ctx)}
    moves: dict[UUID, list[Any]] = {}
    for move in await history.moves_of(ctx, row.id):
        moves.setdefault(move.belief_id, []).append(move)
    nodes = [(kind, UUID(one)) for kind, ids in row.rests.items() for one in ids]
    told = await told_of(ctx, [node for node in nodes if node[0] in receipts.KINDS])
    names = {one.user_id: one.name for one in await people.members(ctx)}
    pinned = {UUID(one) for one in row.rests.get("release", [])}
    return Report(
        id=row.id, at=row.at, source_kind=row.source_kind, source_id=row.source_id,
        by=names.get(row.user_id, ""), pieces=row.pieces,
        beliefs=[_unbelieved(one, claims.get(one, GONE), own) for one, own in moves.items()],
        rests=[
            Rest(kind=kind, id=one, text=said.text, state=said.state)
            for (kind, one), said in told.items() if kind != "release"
        ],
        versions=sorted(one.version for one in await releases.heads(ctx) if one.id in pinned),
    )  # fmt: skip


def _end(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), UTC) - timedelta(microseconds=1)


def _then(one: UUID, row: Any, today: Belief | None, unlearned: bool) -> Then:
    low, high = share_range(row.alpha, row.beta, LEVEL)
    claim = claim_of(today.scope, row.direction) if today else GONE
    return Then(
        id=one, category=today.scope.category if today else "", claim=claim,
        confidence=round(row.confidence_after, 4), low=round(low, 4), high=round(high, 4),
        status=row.status_after, verdict=row.verdict_after, evidence=row.evidence_count,
        against=row.counter_count, now=round(today.confidence, 4) if today else None,
        unlearned=unlearned,
    )  # fmt: skip


def _seen(belief: Belief, today: Belief, unlearned: bool) -> Then:
    low, high = share_range(belief.alpha, belief.beta, LEVEL)
    return Then(
        id=UUID(belief.id), category=belief.scope.category, claim=belief.claim,
        confidence=round(belief.confidence, 4), low=round(low, 4), high=round(high, 4),
        status=belief.status, verdict=belief.owner_verdict, evidence=belief.evidence_count,
        against=belief.counter_count, now=round(today.confidence, 4), unlearned=unlearned,
    )  # fmt: skip


def _step(row: Any, names: dict[UUID, str]) -> Step:
    return Step(
        at=row.at, observed_at=row.observed_at, cause=row.cause, before=row.confidence_before,
        after=row.confidence_after, status_before=row.status_before,
        status_after=row.status_after, verdict_before=row.verdict_before,
        verdict_after=row.verdict_after, pieces=len(row.keys), by=names.get(row.user_id, ""),
        reason=row.reason or "", unlearning_id=row.unlearning_id,
    )  # fmt: skip


def _unbelieved(one: UUID, claim: str, moves: Sequence[Any]) -> Unbelieved:
    first, last = moves[0], moves[-1]
    return Unbelieved(
        id=one, claim=claim, before=round(first.confidence_before, 4),
        after=None if last.confidence_after is None else round(last.confidence_after, 4),
        status_before=first.status_before, status_after=last.status_after,
    )  # fmt: skip
