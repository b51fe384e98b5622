"""Audience segments that were inferred: on what evidence, how large, where reached, how they
respond."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from core.errors import BadInput
from domain.derived import Estimate, Piece, by_month, estimate, response, sources, trend
from domain.segments import enough
from memory import derived
from memory.ctx import Ctx
from tools.base import Answer, Ask, Nothing, tool
from tools.derived import (
    LEAST_SHOWN,
    LONGEST_NAME,
    Known,
    Quoted,
    decide,
    known,
    one_known,
    quoted,
)

MOST_QUOTES = 30


class NameNeeded(BadInput):
    """A new name is needed."""


class SegmentId(Ask):
    """A segment by its id."""

    segment_id: UUID


class SegmentDecision(Ask):
    """What to do: `rename` to `name` (none: as it is written), `merge` `into` another one or make
    it a `part` no more, `hide` or `show` it."""

    segment_id: UUID
    action: Literal["rename", "merge", "part", "hide", "show"]
    name: str = Field(default="", max_length=LONGEST_NAME)
    into: UUID | None = None


class Share(Answer):
    """`n` of `of`, its share with the 90 % range; without `enough` it is no figure to go by."""

    n: int
    of: int
    share: float
    low: float
    high: float
    enough: bool


class Reach(Answer):
    """A channel through which a segment was addressed, in how many entries."""

    channel: str
    entries: int


class Reply(Answer):
    """Mean outcome in [0, 1] of `n` measured pieces, and the difference to all others with its
    90 % range; None where too little was measured."""

    n: int
    mean: float
    difference: float | None
    low: float | None
    high: float | None
    clear: bool


class SegmentLine(Answer):
    """A segment as one reader may see it.

    `said` texts name it, `entries` are planned or published for it, `measured` of those were
    measured. `share` is how many of all texts name it; `trend` compares the last 90 days.
    """

    id: UUID
    name: str
    names: list[str]
    parts: list[UUID]
    stated: bool
    hidden: bool
    enough: bool
    said: int
    entries: int
    measured: int
    share: Share
    channels: list[Reach]
    reply: Reply | None
    trend: str
    first_at: datetime | None
    last_at: datetime | None


class SegmentList(Answer):
    """Segments, most evidence first; `possible` are named, and too little is known of them."""

    items: list[SegmentLine]
    possible: list[SegmentLine]
    hidden: list[SegmentLine]


class Months(Answer):
    """How many in a month, `YYYY-MM`."""

    month: str
    n: int


class SegmentRead(Answer):
    """A segment with its evidence, the newest first, and how often it was named each month."""

    line: SegmentLine
    months: list[Months]
    quotes: list[Quoted]
    entries: list[Quoted]
    others: list[SegmentLine]


@tool("context:read")
async def list_segments(ctx: Ctx, ask: Nothing) -> SegmentList:
    """Whom the business speaks to, as far as its own words, plans and results tell."""
    lines = await _lines(ctx)
    shown = [one for one in lines if not one.hidden]
    return SegmentList(
        items=[one for one in shown if one.enough],
        possible=[one for one in shown if not one.enough and one.said >= LEAST_SHOWN],
        hidden=[one for one in lines if one.hidden],
    )


@tool("context:read")
async def read_segment(ctx: Ctx, ask: SegmentId) -> SegmentRead:
    """One segment: the sentences that name it, the entries for it, how it responds."""
    it = await one_known(ctx, "segment", ask.segment_id)
    lines = await _lines(ctx)
    said = [one for one in it.pieces if one.role == "said"]
    made = [one for one in it.pieces if one.role != "said"]
    counted = by_month([one.at for one in sources(said)], ctx.at.date())
    return SegmentRead(
        line=next(one for one in lines if one.id == it.id),
        months=[Months(month=month, n=n) for month, n in counted],
        quotes=await quoted(ctx, said, MOST_QUOTES), entries=await quoted(ctx, made, MOST_QUOTES),
        others=[one for one in lines if one.id != it.id and not one.hidden],
    )  # fmt: skip


@tool("beliefs:write")
async def decide_on_segment(ctx: Ctx, ask: SegmentDecision) -> SegmentLine:
    """Rename, merge or hide a segment, or take that back; it stands over every computation."""
    await decide(ctx, "segment", ask.segment_id, ask.action, ask.name.strip(), ask.into)
    it = await one_known(ctx, "segment", ask.segment_id)
    return next(one for one in await _lines(ctx) if one.id == it.id)


async def _lines(ctx: Ctx) -> list[SegmentLine]:
    every = await known(ctx, "segment")
    read = await derived.times(ctx)
    values = {one.id: [p.value for p in one.pieces if p.value is not None] for one in every}
    found = []
    for one in every:
        others = [value for other, own in values.items() if other != one.id for value in own]
        found.append(_line(ctx, one, read, values[one.id], others))
    return found


def _line(
    ctx: Ctx, one: Known, read: Sequence[tuple[UUID, datetime]], own: Sequence[float],
    others: Sequence[float],
) -> SegmentLine:  # fmt: skip
    said = sources(piece for piece in one.pieces if piece.role == "said")
    made = [piece for piece in one.pieces if piece.role != "said"]
    told = response(own, others)
    return SegmentLine(
        id=one.id, name=one.name, names=[*one.names], stated=one.stated, hidden=one.hidden,
        parts=[derived.row_id(ctx, "segment", key) for key in one.parts if key != one.key],
        enough=enough(one.pieces, stated=one.stated),
        said=len(said), entries=len(made), measured=len(own),
        share=share_of(estimate(len(said), len(read))), channels=_reach(made),
        reply=Reply(**vars(told)) if told else None,
        trend=trend([piece.at for piece in said], [at for _, at in read], ctx.at),
        first_at=min((piece.at for piece in one.pieces), default=None),
        last_at=max((piece.at for piece in one.pieces), default=None),
    )  # fmt: skip


def share_of(found: Estimate) -> Share:
    """An estimate as an answer."""
    return Share(**vars(found))


def _reach(made: Sequence[Piece]) -> list[Reach]:
    counts = Counter(piece.channel for piece in made if piece.channel)
    return [Reach(channel=name, entries=n) for name, n in counts.most_common(8)]
