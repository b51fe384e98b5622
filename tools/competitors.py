"""Competitors: how often they come up, what was said of them, what they did, in exact quotes."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from core.text import shorten
from domain.competitors import feelings, key_of, sure
from domain.derived import by_month, estimate, sources, trend
from memory import derived
from memory.ctx import Ctx
from tools.base import Answer, Ask, Nothing, tool
from tools.derived import LONGEST_NAME, Known, Quoted, begin, decide, known, one_known, quoted
from tools.segments import Months, NameNeeded, Share, share_of

MOST_QUOTES, MOST_MOVES = 20, 20


class CompetitorId(Ask):
    """A competitor by its id."""

    competitor_id: UUID


class CompetitorName(Ask):
    """A competitor that nobody named yet."""

    name: str = Field(min_length=2, max_length=LONGEST_NAME)


class CompetitorDecision(Ask):
    """What to do: `rename` to `name` (none: as it is written), `merge` `into` another one or make
    it a `part` no more, `hide` (it is none) or `show`, `add` (it is one) or `remove`."""

    competitor_id: UUID
    action: Literal["rename", "merge", "part", "hide", "show", "add", "remove"]
    name: str = Field(default="", max_length=LONGEST_NAME)
    into: UUID | None = None


class Feelings(Answer):
    """How many texts that name it sound good, bad or even; `silent` where nothing was told."""

    good: int
    bad: int
    even: int
    silent: int


class CompetitorLine(Answer):
    """A competitor as one reader may see it.

    `mentions` texts name it; `voice` is its share of all mentions of competitors; `moves` counts
    what it did, by kind. `sure` is False where it was set against us only once.
    """

    id: UUID
    name: str
    names: list[str]
    parts: list[UUID]
    stated: bool
    hidden: bool
    sure: bool
    mentions: int
    voice: Share
    moves: dict[str, int]
    feelings: Feelings
    trend: str
    first_at: datetime | None
    last_at: datetime | None


class CompetitorList(Answer):
    """Competitors, most named first; `possible` were set against us once: are they any?"""

    items: list[CompetitorLine]
    possible: list[CompetitorLine]
    hidden: list[CompetitorLine]


class CompetitorRead(Answer):
    """A competitor with its moves and what was said of it, the newest first, and its months."""

    line: CompetitorLine
    months: list[Months]
    moves: list[Quoted]
    claims: list[Quoted]
    named: list[Quoted]
    others: list[CompetitorLine]


@tool("context:read")
async def list_competitors(ctx: Ctx, ask: Nothing) -> CompetitorList:
    """Which competitors come up in what one may read, how often, and what they did."""
    lines = await _lines(ctx)
    shown = [one for one in lines if not one.hidden]
    return CompetitorList(
        items=[one for one in shown if one.sure],
        possible=[one for one in shown if not one.sure and one.mentions],
        hidden=[one for one in lines if one.hidden],
    )


@tool("context:read")
async def read_competitor(ctx: Ctx, ask: CompetitorId) -> CompetitorRead:
    """One competitor: mentions by month, moves and claims in exact quotes, share of voice."""
    it = await one_known(ctx, "competitor", ask.competitor_id)
    lines = await _lines(ctx)
    moves = [one for one in it.pieces if one.move]
    claims = [one for one in it.pieces if one.claim and not one.move]
    rest = [one for one in it.pieces if not one.claim and not one.move]
    counted = by_month([one.at for one in sources(it.pieces)], ctx.at.date())
    return CompetitorRead(
        line=next(one for one in lines if one.id == it.id),
        months=[Months(month=month, n=n) for month, n in counted],
        moves=await quoted(ctx, moves, MOST_MOVES), claims=await quoted(ctx, claims, MOST_QUOTES),
        named=await quoted(ctx, rest, MOST_QUOTES),
        others=[one for one in lines if one.id != it.id and not one.hidden],
    )  # fmt: skip


@tool("beliefs:write")
async def add_competitor(ctx: Ctx, ask: CompetitorName) -> CompetitorLine:
    """Say that somebody is a competitor; where it is named is looked up in the background."""
    name = shorten(ask.name, LONGEST_NAME)
    key = key_of(name)
    if not key:
        raise NameNeeded(field="name", value=ask.name, remedy="Type one.")
    return await _one_line(ctx, await begin(ctx, "competitor", key, name))


@tool("beliefs:write")
async def decide_on_competitor(ctx: Ctx, ask: CompetitorDecision) -> CompetitorLine:
    """Rename, merge, confirm or dismiss a competitor; it stands over the next computation."""
    one = ask.competitor_id
    await decide(ctx, "competitor", one, ask.action, ask.name.strip(), ask.into)
    return await _one_line(ctx, one)


async def known_rivals(ctx: Ctx) -> list[Known]:
    """Competitors that count as such, most named first."""
    return [one for one in await known(ctx, "competitor") if not one.hidden and _sure(one)]


async def _one_line(ctx: Ctx, one: UUID) -> CompetitorLine:
    it = await one_known(ctx, "competitor", one)
    return next(each for each in await _lines(ctx) if each.id == it.id)


async def _lines(ctx: Ctx) -> list[CompetitorLine]:
    every = await known(ctx, "competitor")
    read = [at for _, at in await derived.times(ctx)]
    mentions = {one.id: len(sources(one.pieces)) for one in every}
    total = sum(mentions[one.id] for one in every if _sure(one) and not one.hidden)
    return [_line(ctx, one, total, read) for one in every]


def _line(ctx: Ctx, one: Known, total: int, read: Sequence[datetime]) -> CompetitorLine:
    said = sources(one.pieces)
    counts = _sure(one) and not one.hidden
    return CompetitorLine(
        id=one.id, name=one.name, names=[*one.names], stated=one.stated, hidden=one.hidden,
        parts=[derived.row_id(ctx, "competitor", key) for key in one.parts if key != one.key],
        sure=_sure(one), mentions=len(said),
        voice=share_of(estimate(len(said) if counts else 0, total)),
        moves=dict(Counter(piece.move for piece in one.pieces if piece.move).most_common()),
        feelings=Feelings(**feelings(one.pieces)),
        trend=trend([piece.at for piece in said], read, ctx.at),
        first_at=min((piece.at for piece in one.pieces), default=None),
        last_at=max((piece.at for piece in one.pieces), default=None),
    )  # fmt: skip


def _sure(one: Known) -> bool:
    return sure(one.pieces, stated=one.stated)
